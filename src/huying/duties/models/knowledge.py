"""Answers that can be given at once, with the days on which they hold and where they come from."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huying.duties.models.categories import Category
from huying.duties.models.words import KNOWLEDGE_COLUMNS
from huying.kernel.search import words_index


class Knowledge(models.Model):
    """One question with its answer. Past `valid_to` it is no longer offered, only kept."""

    question = models.CharField(_("问题"), max_length=200)
    answer = models.TextField(_("答复"), max_length=3000)
    category = models.ForeignKey(Category, models.PROTECT, null=True, blank=True, related_name="+")
    keywords = ArrayField(models.CharField(max_length=20), verbose_name=_("关键词"), default=list, blank=True)
    source = models.CharField(_("来源"), max_length=200)
    valid_from = models.DateField(_("有效期起"))
    valid_to = models.DateField(_("有效期止"), null=True, blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="knowledge_dates"
            ),
            models.CheckConstraint(condition=~Q(source=""), name="knowledge_names_its_source"),
        ]
        indexes = [
            GinIndex(fields=["keywords"], name="knowledge_keywords"),
            models.Index(fields=["-valid_from", "-id"], name="knowledge_newest"),
            words_index("knowledge_words", *KNOWLEDGE_COLUMNS),
        ]

    def __str__(self) -> str:
        return self.question
