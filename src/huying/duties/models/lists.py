"""Who answers for what, as versioned documents: what is in force is never edited, a new version takes its place."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huying.duties.models.categories import Category
from huying.duties.models.words import ITEM_COLUMNS
from huying.duties.states import (
    DRAFT,
    L1,
    L3,
    OPEN,
    classes,
    lead_levels,
    limit_units,
    list_kinds,
    list_states,
    proposal_states,
    streams,
    work_kinds,
)
from huying.kernel.search import words_index


def _days(start: str, end: str) -> Func:
    """Half-open: the last day named is the first day without."""
    return Func(start, end, function="DATERANGE", output_field=DateRangeField())


class ListDoc(models.Model):
    """One version of a list of one area. In force from `effective_from` until the day before `effective_to`."""

    kind = models.CharField(_("清单"), max_length=2, choices=list_kinds)
    area = models.ForeignKey("territory.Area", models.PROTECT, related_name="+")
    no = models.CharField(_("编号"), max_length=40)
    version = models.PositiveIntegerField(_("版本"))
    title = models.CharField(_("标题"), max_length=120)
    state = models.CharField(_("状态"), max_length=10, choices=list_states, default=DRAFT)
    effective_from = models.DateField(_("生效日期"), null=True, blank=True)
    effective_to = models.DateField(_("失效日期"), null=True, blank=True)
    approved_by = models.CharField(_("审定机关"), max_length=120, blank=True)
    basis_file = models.CharField(_("依据文件"), max_length=200, blank=True)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "area", "version"], name="list_version_once"),
            models.CheckConstraint(
                condition=~Q(state="in_force") | (Q(effective_from__isnull=False) & ~Q(approved_by="")),
                name="list_in_force_has_a_day_and_an_approval",
            ),
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gte=F("effective_from")), name="list_dates"
            ),
            ExclusionConstraint(
                name="list_one_version_in_force",
                expressions=[
                    ("kind", RangeOperators.EQUAL),
                    ("area", RangeOperators.EQUAL),
                    (_days("effective_from", "effective_to"), RangeOperators.OVERLAPS),
                ],
                condition=~Q(state=DRAFT) & Q(effective_from__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.no} v{self.version}"


class ListItem(models.Model):
    """One matter of a list. Which of the fields are used depends on the kind of the list; see the checks."""

    doc = models.ForeignKey(ListDoc, models.CASCADE, related_name="items")
    kind = models.CharField(max_length=2, choices=list_kinds)
    code = models.CharField(pgettext_lazy("in a duty list", "序号"), max_length=20)
    title = models.CharField(pgettext_lazy("in a duty list", "事项"), max_length=120)
    category = models.ForeignKey(Category, models.PROTECT, null=True, blank=True, related_name="+")
    lead_function = models.CharField(_("主办职能"), max_length=40, blank=True)
    lead_level = models.CharField(_("主办层级"), max_length=10, choices=lead_levels, blank=True)
    helpers = models.JSONField(_("协办"), default=list, blank=True)
    basis = models.CharField(_("依据"), max_length=200, blank=True)
    klass = models.CharField(_("办件类别"), max_length=1, choices=classes, blank=True)
    limit_amount = models.PositiveIntegerField(_("处置时限"), null=True, blank=True)
    limit_unit = models.CharField(_("时限单位"), max_length=10, choices=limit_units, blank=True)
    filing_standard = models.CharField(_("立案标准"), max_length=300, blank=True)
    closing_standard = models.CharField(_("结案标准"), max_length=300, blank=True)
    escalation = models.CharField(_("升级路径"), max_length=200, blank=True)
    site_check = models.BooleanField(_("现场核查"), default=False)
    lead_duty = models.CharField(_("主体责任"), max_length=300, blank=True)
    street_duty = models.CharField(_("配合责任（街道）"), max_length=300, blank=True)
    community_part = models.CharField(_("社区配合"), max_length=300, blank=True)
    boundary_case = models.CharField(_("边界情形"), max_length=300, blank=True)
    joint_trigger = models.CharField(_("联合处置条件"), max_length=300, blank=True)
    exemption = models.CharField(_("免责情形"), max_length=300, blank=True)
    work_kind = models.CharField(_("事项性质"), max_length=10, choices=work_kinds, blank=True)
    stream = models.CharField(_("归口"), max_length=10, choices=streams, blank=True)
    frequency = models.CharField(_("频次"), max_length=60, blank=True)
    material = models.CharField(_("材料"), max_length=200, blank=True)
    minutes_a_month = models.PositiveIntegerField(_("每月用时（分钟）"), null=True, blank=True)
    paying_body = models.CharField(_("经费来源"), max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["doc", "code"], name="list_item_code_once"),
            models.CheckConstraint(
                condition=~Q(kind=L1) | (~Q(lead_function="") & Q(category__isnull=False)),
                name="list_item_l1_names_category_and_lead",
            ),
            models.CheckConstraint(
                condition=~Q(kind=L3) | (~Q(work_kind="") & ~Q(stream="")), name="list_item_l3_names_kind_and_stream"
            ),
            models.CheckConstraint(
                condition=Q(limit_amount__isnull=True, limit_unit="") | (Q(limit_amount__gte=1) & ~Q(limit_unit="")),
                name="list_item_limit_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["category", "kind"], name="list_item_by_category"),
            words_index("list_item_words", *ITEM_COLUMNS),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def category_code(self) -> str:
        return self.category.code if self.category else ""

    @property
    def doc_path(self) -> str:
        return self.doc.area.path


class ListProposal(models.Model):
    """A ruling on who answers asks for the list to be changed; it stays open until someone decides."""

    item = models.ForeignKey(ListItem, models.PROTECT, null=True, related_name="+")
    category = models.ForeignKey(Category, models.PROTECT, related_name="+")
    lead_body = models.ForeignKey("organisations.Body", models.PROTECT, related_name="+")
    ruling_ref = models.CharField(max_length=60)
    opened_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=proposal_states, default=OPEN)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decision_note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ruling_ref"], name="proposal_once_per_ruling"),
            models.CheckConstraint(
                condition=Q(state=OPEN, decided_at__isnull=True) | (~Q(state=OPEN) & Q(decided_at__isnull=False)),
                name="proposal_decided_has_a_moment",
            ),
        ]
        indexes = [models.Index(fields=["state", "opened_at"], name="proposal_open_oldest")]
