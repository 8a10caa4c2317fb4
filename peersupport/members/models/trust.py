from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..querysets import TrustRecordQuerySet
from .people import Trust


class TrustRecord(models.Model):
    """What a member's level is counted from: kept each night, shown to the member alone."""

    member = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="trust"
    )
    days = models.PositiveIntegerField(default=0)  # on which they read something new, or wrote
    topics = models.PositiveIntegerField(default=0)  # of others, that they opened
    posts = models.PositiveIntegerField(default=0)  # that still stand
    level_since = models.DateTimeField(default=timezone.now)
    counted_at = models.DateTimeField(default=timezone.now)

    objects = TrustRecordQuerySet.as_manager()

    def __str__(self):
        return f"Trust record of {self.member_id}"

    def get_absolute_url(self):
        return reverse("members:trust_levels")


class TrustHold(models.Model):
    """Staff hold a member at a level, with a reason; counting leaves them alone until released."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="trust_holds")
    level = models.PositiveSmallIntegerField(_("level"), choices=Trust)
    reason = models.CharField(_("reason"), max_length=300)
    held_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    held_at = models.DateTimeField(default=timezone.now)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    released_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(released_at=None), name="one_trust_hold_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="trust_hold_says_why"),
        ]

    def __str__(self):
        return f"{self.member_id} held at {self.get_level_display()}"
