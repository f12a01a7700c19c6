"""Who may see and change categories, lists, proposals and knowledge."""

from huying.duties.rules.categories import rules as category_rules
from huying.duties.rules.knowledge import rules as knowledge_rules
from huying.duties.rules.lists import rules as list_rules
from huying.duties.rules.proposals import rules as proposal_rules

__all__ = ["category_rules", "knowledge_rules", "list_rules", "proposal_rules"]
