"""What the launcher may ask of the demonstration; to load it takes no Django."""

from huying.demonstration.accounts import table as accounts_table

__all__ = ["accounts_table"]
