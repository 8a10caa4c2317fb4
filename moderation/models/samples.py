from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from peersupport.core.figures import wilson

from ..querysets import SampledDecisionQuerySet, SampleQuerySet
from .decisions import Decision


class Sample(models.Model):
    """Decisions of one week, drawn by chance, that somebody else reads again.

    The same seed draws the same ones out of the same week: `actions.samples.drawn`.
    """

    SIZE = 20

    week = models.DateField(unique=True)  # its Monday, in UTC
    seed = models.BigIntegerField()
    drawn_from = models.PositiveIntegerField()  # how many decisions there were
    drawn_at = models.DateTimeField(default=timezone.now)

    objects = SampleQuerySet.as_manager()

    class Meta:
        ordering = ["-week"]

    def __str__(self):
        return f"Sample of {self.week:%G-W%V}"

    @property
    def percent(self) -> int | None:
        """How many of a hundred were agreed with, of those read; asked of rows `with_figures`."""
        return round(100 * self.agreed / self.read) if self.read else None

    @property
    def interval(self) -> tuple[int, int]:
        """Between which percentages the share lies, as far as so few can say (95 %)."""
        low, high = wilson(self.agreed, self.read)
        return round(100 * low), round(100 * high)


class SampledDecision(models.Model):
    """One decision that was drawn, and what a second person thinks of it. It changes nothing."""

    sample = models.ForeignKey(Sample, models.CASCADE, related_name="decisions")
    decision = models.OneToOneField(Decision, models.CASCADE, related_name="sampled")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )  # so that the table itself can refuse them
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    agrees = models.BooleanField(null=True)
    why = models.TextField(max_length=2000, blank=True)
    reviewed_at = models.DateTimeField(null=True)

    objects = SampledDecisionQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reviewer=None) | ~Q(reviewer=F("decided_by")),
                name="nobody_reads_their_own_decision_again",
            ),
            models.CheckConstraint(
                condition=Q(reviewer=None, agrees=None, reviewed_at=None)
                | Q(reviewer__isnull=False, agrees__isnull=False, reviewed_at__isnull=False),
                name="sampled_is_read_whole_or_not",
            ),
            models.CheckConstraint(
                condition=Q(agrees=None) | Q(agrees=True) | ~Q(why=""),
                name="who_disagrees_says_why",
            ),
        ]
        indexes = [models.Index(fields=["id"], name="sampled_waiting", condition=Q(agrees=None))]

    def __str__(self):
        return f"Decision {self.decision_id} read again"

    def get_absolute_url(self):
        return reverse("moderation:sample_review", args=[self.pk])
