from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class Block(models.Model):
    """A member wants nothing to do with another: no contact, in either direction."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="blocks")
    other = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="blocked_by")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["member", "other"], name="block_once"),
            models.CheckConstraint(condition=~Q(member=F("other")), name="block_somebody_else"),
        ]

    def __str__(self):
        return f"{self.member_id} blocked {self.other_id}"


class Mute(models.Model):
    """A member rather does not read another just now. The other never learns."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mutes")
    other = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="muted_by")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["member", "other"], name="mute_once"),
            models.CheckConstraint(condition=~Q(member=F("other")), name="mute_somebody_else"),
        ]

    def __str__(self):
        return f"{self.member_id} muted {self.other_id}"
