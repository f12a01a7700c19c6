"""Tables of the kernel: the journal with its heads, deliveries and seals; wrapped data keys; rate counts."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huying.kernel.beat import WorkerBeat

__all__ = [
    "ChangeReason", "DataKey", "Delivery", "JournalHead", "JournalRow", "MonthApart", "RateCount", "ReaderPosition",
    "RowApart", "Seal", "SealLeaf", "SealNode", "WorkerBeat",
]  # fmt: skip


class JournalRow(models.Model):
    """One fact about one thing. Partitioned by month of `at`; a trigger refuses every change (migration 0003)."""

    id = models.BigAutoField(primary_key=True)
    thing = models.CharField(max_length=64)
    thing_id = models.BigIntegerField()
    seq = models.BigIntegerField()
    code = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.BigIntegerField(null=True)
    by_kind = models.CharField(max_length=8)
    task = models.CharField(max_length=64, blank=True)
    facts = models.JSONField()
    txid = models.BigIntegerField()
    prev = models.BinaryField()
    hash = models.BinaryField()

    class Meta:
        managed = False
        ordering: ClassVar = ["id"]


class JournalHead(models.Model):
    """A thing's last number and last hash under a keyed hash, so that a missing newest row shows."""

    pk = models.CompositePrimaryKey("thing", "thing_id")
    thing = models.CharField(max_length=64)
    thing_id = models.BigIntegerField()
    last_seq = models.BigIntegerField()
    last_hash = models.BinaryField()
    mac = models.CharField(max_length=100)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        managed = False


class RowApart(models.Model):
    """What stays of a row whose month was taken out: enough to follow the chain, nothing of its facts."""

    id = models.BigIntegerField(primary_key=True)
    month = models.DateField()
    thing = models.CharField(max_length=64)
    thing_id = models.BigIntegerField()
    seq = models.BigIntegerField()
    at = models.DateTimeField()
    txid = models.BigIntegerField()
    prev = models.BinaryField()
    hash = models.BinaryField()

    class Meta:
        managed = False


class MonthApart(models.Model):
    """A month that was taken out of the journal, and how many rows it holds."""

    month = models.DateField(unique=True)
    rows = models.BigIntegerField()
    at = models.DateTimeField()


class Seal(models.Model):
    """The root of the whole journal's Merkle tree when it had `size` leaves. Also written outside the database."""

    id = models.BigAutoField(primary_key=True)
    size = models.BigIntegerField(unique=True)
    from_row = models.BigIntegerField()
    to_row = models.BigIntegerField()
    root = models.BinaryField()
    prev_root = models.BinaryField()
    at = models.DateTimeField()
    horizon = models.BigIntegerField()
    mac = models.CharField(max_length=100)

    class Meta:
        managed = False
        ordering: ClassVar = ["id"]


class SealLeaf(models.Model):
    """The place of one row in the tree. Kept apart: rows commit in another order than their ids."""

    position = models.BigIntegerField(primary_key=True)
    row_id = models.BigIntegerField(unique=True)
    leaf = models.BinaryField()

    class Meta:
        managed = False
        ordering: ClassVar = ["position"]


class SealNode(models.Model):
    """A complete subtree of 2^level leaves (level 6 and up), so that proofs need few reads."""

    pk = models.CompositePrimaryKey("level", "index")
    level = models.SmallIntegerField()
    index = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        managed = False


class Delivery(models.Model):
    """One handler's share of one fact, kept apart so that the journal itself never changes."""

    row_id = models.BigIntegerField()
    row_at = models.DateTimeField()
    handler = models.CharField(max_length=200)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    last_error = models.CharField(max_length=100, blank=True)
    stuck = models.BooleanField(default=False)
    done_at = models.DateTimeField(null=True)
    retry_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["row_id", "handler"], name="one_delivery_for_each_handler"),
            models.CheckConstraint(condition=Q(stuck=False) | Q(done_at=None), name="a_done_delivery_is_not_stuck"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["next_at"], condition=Q(done_at=None, stuck=False), name="deliveries_due"),
            models.Index(fields=["-id"], condition=Q(stuck=True), name="deliveries_stuck"),
        ]

    @property
    def short_handler(self) -> str:
        """huying.cases.handlers.tell is "cases: tell"."""
        parts = self.handler.split(".")
        return f"{parts[1]}: {parts[-1]}" if len(parts) > 2 else self.handler


class DataKey(models.Model):
    """A data key, wrapped by a key that is not in the database. One is current for each provider."""

    provider = models.CharField(max_length=8)
    wrapped = models.BinaryField()
    wrapped_by = models.CharField(max_length=16)
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["provider"], condition=Q(retired_at=None), name="one_current_data_key_for_each_provider"
            ),
        ]


class RateCount(models.Model):
    """How often a keyed subject did something in one window. Holds no address, number or name."""

    subject = models.CharField(max_length=64)
    window_start = models.DateTimeField()
    hits = models.PositiveIntegerField(default=0)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject", "window_start"], name="one_count_for_each_window"),
        ]


class ChangeReason(models.Model):
    """Why something was changed, in the words of whoever did it. Its hash stands in the facts of the journal row."""

    row_id = models.BigIntegerField(primary_key=True)
    thing = models.CharField(max_length=64)
    thing_id = models.BigIntegerField()
    code = models.CharField(max_length=64)
    text = models.CharField(max_length=300)
    by = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["thing", "thing_id", "-row_id"], name="reasons_of_a_thing")]


class ChangeToken(models.Model):
    """The token of a group of tables that processes keep in memory (see `kept`); written by triggers only."""

    name = models.CharField(max_length=40, primary_key=True)
    token = models.UUIDField()


class ReaderPosition(models.Model):
    """How far one reader of the journal is (see `search.follow`): the last row that it has dealt with."""

    name = models.CharField(max_length=60, primary_key=True)
    row_id = models.BigIntegerField(default=0)
