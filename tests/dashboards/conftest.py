"""Every file of this folder keeps its town."""

from tests.cases.keeping import _one_town

__all__ = ["_one_town"]
