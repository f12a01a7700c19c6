"""Tables of notices: wordings, messages, and each attempt to reach someone outside the app."""

from datetime import time

from django.db import models
from django.db.models import Q

from huying.kernel.prepared import PreparedRow
from huying.notices.states import Channel, SendingState, channels, sending_states


class Template(models.Model):
    """One version of the words for one moment, in one language, for one channel ("" means every channel).

    The newest version counts; below all versions lies the shipped wording, which is version 0 and no row.
    """

    code = models.CharField(max_length=60)
    channel = models.CharField(max_length=12, blank=True, default="")
    language = models.CharField(max_length=10)
    version = models.PositiveIntegerField()
    subject = models.CharField(max_length=80)
    text = models.TextField()
    reason = models.CharField(max_length=200)
    account_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "channel", "language", "version"], name="template_version_once"),
            models.CheckConstraint(condition=~Q(reason="") & Q(version__gt=0), name="template_change_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"template:{self.code}:{self.language}:{self.version}"


class Message(PreparedRow):
    """One message to one recipient about one thing. Its words are sealed, and emptied when their time is over."""

    about_thing = models.CharField(max_length=64)
    about_id = models.BigIntegerField()
    template = models.CharField(max_length=60)
    template_version = models.PositiveIntegerField()
    round = models.PositiveIntegerField(default=1)
    occasion = models.CharField(max_length=40, blank=True, default="")
    recipient = models.CharField(max_length=90)
    account_id = models.BigIntegerField(null=True)
    record_id = models.BigIntegerField(null=True)
    body_id = models.BigIntegerField(null=True)
    box_thing = models.CharField(max_length=64, blank=True, default="")
    box_id = models.BigIntegerField(null=True)
    language = models.CharField(max_length=10)
    urgent = models.BooleanField(default=False)
    words = models.BinaryField()
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    reduced_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["account_id", "-id"], name="message_inbox", condition=Q(account_id__isnull=False)),
            models.Index(
                fields=["account_id"], name="message_unread", condition=Q(account_id__isnull=False, read_at=None)
            ),
            models.Index(fields=["body_id", "-id"], name="message_body_inbox", condition=Q(body_id__isnull=False)),
            models.Index(fields=["box_thing", "box_id", "id"], name="message_box", condition=Q(box_id__isnull=False)),
            models.Index(fields=["made_at"], name="message_to_reduce", condition=Q(reduced_at=None)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["about_thing", "about_id", "template", "round", "occasion", "recipient"],
                name="message_is_not_doubled",
            ),
            models.CheckConstraint(
                condition=Q(account_id__isnull=False)
                | Q(record_id__isnull=False)
                | Q(body_id__isnull=False)
                | Q(box_id__isnull=False),
                name="message_has_a_recipient",
            ),
        ]

    def __str__(self) -> str:
        return f"message:{self.pk}"


class ReadMark(models.Model):
    """That one member has read a message that went to a body. For unread counts only."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="read_marks")
    account_id = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account_id", "message"], name="read_mark_once")]

    def __str__(self) -> str:
        return f"read_mark:{self.message_id}"


class BodyChannel(models.Model):
    """The group robot or mailbox of a body. The address holds a secret and is sealed."""

    body_id = models.BigIntegerField()
    name = models.CharField(max_length=60)
    scheme = models.CharField(max_length=20)
    address = models.BinaryField()
    active = models.BooleanField(default=True)
    account_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["body_id"], name="body_channel_of_body", condition=Q(active=True))]

    def __str__(self) -> str:
        return f"body_channel:{self.pk}"


class Sending(PreparedRow):
    """One message on its way through one channel; found by `next_at`, oldest first.

    `words` are there only when the place has a wording of its own for this channel; sealed like those of the message.
    """

    message = models.ForeignKey(Message, models.CASCADE, db_index=False, related_name="sendings")
    channel = models.CharField(max_length=12, choices=channels)
    body_channel = models.ForeignKey(BodyChannel, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=12, choices=sending_states, default=SendingState.WAITING)
    tries = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=60, blank=True, default="")
    reason = models.CharField(max_length=200, blank=True, default="")
    words = models.BinaryField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["next_at", "id"], name="sending_due", condition=Q(state="waiting")),
            models.Index(fields=["-id"], name="sending_failed", condition=Q(state="failed")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["message", "channel", "body_channel"], nulls_distinct=False, name="sending_once_per_channel"
            ),
            models.CheckConstraint(condition=Q(state__in=[*SendingState.values]), name="sending_state_known"),
            models.CheckConstraint(condition=Q(channel__in=[*Channel.values]), name="sending_channel_known"),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="sending_sent_has_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"sending:{self.pk}"


class Preference(models.Model):
    """Which ways out an account wants, and when it wants rest. Without a row the defaults hold."""

    account_id = models.BigIntegerField(unique=True)
    sms = models.BooleanField()
    email = models.BooleanField()
    quiet_from = models.TimeField(default=time(21, 0))
    quiet_to = models.TimeField(default=time(8, 0))

    def __str__(self) -> str:
        return f"preference:{self.pk}"
