from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..querysets import (
    HandOverQuerySet,
)
from .circles import Group

HAND_OVER_DAYS = 14


def in_two_weeks() -> datetime:
    return timezone.now() + timedelta(days=HAND_OVER_DAYS)


class HandOver(models.Model):
    """A facilitator asks somebody to look after the group in their place."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting for an answer")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Taken back")

    group = models.ForeignKey(Group, models.CASCADE, related_name="hand_overs")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    note = models.TextField(max_length=1000, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    asked_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(default=in_two_weeks)
    answered_at = models.DateTimeField(null=True)

    objects = HandOverQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "by"], condition=Q(state="waiting"), name="one_hand_over_at_a_time"
            )
        ]

    def __str__(self):
        return f"Hand-over {self.pk}"

    def get_absolute_url(self):
        return self.group.place_url("hand_over_answer")
