"""What a body is: its kind, its line parent (条), its area (块), what it does and what has become of it."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from huying.kernel.search import words_index
from huying.organisations.states import ACTIVE, CLOSED, DRAFT, MERGED, body_levels, body_states, change_kinds

BODY_COLUMNS = ("name", "short_name", "uscc", "office_phone", "public_contact")
"""Which columns can be found by words; an index and every question name the same ones, in this order."""


class BodyKind(models.Model):
    """A kind of body; which kinds may stand under which is data too, so the number of tiers is not fixed."""

    code = models.CharField(_("类别代码"), max_length=8, unique=True)
    name = models.CharField(_("类别名称"), max_length=60)
    name_en = models.CharField(_("英文名称"), max_length=80, blank=True)
    may_be_root = models.BooleanField(_("可以没有上级"), default=False)
    one_per_parent = models.BooleanField(_("每个上级只设一个"), default=False)
    is_department = models.BooleanField(_("职能部门"), default=False)
    is_community = models.BooleanField(_("社区组织"), default=False)
    active = models.BooleanField(_("在用"), default=True)

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The name in the language in force."""
        return self.name_en if self.name_en and (get_language() or "").startswith("en") else self.name


class BodyKindRule(models.Model):
    """Under which kind a kind may stand."""

    kind = models.ForeignKey(BodyKind, models.CASCADE, related_name="parent_rules")
    parent = models.ForeignKey(BodyKind, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "parent"], name="kind_rule_once")]


class BodyFunction(models.Model):
    """What a department or firm does (城管执法, 住建, 供水企业 …): the word by which a duty item names who answers."""

    code = models.SlugField(_("职能代码"), max_length=40, unique=True)
    name = models.CharField(_("职能名称"), max_length=40, unique=True)
    name_en = models.CharField(_("英文名称"), max_length=80, blank=True)
    aliases = ArrayField(models.CharField(max_length=40), verbose_name=_("别称"), default=list, blank=True)
    is_department = models.BooleanField(_("职能部门"), default=True)
    active = models.BooleanField(_("在用"), default=True)

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The name in the language in force."""
        return self.name_en if self.name_en and (get_language() or "").startswith("en") else self.name


class Body(models.Model):
    """An organisation of any kind. `line_path` is the path of ids from the top of its line ("/1/5/9/")."""

    kind = models.ForeignKey(BodyKind, models.PROTECT, related_name="+")
    name = models.CharField(_("名称"), max_length=120)
    short_name = models.CharField(_("简称"), max_length=40, blank=True)
    sort_name = models.CharField(max_length=400, db_collation="C")
    line_parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="line_children")
    line_path = models.CharField(max_length=400, blank=True)
    area = models.ForeignKey("territory.Area", models.PROTECT, related_name="+")
    functions = models.ManyToManyField(BodyFunction, related_name="+", blank=True)
    level = models.CharField(_("层级"), max_length=10, choices=body_levels)
    uscc = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    office_phone = models.CharField(_("办公电话"), max_length=40, blank=True)
    public_contact = models.CharField(_("对外联系方式"), max_length=200, blank=True)
    state = models.CharField(_("状态"), max_length=8, choices=body_states, default=DRAFT)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    valid_from = models.DateField(_("启用日期"))
    valid_to = models.DateField(_("停用日期"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="body_dates"
            ),
            models.CheckConstraint(condition=Q(state__in=[DRAFT, ACTIVE, MERGED, CLOSED]), name="body_state"),
            models.CheckConstraint(
                condition=~Q(state__in=[MERGED, CLOSED]) | Q(valid_to__isnull=False), name="body_ended_has_a_date"
            ),
            models.CheckConstraint(
                condition=Q(state=MERGED, merged_into__isnull=False) | (~Q(state=MERGED) & Q(merged_into__isnull=True)),
                name="body_merged_names_the_other",
            ),
            models.CheckConstraint(condition=~Q(line_parent=F("pk")), name="body_not_its_own_parent"),
            models.UniqueConstraint(
                fields=["uscc"], condition=~Q(uscc="") & Q(state__in=[DRAFT, ACTIVE]), name="body_uscc_once"
            ),
            models.UniqueConstraint(
                fields=["name", "area"], condition=Q(state__in=[DRAFT, ACTIVE]), name="body_name_once_in_area"
            ),
        ]
        indexes = [
            models.Index(OpClass(F("line_path"), name="text_pattern_ops"), name="body_line_path"),
            models.Index(fields=["area", "kind"], name="body_area_kind"),
            models.Index(fields=["sort_name", "id"], name="body_by_name"),
            words_index("body_words", *BODY_COLUMNS),
        ]

    def __str__(self) -> str:
        return self.name


class ServedArea(models.Model):
    """A further area that a body serves besides its own: a station for three streets, a firm for two estates."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="served_areas")
    area = models.ForeignKey("territory.Area", models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["body", "area"], condition=Q(valid_to__isnull=True), name="served_area_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="served_area_dates"
            ),
        ]


class BodyChange(models.Model):
    """The history of a body: what changed, on which day, by whom and why. Rows are added, never edited."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=12, choices=change_kinds)
    on = models.DateField()
    reason = models.CharField(max_length=300)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    into = models.ForeignKey(Body, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["body", "-at"], name="body_change_newest")]
