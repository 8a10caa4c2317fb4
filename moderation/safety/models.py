from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .querysets import ShiftQuerySet


class Shift(models.Model):
    """When somebody is there for what cannot wait. Several may be there at once."""

    class Kind(models.TextChoices):
        DUTY = "duty", _("On duty")
        SUPERVISOR = "supervise", _("Supervisor, told when nobody looked in time")

    LONGEST = timedelta(hours=24)

    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="shifts")
    kind = models.CharField(max_length=9, choices=Kind, default=Kind.DUTY)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    objects = ShiftQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="shift_ends_after_it_begins"
            ),
            models.UniqueConstraint(
                fields=["member", "kind", "starts_at"], name="shift_is_planned_once"
            ),
        ]
        indexes = [models.Index(fields=["ends_at"], name="shift_coming")]

    def __str__(self):
        return f"Shift {self.pk} of {self.member_id}"
