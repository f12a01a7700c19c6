"""The town stands once for a file."""

from tests.cases.keeping import _one_town

__all__ = ["_one_town"]
