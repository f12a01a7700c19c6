"""Tables of exchange: what other systems sent in, and what they are asked besides."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

DATATYPES = ("string", "number", "datetime", "text", "singlevaluelist", "multivaluelist")


class ServiceAttribute(models.Model):
    """One more question that apps ask about matters of a kind, as Open311 has it."""

    category_code = models.CharField(max_length=6)
    code = models.CharField(max_length=24)
    variable = models.BooleanField(default=True)
    """False: only shown, nothing is answered."""
    datatype = models.CharField(max_length=16)
    required = models.BooleanField(default=False)
    description = models.CharField(max_length=120)
    hint = models.CharField(max_length=120, blank=True)
    choices = models.JSONField(default=list)
    """Pairs of key and name, for lists."""
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["category_code", "code"], condition=Q(until=None), name="service_attribute_once"
            ),
            models.CheckConstraint(condition=Q(datatype__in=DATATYPES), name="service_attribute_datatype_known"),
            models.CheckConstraint(
                condition=Q(variable=True) | Q(required=False), name="what_is_only_shown_is_not_required"
            ),
        ]


class Posting(models.Model):
    """That a system sent something in, so that the same sent again stays one case."""

    sender = models.CharField(max_length=64)
    key_index = models.CharField(max_length=64, null=True)
    digest = models.CharField(max_length=64)
    token = models.UUIDField(unique=True)
    case = models.ForeignKey("cases.Case", models.CASCADE, null=True, related_name="+")
    batch = models.BooleanField(default=False)
    """The number is told only after the intake desk has taken it."""
    tracking = models.BinaryField(null=True)
    """The tracking code, sealed, for the case that the answer was lost on its way; forgotten after a day."""
    made_at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sender", "key_index"], name="posting_once_for_a_key")]
        indexes = [models.Index(fields=["until"], name="posting_to_forget", condition=Q(tracking__isnull=False))]


class Source(models.Model):
    """Another system whose files come in: what its columns and words mean here."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=60)
    mapping = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()


class CategoryWord(models.Model):
    """What another system calls a kind of matter, and which of ours that is; empty until somebody chose."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="category_words")
    word = models.CharField(max_length=80)
    code = models.CharField(max_length=6, blank=True)
    outward = models.BooleanField(default=False)
    """The word that stands for our code when cases leave for this system."""
    seen = models.PositiveIntegerField(default=0)
    """In how many rows of the last file that had it without a choice."""
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "word"], name="category_word_once"),
            models.UniqueConstraint(
                fields=["source", "code"], condition=Q(outward=True), name="one_word_outward_for_a_code"
            ),
            models.CheckConstraint(condition=Q(outward=False) | ~Q(code=""), name="a_word_outward_has_a_code_of_ours"),
        ]
        indexes = [models.Index(fields=["source", "code", "word"], name="category_words_of_a_source")]


class ImportRun(models.Model):
    """One file of a source: tried or taken, and how far."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="runs")
    mapping = models.JSONField()
    """As it was when the run began; a change meanwhile does not touch it."""
    dry = models.BooleanField(default=True)
    file_name = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)
    content = models.BinaryField(null=True)
    """The file, sealed, until the run is through."""
    by = models.ForeignKey("people.Account", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    beat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=80, blank=True)
    rows = models.BigIntegerField(default=0)
    counts = models.JSONField(default=dict)
    """history, live, known, changed (of these: followed), proposed, refused."""

    class Meta:
        indexes = [models.Index(fields=["source", "-id"], name="runs_of_a_source")]


class RowError(models.Model):
    """What is wrong with one row of a file: where and which, never its words."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="row_errors")
    row = models.PositiveIntegerField()
    number = models.CharField(max_length=64, blank=True)
    column = models.CharField(max_length=40, blank=True)
    code = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "row", "code"], name="row_error_once")]


class RowChange(models.Model):
    """A row that says something else than when its number came first: what differs as codes and moments, never words,
    whether it was taken over, and why not."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="row_changes")
    row = models.PositiveIntegerField()
    number = models.CharField(max_length=64)
    case = models.ForeignKey("cases.Case", models.CASCADE, null=True, related_name="+")
    differences = models.JSONField(default=list)
    """Field, before, after."""
    followed = models.BooleanField(default=False)
    why = models.CharField(max_length=24, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "row"], name="row_change_once"),
            models.CheckConstraint(condition=Q(followed=False) | Q(why=""), name="what_was_followed_needs_no_why"),
        ]


class Proposal(models.Model):
    """A row that may be a case we have from another source: somebody decides."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="proposals")
    number = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    row = models.BinaryField()
    """What came, sealed, to be filed when it is another matter."""
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="+")
    at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    same = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="proposal_once"),
            models.CheckConstraint(
                condition=Q(decided_at=None, same=None) | Q(decided_at__isnull=False, same__isnull=False),
                name="proposal_decided_says_how",
            ),
        ]
        indexes = [models.Index(fields=["id"], name="proposals_open", condition=Q(decided_at=None))]


class Webhook(models.Model):
    """Another system that is told of facts as they happen."""

    name = models.CharField(max_length=60)
    address = models.CharField(max_length=300)
    codes = ArrayField(models.CharField(max_length=64))
    area_path = models.CharField(max_length=200, blank=True)
    """Only matters in this area; empty: everywhere."""
    language = models.CharField(max_length=7, default="zh-hans")
    """Of the words that stand beside the codes."""
    secret = models.BinaryField(null=True)
    old_secret = models.BinaryField(null=True)
    old_until = models.DateTimeField(null=True)
    """Until then both secrets sign, so that the receiver can change over."""
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)


class WebhookPlace(models.Model):
    """How far in the journal all webhooks have been told; one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    row_id = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_place_of_webhooks")]


class WebhookSending(models.Model):
    """One fact for one webhook: sent until it was taken, or stuck and seen."""

    hook = models.ForeignKey(Webhook, models.CASCADE, related_name="sendings")
    row_id = models.BigIntegerField()
    code = models.CharField(max_length=64)
    body = models.JSONField()
    """Ids, codes and dates, as the journal holds them."""
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    last_error = models.CharField(max_length=60, blank=True)
    stuck = models.BooleanField(default=False)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hook", "row_id"], name="webhook_told_once"),
            models.CheckConstraint(condition=Q(stuck=False) | Q(done_at=None), name="a_told_fact_is_not_stuck"),
        ]
        indexes = [
            models.Index(fields=["next_at"], condition=Q(done_at=None, stuck=False), name="webhook_due"),
            models.Index(fields=["hook", "-id"], condition=Q(stuck=True), name="webhook_stuck"),
            models.Index(fields=["done_at"], condition=Q(done_at__isnull=False), name="webhook_done"),
        ]
