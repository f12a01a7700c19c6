"""What other contexts may ask of the categories, the lists and the knowledge."""

from huying.duties.actions.categories import load_categories
from huying.duties.actions.knowledge import NewKnowledge, save_knowledge
from huying.duties.actions.lists import Approval, draft_list, put_in_force, save_item
from huying.duties.actions.proposals import propose_change
from huying.duties.answers import Answer, Explained, Helper, NotMatched, Why, explained
from huying.duties.errors import DepartmentLeads, NotOnTheList
from huying.duties.items import HelperPart, NewItem
from huying.duties.queries.answers import who_answers
from huying.duties.queries.categories import KEPT as CATEGORIES_KEPT
from huying.duties.queries.categories import (
    CategoryBrief,
    CategoryGuess,
    categories,
    categories_sounding_like,
    category,
    category_tree,
    leaf_choices,
    matter_of,
)
from huying.duties.queries.dryrun import PastCase, register_past_cases
from huying.duties.queries.gaps import Coverage, alarms, coverage
from huying.duties.queries.guards import Nearest, guard_dispatch
from huying.duties.queries.knowledge import knowledge, knowledge_for
from huying.duties.queries.lists import old_proposals, open_proposals
from huying.duties.queries.searching import items_with, knowledge_with, lists_with

__all__ = [
    "CATEGORIES_KEPT",
    "Answer",
    "Approval",
    "CategoryBrief",
    "CategoryGuess",
    "Coverage",
    "DepartmentLeads",
    "Explained",
    "Helper",
    "HelperPart",
    "Nearest",
    "NewItem",
    "NewKnowledge",
    "NotMatched",
    "NotOnTheList",
    "PastCase",
    "Why",
    "alarms",
    "categories",
    "categories_sounding_like",
    "category",
    "category_tree",
    "coverage",
    "draft_list",
    "explained",
    "guard_dispatch",
    "items_with",
    "knowledge",
    "knowledge_for",
    "knowledge_with",
    "leaf_choices",
    "lists_with",
    "load_categories",
    "matter_of",
    "old_proposals",
    "open_proposals",
    "propose_change",
    "put_in_force",
    "register_past_cases",
    "save_item",
    "save_knowledge",
    "who_answers",
]
