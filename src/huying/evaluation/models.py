"""Lines of the figures, their sums, what is open now, definitions with a version, and values that never change."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q, QuerySet

from huying.evaluation.measures import ALL

JOURNAL = "journal"
"""What is read on from; the name of the one cursor."""


class Entry(models.Model):
    """One line: that something of a case counted on a day, for a place, a unit and a kind of matter.

    A projection: whatever stands here can be made again from the cases. `marks` holds the measures as bits.
    """

    case_id = models.BigIntegerField()
    occasion = models.CharField(max_length=8)
    ref = models.BigIntegerField(default=0)
    day = models.DateField()
    place_id = models.BigIntegerField()
    """The community, or whatever coarser area the case lies in."""
    body_id = models.BigIntegerField(default=0)
    category = models.CharField(max_length=4)
    klass = models.CharField(max_length=1)
    channel = models.CharField(max_length=8)
    marks = models.BigIntegerField()
    reason = models.CharField(max_length=20, blank=True)
    public = models.BooleanField(null=True)
    """Whether everybody may know of the case. Null: written before this was kept, and to be read again."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case_id", "occasion", "ref"], name="one_line_for_each_occasion"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["occasion", "-day", "-id"], name="lines_by_day"),
            models.Index(fields=["occasion", "place_id", "-day"], name="lines_of_a_place"),
            models.Index(fields=["occasion", "body_id", "-day"], name="lines_of_a_unit"),
        ]


class LookAgain(models.Model):
    """When time alone changes a line of a case: a limit that is still running, a review day to come."""

    case_id = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["at"], name="lines_to_look_at_again")]


class Tally(models.Model):
    """The sum of all lines of one slice, day or month, place, unit and key."""

    slice = models.CharField(max_length=8)
    grain = models.CharField(max_length=1)
    start = models.DateField()
    place_id = models.BigIntegerField(default=0)
    body_id = models.BigIntegerField(default=0)
    key = models.CharField(max_length=32, blank=True)
    hidden = models.BooleanField(default=False)
    """Of matters that not everybody may know of; apart, so that whoever may open no rows is told the others only."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["slice", "grain", "start", "place_id", "body_id", "key", "hidden"], name="one_sum_of_a_kind"
            ),
            models.CheckConstraint(condition=Q(grain__in=["d", "m"]), name="sum_of_a_day_or_a_month"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["slice", "grain", "body_id", "start"], name="sums_of_a_unit"),
        ]


for _name in ALL:
    Tally.add_to_class(_name, models.IntegerField(default=0))  # type: ignore[attr-defined]


class OpenCase(models.Model):
    """A case on which somebody still owes something, or that stands on the list of open matters."""

    case_id = models.BigIntegerField(primary_key=True)
    place_id = models.BigIntegerField()
    body_id = models.BigIntegerField(default=0)
    state = models.CharField(max_length=3)
    klass = models.CharField(max_length=1)
    supervised = models.BooleanField(default=False)
    hidden = models.BooleanField(default=False)
    """Not everybody may know of it."""
    filed_at = models.DateTimeField()
    due_at = models.DateTimeField()
    warn_at = models.DateTimeField()


class Standing(models.Model):
    """What is open in a place, or with a unit, counted again every minute; so a page adds up a few hundred rows."""

    place_id = models.BigIntegerField(default=0)
    body_id = models.BigIntegerField(default=0)
    hidden = models.BooleanField(default=False)
    counts = models.JSONField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["place_id", "body_id", "hidden"], name="one_standing_of_a_unit_in_a_place"),
        ]
        indexes: ClassVar = [models.Index(fields=["body_id"], name="standing_of_a_unit")]


class Cursor(models.Model):
    """How far the journal has been read, and when what is open was last counted. One row."""

    name = models.CharField(max_length=16, primary_key=True)
    row_id = models.BigIntegerField(default=0)
    read_at = models.DateTimeField(null=True)
    counted_at = models.DateTimeField(null=True)
    rebuilding = models.BooleanField(default=False)


class Indicator(models.Model):
    """What an indicator means, from a day on. A version is never changed: a new one takes its place."""

    code = models.CharField(max_length=8)
    version = models.PositiveSmallIntegerField()
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80)
    formula_zh = models.CharField(max_length=300)
    formula_en = models.CharField(max_length=400)
    population_zh = models.CharField(max_length=300)
    population_en = models.CharField(max_length=400)
    kind = models.CharField(max_length=12)
    numerator = models.JSONField(default=list)
    """Measures and their weights, [["partly", "alpha"]]; a weight is a number or a name of the weight set."""
    denominator = models.JSONField(default=list)
    unit = models.CharField(max_length=12)
    direction = models.CharField(max_length=8, blank=True)
    period = models.CharField(max_length=8, default="month")
    scope_levels = models.JSONField(default=list)
    min_n = models.PositiveIntegerField(default=0)
    owner = models.CharField(max_length=24)
    since = models.DateField()
    published_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["code", "version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "version"], name="one_definition_of_a_version"),
        ]

    def __str__(self) -> str:
        return f"{self.code}.{self.version}"


class WeightSet(models.Model):
    """Weights of the score and of the answers in between, from a day on. Not law: C.10 knows several."""

    code = models.CharField(max_length=24)
    version = models.PositiveSmallIntegerField()
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80)
    w1 = models.DecimalField(max_digits=5, decimal_places=4)
    w2 = models.DecimalField(max_digits=5, decimal_places=4)
    w3 = models.DecimalField(max_digits=5, decimal_places=4)
    alpha = models.DecimalField(max_digits=4, decimal_places=3)
    beta = models.DecimalField(max_digits=4, decimal_places=3)
    status = models.CharField(max_length=12)
    """Where it comes from: design, practice, unverified, decided here."""
    in_force_from = models.DateField(null=True)
    published_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["code", "version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "version"], name="one_weight_set_of_a_version"),
            models.CheckConstraint(
                condition=Q(w1__gte=0, w2__gte=0, w3__gte=0, alpha__range=(0, 1), beta__range=(0, 1)),
                name="weights_between_nought_and_one",
            ),
            models.UniqueConstraint(fields=["in_force_from"], name="one_weight_set_from_a_day"),
        ]


class Snapshot(models.Model):
    """A value as it was told for a closed period. Never changed (trigger); late data make a new revision."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    weights = models.ForeignKey(WeightSet, models.PROTECT, null=True, related_name="+")
    scope_kind = models.CharField(max_length=4)
    scope_id = models.BigIntegerField()
    start = models.DateField()
    end = models.DateField()
    revision = models.PositiveSmallIntegerField(default=1)
    numerator = models.DecimalField(max_digits=14, decimal_places=3)
    denominator = models.DecimalField(max_digits=14, decimal_places=3)
    value = models.DecimalField(max_digits=14, decimal_places=6, null=True)
    low = models.DecimalField(max_digits=14, decimal_places=6, null=True)
    high = models.DecimalField(max_digits=14, decimal_places=6, null=True)
    enough = models.BooleanField()
    excluded = models.PositiveIntegerField(default=0)
    input_hash = models.CharField(max_length=64)
    taken_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["indicator", "scope_kind", "scope_id", "start", "end", "revision"],
                name="one_value_of_a_revision",
            ),
            models.CheckConstraint(condition=Q(revision__gte=1), name="revisions_count_from_one"),
        ]
        indexes: ClassVar = [models.Index(fields=["scope_kind", "scope_id", "start"], name="values_of_a_scope")]


