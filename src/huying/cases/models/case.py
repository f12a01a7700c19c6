"""The case itself, who reports it, what is noted on it, and how cases are bound together."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest

from huying.cases.models.told import Telling, Told, ToldFacts, lies_sealed
from huying.cases.states import ENDED, OPEN, STORED, WITH_A_LEAD, S, case_states
from huying.kernel.journal import Span

OF_ALL = Q(confidentiality="P0", apart=False)
"""What others may know of, without its words; `queries.open_data` says the rest."""


class Case(Telling):
    """One matter that somebody brought, from the call to the archive.

    `apart` when it is confidential, a report or of a confidential kind: what was said lies sealed, once and for all.
    """

    told_key = "number"
    span: Span | None = None
    """From when to when its story goes, if that was read with the row."""

    number = models.CharField(max_length=24)
    kind = models.CharField(max_length=12)
    channel = models.CharField(max_length=8)
    title = models.CharField(max_length=80)
    words = Told()
    wish = Told(blank=True)
    elements = ToldFacts(default=dict)
    """What the five elements (who, when, where, cause, course) were found to be, as short words."""
    category_code = models.CharField(max_length=6)
    klass = models.CharField(max_length=1)
    area = models.ForeignKey("territory.Area", models.PROTECT, db_index=False, related_name="+")
    place = Told(blank=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    src_crs = models.CharField(max_length=8, blank=True)
    accuracy_m = models.PositiveIntegerField(null=True)

    confidentiality = models.CharField(max_length=2, default="P0")
    filed_by = models.ForeignKey("people.Account", models.PROTECT, null=True, db_index=False, related_name="+")
    helper = models.ForeignKey("people.Account", models.PROTECT, null=True, db_index=False, related_name="+")
    on_behalf = models.BooleanField(default=False)
    target_body = models.ForeignKey("organisations.Body", models.PROTECT, null=True, db_index=False, related_name="+")
    safety_of_others = models.BooleanField(default=False)
    on_site_check = models.BooleanField(default=False)

    state = models.CharField(max_length=3, choices=case_states, default=S.SUBMITTED.value)
    round = models.PositiveSmallIntegerField(default=1)
    lead_body = models.ForeignKey("organisations.Body", models.PROTECT, null=True, db_index=False, related_name="+")
    handler = models.ForeignKey("people.Account", models.PROTECT, null=True, db_index=False, related_name="+")
    returns = models.PositiveSmallIntegerField(default=0)
    adjudicated = models.BooleanField(default=False)
    contested = models.BooleanField(default=False)
    """The resident was not satisfied with an answer given at once (T07)."""
    supervised = models.PositiveSmallIntegerField(default=0)
    knowledge_id = models.BigIntegerField(null=True)
    """The entry of `duties` with which an enquiry was answered at once."""
    result_kind = models.CharField(max_length=16, blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, db_index=False, related_name="merged_cases")
    split_from = models.ForeignKey("self", models.PROTECT, null=True, db_index=False, related_name="split_cases")

    filed_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    first_dispatched_at = models.DateTimeField(null=True)
    handed_in_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    identity_closed_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField()
    """The next thing that somebody owes on this case: the earliest of its running clocks."""
    warn_at = models.DateTimeField()
    due_kind = models.CharField(max_length=20)
    provisional = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number"], name="case_number_once"),
            models.CheckConstraint(condition=Q(state__in=[s.value for s in STORED]), name="case_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=[s.value for s in WITH_A_LEAD]) | Q(lead_body__isnull=False),
                name="case_at_work_has_a_lead",
            ),
            models.CheckConstraint(
                condition=Q(state=S.MERGED.value, merged_into__isnull=False)
                | (~Q(state=S.MERGED.value) & Q(merged_into__isnull=True)),
                name="case_merged_has_a_main",
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("pk")), name="case_not_merged_into_itself"),
            models.CheckConstraint(condition=Q(due_at__gt=F("filed_at")), name="case_due_after_filing"),
            models.CheckConstraint(condition=Q(returns__lte=2), name="case_at_most_two_returns"),
            models.CheckConstraint(condition=Q(round__gte=1), name="case_round_from_one"),
            models.CheckConstraint(condition=Q(supervised__lte=3), name="case_supervised_three_levels"),
            models.CheckConstraint(condition=Q(klass__in=list("EUCGXL")), name="case_class_known"),
            models.CheckConstraint(
                condition=Q(confidentiality__in=["P0", "P1", "P2"]), name="case_confidentiality_known"
            ),
            models.CheckConstraint(
                condition=~Q(confidentiality="P2") | Q(filed_by__isnull=True), name="case_anonymous_has_no_account"
            ),
            models.CheckConstraint(
                condition=Q(lon__isnull=True, lat__isnull=True)
                | Q(lon__gte=-180, lon__lte=180, lat__gte=-90, lat__lte=90, src_crs__gt=""),
                name="case_point_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[*(s.value for s in ENDED), S.ARCHIVED.value]) | Q(ended_at__isnull=False),
                name="case_ended_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.ARCHIVED.value) | Q(identity_closed_at__isnull=False),
                name="case_archived_has_identity_closed",
            ),
            models.CheckConstraint(condition=lies_sealed("words", "wish", "place"), name="case_apart_lies_sealed"),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], name="case_open_by_due", condition=Q(state__in=[*OPEN])),
            models.Index(fields=["state", "due_at", "id"], name="case_open_by_state", condition=Q(state__in=[*OPEN])),
            models.Index(
                fields=["lead_body", "state", "due_at", "id"], name="case_open_of_body", condition=Q(state__in=[*OPEN])
            ),
            models.Index(fields=["state", "filed_at", "id"], name="case_by_state"),
            models.Index(fields=["klass", "filed_at", "id"], name="case_by_klass"),
            models.Index(fields=["lead_body", "filed_at", "id"], name="case_of_body"),
            models.Index(fields=["area", "state", "due_at", "id"], name="case_of_area"),
            models.Index(
                fields=["category_code", "filed_at"],
                name="case_by_category_time",
                opclasses=["varchar_pattern_ops", "timestamptz_ops"],
            ),  # asked for by the beginning of the code, which other collations than C cannot look up
            models.Index(fields=["filed_by", "-filed_at"], name="case_of_account"),
            models.Index(fields=["merged_into"], name="case_merged", condition=Q(merged_into__isnull=False)),
            models.Index(fields=["target_body"], name="case_target", condition=Q(target_body__isnull=False)),
            models.Index(fields=["ended_at", "id"], name="case_to_archive", condition=Q(state__in=[*ENDED])),
            models.Index(fields=["helper"], name="case_helped", condition=Q(helper__isnull=False)),
            models.Index(fields=["handler"], name="case_handled", condition=Q(handler__isnull=False)),
            models.Index(fields=["split_from"], name="case_split", condition=Q(split_from__isnull=False)),
            models.Index(fields=["filed_at", "id"], name="case_by_filing"),
            models.Index(fields=["filed_at", "id"], name="case_open_by_filing", condition=Q(state__in=[*OPEN])),
            models.Index(
                Greatest("filed_at", "accepted_at", "first_dispatched_at", "handed_in_at", "ended_at"),
                F("id"),
                name="case_public_by_step",
                condition=OF_ALL,
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def is_confidential(self) -> bool:
        return self.confidentiality == "P1" or self.kind == "report"


class Reporter(Telling):
    """One who brought the matter: the first one, or one who said “me too”. Who it is stays sealed in `people`."""

    told_key = "tracking_index"

    case = models.ForeignKey(Case, models.CASCADE, db_index=False, related_name="reporters")
    main = models.BooleanField(default=False)
    account = models.ForeignKey("people.Account", models.PROTECT, null=True, related_name="+")
    record_id = models.BigIntegerField(null=True)
    confidentiality = models.CharField(max_length=2)
    tracking_index = models.CharField(max_length=128)
    consent_version = models.CharField(max_length=20, blank=True)
    words = Told(blank=True)
    language = models.CharField(max_length=8, blank=True)
    """In which they wrote, and are written to; empty: that of their account or of the place."""
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(main=True), name="case_has_one_main_reporter"),
            models.UniqueConstraint(fields=["case", "account"], name="reporter_once_on_a_case"),
            models.UniqueConstraint(fields=["tracking_index"], name="reporter_tracking_once"),
            models.CheckConstraint(
                condition=~Q(confidentiality="P2") | Q(account__isnull=True, record_id__isnull=True),
                name="reporter_anonymous_is_nobody",
            ),
            models.CheckConstraint(condition=lies_sealed("words"), name="reporter_apart_lies_sealed"),
        ]
        indexes = [
            models.Index(
                fields=["joined_at"], condition=Q(account__isnull=False, left_at__isnull=True), name="reporter_lately"
            )
        ]

    def is_confidential(self) -> bool:
        return self.confidentiality == "P1" or super().is_confidential()


class Note(Telling):
    """What somebody wrote on a case. Free text lives here, never in the journal, and moves no clock."""

    case = models.ForeignKey(Case, models.CASCADE, db_index=False, related_name="notes")
    kind = models.CharField(max_length=24)
    audience = models.CharField(max_length=8)
    text = Told()
    by = models.ForeignKey("people.Account", models.PROTECT, null=True, related_name="+")
    body = models.ForeignKey("organisations.Body", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(audience__in=["staff", "resident", "lead"]), name="note_audience_known"),
            models.CheckConstraint(condition=lies_sealed("text"), name="note_apart_lies_sealed"),
        ]
        indexes = [models.Index(fields=["case", "at"], name="note_of_case")]


class MergeLink(models.Model):
    """That one case was merged into another, and how much time its own clocks had left."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="merges")
    main = models.ForeignKey(Case, models.PROTECT, related_name="absorbed")
    from_state = models.CharField(max_length=3)
    clocks = models.JSONField(default=list)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(undone_at__isnull=True, answered_at__isnull=True),
                name="case_merged_once_at_a_time",
            ),
            models.CheckConstraint(condition=~Q(case=F("main")), name="merge_of_two_cases"),
        ]


class SavedFilter(models.Model):
    """A worklist filter that somebody keeps as a tab."""

    account = models.ForeignKey("people.Account", models.CASCADE, related_name="+")
    desk = models.CharField(max_length=20)
    name = models.CharField(max_length=30)
    values = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "desk", "name"], name="saved_filter_named_once")]
