"""Tables of the portal: what the site says of itself, and feedback about the product."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from huying.portal import states as s


class Site(models.Model):
    """The one row that describes this deployment to its readers."""

    name = models.CharField(max_length=40, blank=True)
    hosted_by = models.CharField(max_length=120, blank=True)
    run_by = models.CharField(max_length=120, blank=True)
    contact = models.CharField(max_length=200, blank=True)
    icp = models.CharField(max_length=60, blank=True)
    police_record = models.CharField(max_length=60, blank=True)
    site_code = models.CharField(max_length=40, blank=True)
    duty_desk = models.CharField(max_length=120, blank=True)
    duty_phone = models.CharField(max_length=40, blank=True)
    duty_hours = models.CharField(max_length=120, blank=True)
    privacy_contact = models.CharField(max_length=200, blank=True)
    demonstration = models.BooleanField(default=False)
    described_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="site_is_one")]

    def __str__(self) -> str:
        return self.name


class Feedback(models.Model):
    """A message about the product itself. Phone and identity numbers are masked before storing."""

    kind = models.CharField(max_length=16)
    state = models.CharField(max_length=16, default=s.OPEN)
    text = models.TextField()
    page = models.CharField(max_length=200, blank=True)
    answer = models.TextField(blank=True)
    code_hash = models.CharField(max_length=160, unique=True)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    sent_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-sent_at", "-pk")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(s.FEEDBACK_KINDS)), name="feedback_kind_known"),
            models.CheckConstraint(
                condition=Q(state=s.OPEN, answered_at=None, answer="")
                | Q(state=s.ANSWERED, answered_at__isnull=False) & ~Q(answer=""),
                name="feedback_answered_with_words",
            ),
        ]
        indexes = [models.Index(fields=["state", "-sent_at"], name="feedback_waiting")]

    def __str__(self) -> str:
        return f"feedback:{self.pk}"
