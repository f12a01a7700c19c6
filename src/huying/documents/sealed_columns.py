"""Sealed files, for the day on which keys or the family of algorithms change."""

from huying.documents.resealing import seal_files_again
from huying.kernel.sealed_columns import register_walk

register_walk("documents files", seal_files_again)
