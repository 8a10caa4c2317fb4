from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from ..querysets import CareQuerySet
from .content import ContentNote


class Care(models.Model):
    """How somebody who moderates looks after themself: what they leave to others, when they rest.

    What they looked at today is a gentle word on their own page, and starts anew each day.
    """

    member = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="care"
    )
    left_out = ArrayField(
        models.CharField(max_length=16, choices=ContentNote), default=list, blank=True
    )  # themes that they are never given
    off_until = models.DateTimeField(null=True)  # until then they are given nothing
    heavy_on = models.DateField(null=True)  # the day that these were looked at, in UTC
    heavy_items = ArrayField(models.BigIntegerField(), default=list, blank=True)

    objects = CareQuerySet.as_manager()

    def __str__(self):
        return f"Care of {self.member_id}"

    @property
    def is_off_duty(self) -> bool:
        return self.off_until is not None and self.off_until > timezone.now()

    @property
    def heavy_today(self) -> int:
        """How many items that weigh on people were looked at today."""
        return len(self.heavy_items) if self.heavy_on == timezone.now().date() else 0

    @property
    def left_out_names(self) -> list[str]:
        return [str(theme.label) for theme in ContentNote if theme in self.left_out]
