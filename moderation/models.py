from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .querysets import ReportQuerySet


class Moderated(models.Model):
    """Content that people may report and moderators may take away. Content inherits this."""

    class Standing(models.TextChoices):
        VISIBLE = "visible", _("Visible")
        DELETED = "deleted", _("Deleted by its author")
        REMOVED = "removed", _("Removed by a moderator")

    standing = models.CharField(max_length=8, choices=Standing, default=Standing.VISIBLE)

    class Meta:
        abstract = True

    @property
    def is_gone(self) -> bool:
        return self.standing != self.Standing.VISIBLE


class Norm(models.Model):
    """One version of the community's norms. The one in force is the latest that was published."""

    version = models.PositiveIntegerField(unique=True)
    title = models.CharField(max_length=120)
    body = models.TextField(_("text (Markdown)"))
    html = models.TextField(editable=False)
    summary_of_changes = models.TextField(_("what changed, in a sentence"), blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-version"]

    def __str__(self):
        return f"{self.title} (version {self.version})"


class Report(models.Model):
    """Somebody told staff about something. Anonymous to the person it is about."""

    class Reason(models.TextChoices):
        WORRY = "worry", _("I am worried about this person")
        UNKIND = "unkind", _("Unkind or disrespectful")
        PRIVACY = "privacy", _("Shares private details")
        HARM = "harm", _("Could lead to harm")
        WRONG = "wrong", _("Wrong information")
        SPAM = "spam", _("Advertising or spam")
        OTHER = "other", _("Something else")

    class State(models.TextChoices):
        OPEN = "open", _("Received")
        CLOSED = "closed", _("Decided")

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
        return f"Report {self.pk}: {self.get_reason_display()}"
