from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..querysets import AppealQuerySet
from .decisions import Decision


class Appeal(models.Model):
    """A member sees a decision differently; somebody who did not make it reads everything again."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        ANSWERED = "answered", _("Answered")
        WITHDRAWN = "withdrawn", _("Taken back")

    class Wish(models.TextChoices):
        SHOW = "show", _("Show it again")
        SOONER = "sooner", _("End it earlier")
        BOTH = "both", _("Both")
        OTHER = "other", _("Something else, see my text")

    class Outcome(models.TextChoices):
        NONE = "", _("Not yet")
        KEPT = "kept", _("Keep the decision")
        CHANGED = "changed", _("Change part of it")
        OVERTURNED = "overturned", _("Overturn it")

    ANSWER_WITHIN = timedelta(days=3)
    MOST_TIMES = 3  # opened: the first time, and twice on new facts

    decision = models.OneToOneField(Decision, models.CASCADE, related_name="appeal")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="appeals")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )  # who made the decision, so that the table itself can refuse them
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    wish = models.CharField(max_length=8, choices=Wish, default=Wish.OTHER)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    times_opened = models.PositiveSmallIntegerField(default=1)  # again on new facts
    opened_at = models.DateTimeField(default=timezone.now)
    answer_by = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.NONE, blank=True)
    reasons = models.TextField(max_length=2000, blank=True)  # for both who appealed and who decided
    answered_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)  # since when the reviewer reads it
    alerts = models.PositiveSmallIntegerField(default=0)  # sent: at half the time, at its end

    objects = AppealQuerySet.as_manager()

    class Meta:
        ordering = ["answer_by", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reviewer=None) | ~Q(reviewer=F("decided_by")),
                name="appeal_goes_to_somebody_else",
            ),
            models.CheckConstraint(
                condition=Q(reviewer=None) | ~Q(reviewer=F("member")),
                name="nobody_answers_their_own_appeal",
            ),
            models.CheckConstraint(
                condition=~Q(state="answered")
                | (~Q(outcome="") & ~Q(reasons="") & Q(answered_at__isnull=False)),
                name="appeal_answer_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["answer_by", "id"], name="appeal_open", condition=Q(state="open"))
        ]

    def __str__(self):
        return f"Appeal against {self.decision_id}"

    def get_absolute_url(self):
        return reverse("moderation:appeal_detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_spent(self) -> bool:
        """Whether it was looked at as often as it can be."""
        return self.times_opened >= self.MOST_TIMES

    @property
    def is_late(self) -> bool:
        return self.is_open and timezone.now() > self.answer_by


class AppealWord(models.Model):
    """What one of the two said in an appeal."""

    appeal = models.ForeignKey(Appeal, models.CASCADE, related_name="words")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField(max_length=4000)
    is_new_fact = models.BooleanField(default=False)
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]

    def __str__(self):
        return f"Word {self.pk} in appeal {self.appeal_id}"
