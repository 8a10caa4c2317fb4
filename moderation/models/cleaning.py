from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from ..querysets import CleanUpQuerySet
from .decisions import Decision


class CleanUp(models.Model):
    """What a decision hid besides: all that one member made in the last days. One reversible act."""

    UNDO_WITHIN = timedelta(days=30)

    decision = models.OneToOneField(Decision, models.CASCADE, related_name="clean_up")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="cleaned_up"
    )  # whose things they were
    since = models.DateTimeField()
    made_at = models.DateTimeField(default=timezone.now)
    hidden = models.JSONField(default=list)  # of each: kind, id, and the facts that undo it
    items = ArrayField(
        models.BigIntegerField(), default=list, blank=True
    )  # that waited about these things, and are decided by it
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = CleanUpQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="clean_up_undone_by_somebody",
            )
        ]
        indexes = [models.Index(fields=["member", "-made_at"], name="clean_up_of")]

    def __str__(self):
        return f"Clean-up {self.pk}"

    @property
    def undo_until(self) -> datetime:
        return self.made_at + self.UNDO_WITHIN
