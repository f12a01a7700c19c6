"""What a matter is about: three levels, the second required, the third optional and overriding."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

from huying.duties.states import classes

models.CharField.register_lookup(Length)


class Category(models.Model):
    """One entry of the tree. An empty class, lead or flag (None) means: as the entry above says."""

    code = models.CharField(_("分类代码"), max_length=6, unique=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    level = models.PositiveSmallIntegerField(_("级别"))
    name = models.CharField(_("名称"), max_length=60)
    name_en = models.CharField(_("英文名称"), max_length=120, blank=True)
    default_class = models.CharField(_("默认办件类别"), max_length=1, choices=classes, blank=True)
    default_leads = ArrayField(
        models.CharField(max_length=40), verbose_name=_("默认承办职能"), default=list, blank=True
    )
    lead_words = models.CharField(_("承办说明"), max_length=120, blank=True)
    default_confidential = models.BooleanField(_("默认保密"), null=True, blank=True)
    on_site = models.BooleanField(_("现场核查"), null=True, blank=True)
    citymgmt_map = models.CharField(_("城管对照"), max_length=20, blank=True)
    keywords = ArrayField(models.CharField(max_length=20), verbose_name=_("关键词"), default=list, blank=True)
    active_from = models.DateField(_("启用日期"))
    active_to = models.DateField(_("停用日期"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(level=1, code__length=2, parent__isnull=True)
                | Q(level=2, code__length=4, parent__isnull=False)
                | Q(level=3, code__length=6, parent__isnull=False),
                name="category_code_fits_its_level",
            ),
            models.CheckConstraint(condition=~Q(level=2) | ~Q(default_class=""), name="category_level_2_has_a_class"),
            models.CheckConstraint(
                condition=Q(active_to__isnull=True) | Q(active_to__gte=F("active_from")), name="category_dates"
            ),
        ]

    def __str__(self) -> str:
        return self.name
