"""What other contexts may ask of documents."""

from huying.documents.actions import attach, close_documents, mask, purge_originals, purge_orphans, remove, take_in
from huying.documents.guards import guard_thing
from huying.documents.limits import Limit, limit_for
from huying.documents.models import Document
from huying.documents.pictures import Box
from huying.documents.queries import DocumentBrief, by_handles, documents_of, documents_of_each, link, shown_photos
from huying.documents.resealing import keep_apart
from huying.documents.showing import hide_again, show_everybody

__all__ = [
    "Box",
    "Document",
    "DocumentBrief",
    "Limit",
    "attach",
    "by_handles",
    "close_documents",
    "documents_of",
    "documents_of_each",
    "guard_thing",
    "hide_again",
    "keep_apart",
    "limit_for",
    "link",
    "mask",
    "purge_originals",
    "purge_orphans",
    "remove",
    "show_everybody",
    "shown_photos",
    "take_in",
]
