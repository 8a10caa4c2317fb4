from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..querysets import WEIGHED, ReportedExcerptQuerySet, ReportQuerySet
from .items import ReviewItem


class Report(models.Model):
    """Somebody told staff about something. Anonymous to the person it is about."""

    class Reason(models.TextChoices):
        WORRY = "worry", _("I’m worried about this person")
        UNKIND = "unkind", _("Unkind or harassing")
        PRIVACY = "privacy", _("Shares private details")
        HARM = "harm", _("Could lead to harm")
        WRONG = "wrong", _("Wrong or risky information")
        SPAM = "spam", _("Spam or selling")
        OTHER = "other", _("Something else")

    # Which rule of the norms each is about (`NormRule.key`). A worry is about none, and about nobody’s fault.
    NORMS = {
        Reason.UNKIND: "kindness",
        Reason.PRIVACY: "privacy",
        Reason.HARM: "safety",
        Reason.WRONG: "sources",
        Reason.SPAM: "spam",
    }
    NOTE_LENGTH = 2000
    NOTES_LENGTH = 10_000  # of one person about one thing, the newest

    class State(models.TextChoices):
        OPEN = "open", _("Received")
        CLOSED = "closed", _("Decided")

    item = models.ForeignKey(ReviewItem, models.CASCADE, null=True, related_name="reports")
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="reports_made"
    )
    target_type = models.ForeignKey(ContentType, models.CASCADE)
    target_id = models.BigIntegerField()
    target = GenericForeignKey("target_type", "target_id")
    reason = models.CharField(max_length=8, choices=Reason)
    note = models.TextField(blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    reported_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["reported_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["reporter", "target_type", "target_id"], condition=Q(state="open"),
                name="one_open_report_per_person_and_thing",
            )
        ]  # fmt: skip

    def __str__(self):
        return f"R-{self.pk}"

    def get_absolute_url(self):
        return reverse("moderation:report_detail", args=[self.pk])

    @property
    def is_weighed(self) -> bool:
        """Whether its reporter's record counts: for spam and abuse, never for a worry."""
        return self.reason in WEIGHED


class ReportedExcerpt(models.Model):
    """What a report brings along of private words: some lines, as they were when it was made.

    Sealed for this report. What opens it is `actions.open_excerpt` alone, and it keeps a record.
    """

    report = models.OneToOneField(Report, models.CASCADE, related_name="excerpt")
    sealed = models.BinaryField()
    taken_at = models.DateTimeField(default=timezone.now)

    objects = ReportedExcerptQuerySet.as_manager()

    def __str__(self):
        return f"Excerpt of report {self.report_id}"
