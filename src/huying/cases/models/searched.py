"""What of a case can be found by words: folded, and without anything that tells who brought it."""

from django.db import models

from huying.cases.models.case import Case
from huying.kernel.search import words_index

WORDS_INDEX = "case_text_words"


class SearchText(models.Model):
    """Number, title, words and place of one case, masked; nothing of a confidential one but its number and kind.

    Written after the commit from what the journal says; `filed_at` is that of the case, to walk from the newest.
    """

    case = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="search_text")
    filed_at = models.DateTimeField()
    text = models.TextField()

    class Meta:
        indexes = [
            models.Index(fields=["filed_at", "case"], name="case_text_newest"),
            words_index(WORDS_INDEX),
        ]
