from datetime import time

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Choice(models.Model):
    """What a member decided about one group of events; without a row its default holds."""

    class ByMail(models.TextChoices):
        NOW = "now", _("At once")
        DIGEST = "digest", _("In the digest")
        OFF = "off", _("Never")

    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="choices")
    group = models.CharField(max_length=24)  # a name of `registry.groups()`
    on_site = models.BooleanField(default=True)
    by_mail = models.CharField(max_length=8, choices=ByMail)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "group"], name="choice_once")]

    def __str__(self):
        return f"{self.member_id} {self.group}: {self.by_mail}"


class MailPlan(models.Model):
    """When a member wants letters, and whether their mailbox takes any. Created when first asked for.

    Hours and the weekday are in the member's own zone.
    """

    class Digest(models.TextChoices):
        NEVER = "never", _("Never")
        DAILY = "daily", _("Every day")
        WEEKLY = "weekly", _("Once a week")

    class Weekday(models.IntegerChoices):  # as date.weekday() counts
        MONDAY = 0, _("Monday")
        TUESDAY = 1, _("Tuesday")
        WEDNESDAY = 2, _("Wednesday")
        THURSDAY = 3, _("Thursday")
        FRIDAY = 4, _("Friday")
        SATURDAY = 5, _("Saturday")
        SUNDAY = 6, _("Sunday")

    member = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="mail_plan"
    )
    digest = models.CharField(max_length=8, choices=Digest, default=Digest.NEVER)
    weekday = models.PositiveSmallIntegerField(choices=Weekday, default=Weekday.MONDAY)
    hour = models.PositiveSmallIntegerField(default=8, validators=[MaxValueValidator(23)])
    is_quiet_at_night = models.BooleanField(default=True)
    quiet_from = models.TimeField(default=time(22))
    quiet_until = models.TimeField(default=time(8))
    wants_away_letter = models.BooleanField(default=False)
    away_letter_at = models.DateTimeField(null=True, blank=True)  # when the last one was written
    paused_until = models.DateTimeField(null=True, blank=True)  # "no letters for a week"
    # A mailbox that refused for good, or a complaint, ends all letters until its owner says otherwise.
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_why = models.CharField(max_length=12, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(hour__lte=23), name="mail_plan_hour"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="mail_plan_weekday"),
        ]
        indexes = [
            models.Index(
                fields=["member"], name="mail_plan_digest",
                condition=Q(digest__in=["daily", "weekly"]),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"Letters of {self.member_id}"


class Digest(models.Model):
    """One digest of one member for one period, such as 2026-W48: written once, or skipped."""

    class State(models.TextChoices):
        WRITTEN = "written", _("Written")
        EMPTY = "empty", _("Skipped: nothing new")
        PRESENT = "present", _("Skipped: was here")

    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="digests")
    period = models.CharField(max_length=10)  # 2026-W48, or 2026-11-24
    state = models.CharField(max_length=8, choices=State)
    items = models.JSONField(default=dict)  # ids of what it shows, asked for again when it is sent
    letter = models.OneToOneField(
        "notifications.Letter", models.SET_NULL, null=True, related_name="digest"
    )
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "period"], name="digest_once")]
        indexes = [models.Index(fields=["made_at"], name="digest_made")]

    def __str__(self):
        return f"{self.period} of {self.member_id}: {self.state}"
