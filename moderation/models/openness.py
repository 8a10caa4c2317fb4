from django.db import models
from django.urls import reverse
from django.utils import timezone

from ..querysets import PublishedMonthQuerySet


class PublishedMonth(models.Model):
    """What was published of one month of moderation, figures of few people left out already.

    It is written once and stays: figures that changed later would tell who came or went.
    """

    DEFINITIONS = 1  # counted up when a figure is counted in another way

    month = models.DateField(unique=True)  # its first day
    figures = models.JSONField()  # as `actions.publish_month` made them: no others are kept
    definitions = models.PositiveSmallIntegerField(default=DEFINITIONS)
    made_at = models.DateTimeField(default=timezone.now)

    objects = PublishedMonthQuerySet.as_manager()

    class Meta:
        ordering = ["-month"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(month__day=1), name="published_month_is_a_first"
            )
        ]

    def __str__(self):
        return self.key

    def get_absolute_url(self):
        return f"{reverse('moderation:transparency')}?month={self.key}"

    @property
    def key(self) -> str:
        return f"{self.month:%Y-%m}"
