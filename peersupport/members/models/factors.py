from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django_otp.models import Device

from peersupport.core.encryption import unseal


class Authenticator(Device):
    """The app that makes a member's codes. Its seed is sealed for this member's row alone."""

    sealed_seed = models.BinaryField()
    last_step = models.BigIntegerField(default=-1)  # of 30 seconds since 1970: no code counts twice
    guesses = ArrayField(models.DateTimeField(), default=list)  # codes tried and refused lately
    confirmed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user"], name="one_authenticator_each")]

    def __str__(self):
        return f"Authenticator of {self.user_id}"

    @property
    def seed(self) -> bytes:
        """The 20 bytes that the app shares with us (RFC 6238). Raises encryption.Unreadable."""
        return unseal(self.sealed_seed, bound_to=seed_of(self.user_id))


def seed_of(member_id: int) -> str:
    """What a sealed seed is bound to."""
    return f"members.authenticator:{member_id}"


class RecoveryCode(models.Model):
    """One of ten codes that stand in for the app, each once. Only a keyed digest is kept."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="recovery_codes"
    )
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "digest"], name="recovery_code_once")
        ]

    def __str__(self):
        return f"Recovery code of {self.member_id}"


def in_a_day() -> datetime:
    return timezone.now() + timedelta(hours=24)


class FactorReset(models.Model):
    """An administrator takes a lost second factor away, a day later, unless the member stops it."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    asked_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=in_a_day)
    stopped_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(stopped_at=None, done_at=None),
                name="one_factor_reset_at_a_time",
            )
        ]  # fmt: skip

    def __str__(self):
        return f"Reset of {self.member_id}'s second factor"
