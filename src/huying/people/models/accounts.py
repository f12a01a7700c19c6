"""The account, the one-time codes it signs in with, and the log of sign-ins."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.crypto import get_random_string, salted_hmac

from huying.people.states import sign_in_methods, sign_in_outcomes

OPAQUE = "abcdefghjkmnpqrstuvwxyz23456789"


def opaque_login_name() -> str:
    """What stands in the place of a login name for people who never type one."""
    return "r-" + get_random_string(16, OPAQUE)


class AccountManager(BaseUserManager["Account"]):
    """Makes and finds accounts; the login name is the natural key."""

    def create_user(self, login_name: str = "", password: str | None = None, **rest: Any) -> "Account":
        account = self.model(login_name=login_name or opaque_login_name(), **rest)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def create_superuser(self, login_name: str, password: str | None = None, **rest: Any) -> "Account":
        """There is no almighty account: this makes a staff account whose powers are its role grants."""
        return self.create_user(login_name, password, staff=True, **rest)


class Account(AbstractBaseUser):
    """Someone who may sign in. Name, phone and e-mail are not here: they lie in a sealed record."""

    login_name = models.CharField(max_length=64, unique=True)
    phone_index = models.CharField(max_length=160, blank=True, default="")
    public_name = models.CharField(max_length=40, blank=True, default="")
    staff = models.BooleanField(default=False)
    minor = models.BooleanField(default=False)
    elder = models.BooleanField(default=False)
    language = models.CharField(max_length=10, default="zh-hans")
    is_active = models.BooleanField(default=True)
    session_round = models.PositiveIntegerField(default=1)
    must_change_password = models.BooleanField(default=False)
    password_set_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    objects = AccountManager()

    USERNAME_FIELD = "login_name"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["phone_index", "staff"], condition=~Q(phone_index=""), name="account_one_per_phone"
            ),
            models.CheckConstraint(condition=~Q(staff=True, minor=True), name="account_staff_is_of_age"),
            models.CheckConstraint(
                condition=Q(is_active=False) | Q(closed_at__isnull=True), name="account_closed_is_off"
            ),
        ]

    def __str__(self) -> str:
        return f"account:{self.pk}"

    def _get_session_auth_hash(self, secret: Any = None) -> str:
        """Raising `session_round` ends every session at once, also for people without a password."""
        salted = salted_hmac(
            "huying.people.Account", f"{self.password}:{self.session_round}", secret=secret, algorithm="sha256"
        )
        return salted.hexdigest()


class SignInCode(models.Model):
    """A one-time code that was sent to a phone. Neither the code nor the number can be read back."""

    phone_index = models.CharField(max_length=160)
    use = models.CharField(max_length=32)
    code_hash = models.CharField(max_length=160)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["phone_index", "sent_at"], name="sign_in_code_by_phone"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(tries__lte=5), name="sign_in_code_five_tries"),
            models.CheckConstraint(condition=Q(expires_at__gt=models.F("sent_at")), name="sign_in_code_expires_later"),
        ]


class SignInEvent(models.Model):
    """One line of the sign-in log. Rows are never changed (trigger); who tried is an id or a keyed hash."""

    account_id = models.BigIntegerField(null=True)
    who_index = models.CharField(max_length=160, blank=True, default="")
    method = models.CharField(max_length=20, choices=sign_in_methods)
    outcome = models.CharField(max_length=20, choices=sign_in_outcomes)
    provider = models.CharField(max_length=40, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["-at", "-id"], name="sign_in_event_newest"),
            models.Index(fields=["account_id", "-at"], name="sign_in_event_by_account"),
            models.Index(fields=["who_index", "-at"], name="sign_in_event_by_who"),
        ]
