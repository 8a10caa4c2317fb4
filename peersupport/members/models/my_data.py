from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..querysets import DataExportQuerySet, ErasureQuerySet

EXPORT_DAYS = 7
COOL_OFF_DAYS = 7


def in_a_week() -> datetime:
    return timezone.now() + timedelta(days=COOL_OFF_DAYS)


class DataExport(models.Model):
    """A copy of everything about one member, for that member alone, for a week."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Being put together")
        READY = "ready", _("Ready")
        FAILED = "failed", _("It could not be made")

    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="exports")
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    parts = models.PositiveSmallIntegerField(default=0)  # areas of the site; 0: not begun
    parts_done = models.PositiveSmallIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)  # a worker is at it
    file = models.CharField(max_length=80, blank=True)  # its name in the folder of exports
    size = models.PositiveBigIntegerField(default=0)  # bytes
    asked_at = models.DateTimeField(default=timezone.now)
    ready_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    objects = DataExportQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(state="waiting"), name="one_export_at_a_time"
            )
        ]

    def __str__(self):
        return f"Export {self.pk}"

    @property
    def is_ready(self) -> bool:
        return self.state == self.State.READY

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING


class Erasure(models.Model):
    """A member wants to be forgotten: in a week, unless they stop it. Done, it is the receipt."""

    class Choice(models.TextChoices):
        ANONYMISE = "anonymise", _("Keep what I wrote, without my name")
        REMOVE = "remove", _("Remove what I wrote as well")

    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="erasures")
    choice = models.CharField(max_length=9, choices=Choice)
    asked_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=in_a_week)
    stopped_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    receipt = models.UUIDField(null=True, unique=True)
    counts = models.JSONField(default=dict)  # what was removed, by kind
    digest = models.CharField(max_length=80, blank=True)  # see actions.erased_digest

    objects = ErasureQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(stopped_at=None, done_at=None),
                name="one_erasure_at_a_time",
            )
        ]  # fmt: skip

    def __str__(self):
        return f"Erasure {self.pk}"


class RetentionRun(models.Model):
    """What the daily clearing removed: numbers by rule."""

    ran_at = models.DateTimeField(default=timezone.now)
    removed = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]

    def __str__(self):
        return f"Clearing {self.pk}"
