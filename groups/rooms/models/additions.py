from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from groups.rooms.querysets import AdditionQuerySet

from .rooms import Room


class Addition(models.Model):
    """Somebody of a conversation would like another to join. Everyone in it has to say yes."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="additions")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True)  # all agreed, one did not, or it was taken back

    objects = AdditionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["room", "member"], condition=Q(closed_at=None), name="one_open_addition"
            )
        ]

    def __str__(self):
        return f"Addition {self.pk}"


class Consent(models.Model):
    """One person's yes to an addition. A no closes it, and is not kept: nobody learns whose it was."""

    addition = models.ForeignKey(Addition, models.CASCADE, related_name="consents")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["addition", "member"], name="one_consent_each")
        ]

    def __str__(self):
        return f"Consent {self.pk}"