class AlertRule(models.Model):
    """When somebody is told that a figure needs a look, from a day on. A version is never changed."""

    code = models.CharField(max_length=16)
    version = models.PositiveSmallIntegerField()
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80)
    why_zh = models.CharField(max_length=300)
    """With {place} {matter} {value} {compared} filled in."""
    why_en = models.CharField(max_length=400)
    next_zh = models.CharField(max_length=200)
    next_en = models.CharField(max_length=300)
    kind = models.CharField(max_length=12)
    settings = models.JSONField(default=dict)
    owners = models.JSONField(default=list)
    """Roles, asked in this order."""
    days = models.PositiveSmallIntegerField()
    """Within how many days somebody looks at it."""
    place_id = models.BigIntegerField(default=0)
    """Looked for in this area only; 0: in the whole place that is served."""
    active = models.BooleanField(default=True)
    """False: switched off from this version on."""
    since = models.DateField()

    class Meta:
        ordering: ClassVar = ["code", "version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "version"], name="one_alert_rule_of_a_version"),
            models.CheckConstraint(condition=Q(days__gte=1), name="an_alert_leaves_a_day_at_least"),
        ]

    def __str__(self) -> str:
        return f"{self.code}.{self.version}"


class Alert(models.Model):
    """A figure that needs a look: of which place and period, who looks after it, what became of it."""

    code = models.CharField(max_length=16)
    rule = models.ForeignKey(AlertRule, models.PROTECT, null=True, related_name="+")
    """Null: raised before rules had versions."""
    matter = models.CharField(max_length=6, blank=True)
    """The category that it is about, where it is about one."""
    scope_kind = models.CharField(max_length=4)
    scope_id = models.BigIntegerField()
    start = models.DateField()
    value = models.FloatField()
    compared = models.FloatField()
    """The threshold, or what was usual."""
    owner = models.ForeignKey("people.Account", models.PROTECT, null=True, related_name="+")
    """Null: everybody whom it concerns has had their ten of the day; it is given out on another day."""
    given_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    raised_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closing_words = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["code", "scope_kind", "scope_id", "matter", "start"], name="one_alert_of_a_period"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(closing_words__gt=""), name="a_closed_alert_says_what_became_of_it"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["owner", "-id"], condition=Q(closed_at=None), name="alerts_of_an_owner"),
        ]

    @property
    def scope(self) -> str:
        """As an address says it: area-17."""
        return f"{self.scope_kind}-{self.scope_id}"


class Publication(models.Model):
    """What everybody was told of a month, small counts left out. Told once: a second version beside it would give away
    what the first one hid, so a trigger refuses every change."""

    start = models.DateField(unique=True)
    content = models.JSONField()
    input_hash = models.CharField(max_length=64)
    published_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-start"]


def sums(*names: str) -> dict[str, Any]:
    """Aggregates over `Tally` for these measures; of no rows at all each is None."""
    return {name: models.Sum(name) for name in names}


def grouped(rows: "QuerySet[Any]", column: str, *names: str) -> dict[Any, dict[str, int]]:
    """The sums of these measures by one column."""
    found: Any = rows.order_by(column).values(column).annotate(**sums(*names)).values_list(column, *names)
    return {row[0]: dict(zip(names, row[1:], strict=True)) for row in found}
