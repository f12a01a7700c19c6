"""Categories, versioned lists with their items, proposals to change them, and knowledge."""

from huying.duties.models.categories import Category
from huying.duties.models.knowledge import Knowledge
from huying.duties.models.lists import ListDoc, ListItem, ListProposal

__all__ = ["Category", "Knowledge", "ListDoc", "ListItem", "ListProposal"]
