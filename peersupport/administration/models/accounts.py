import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class Closure(models.Model):
    """An account that an administrator closed, and why; perhaps opened again."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="closures")
    reason = models.CharField(max_length=300)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(default=timezone.now)
    reopened_at = models.DateTimeField(null=True)
    reopened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    reopened_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(reopened_at=None), name="one_open_closure"
            )
        ]
        triggers = [pgtrigger.Protect(name="keep_every_closure", operation=pgtrigger.Delete)]

    def __str__(self):
        return f"Closure of {self.member_id}"
