from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .querysets import (
    AuthorshipRequestQuerySet,
    ReportedExcerptQuerySet,
    ReportQuerySet,
    SealedAuthorshipQuerySet,
)


class Moderated(models.Model):
    """Content that people may report and moderators may take away. Content inherits this."""

    class Standing(models.TextChoices):
        VISIBLE = "visible", _("Visible")
        DELETED = "deleted", _("Deleted by its author")
        REMOVED = "removed", _("Removed by a moderator")

    standing = models.CharField(max_length=8, choices=Standing, default=Standing.VISIBLE)

    # Of private words staff see nothing but the excerpt that a report brings along.
    gives_excerpt = False

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

    def get_absolute_url(self):
        return reverse("moderation:report_detail", args=[self.pk])


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


class SealedAuthorship(models.Model):
    """Who wrote something without a name: sealed for this thing, so that no row tells it.

    It points at the thing, never at a member. What opens it is `actions.opened_author` alone.
    """

    target_type = models.ForeignKey(ContentType, models.CASCADE)
    target_id = models.BigIntegerField()
    target = GenericForeignKey("target_type", "target_id")
    sealed_author = models.BinaryField()
    sealed_at = models.DateTimeField(default=timezone.now)

    objects = SealedAuthorshipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["target_type", "target_id"], name="one_authorship_for_each_thing"
            )
        ]

    def __str__(self):
        return f"Sealed authorship {self.pk}"


class AuthorshipRequest(models.Model):
    """One of the staff asks to know who wrote something; another agrees; then it opens, briefly.

    In an emergency it opens first, for somebody trained, and the other's answer is the review.
    """

    class Answer(models.TextChoices):
        NONE = "", _("Waiting")
        AGREED = "agreed", _("Agreed")
        DECLINED = "declined", _("Declined")

    OPEN_FOR = timedelta(minutes=30)
    ANSWER_WITHIN = timedelta(hours=72)  # then one has to ask anew
    OPEN_WITHIN = timedelta(hours=24)  # after the answer
    REVIEW_WITHIN = timedelta(hours=24)

    authorship = models.ForeignKey(
        SealedAuthorship, models.SET_NULL, null=True, related_name="requests"
    )  # none once the author's data was erased: then nobody can know any more
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.TextField(max_length=1000)
    asked_at = models.DateTimeField(default=timezone.now)
    is_emergency = models.BooleanField(default=False)
    answer = models.CharField(max_length=8, choices=Answer, default=Answer.NONE, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)
    answer_note = models.CharField(max_length=300, blank=True)
    opened_at = models.DateTimeField(null=True)
    flagged_at = models.DateTimeField(null=True)  # when its missing review was noticed

    objects = AuthorshipRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["opened_at"],
                name="authorship_to_review",
                condition=Q(is_emergency=True, answer="", flagged_at=None),
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_by=None) | ~Q(answered_by=F("asked_by")),
                name="authorship_takes_two",
            ),
            models.CheckConstraint(
                condition=(
                    Q(answer="", answered_by=None, answered_at=None)
                    | (~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False))
                ),
                name="authorship_answer_has_a_name",
            ),
            models.CheckConstraint(
                condition=Q(opened_at=None) | Q(is_emergency=True) | Q(answer="agreed"),
                name="authorship_opens_when_agreed",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="authorship_request_says_why"),
        ]  # fmt: skip

    def __str__(self):
        return f"Authorship request {self.pk}"

    def get_absolute_url(self):
        return reverse("moderation:authorship_detail", args=[self.pk])

    @property
    def is_waiting(self) -> bool:
        """Somebody may still answer. An emergency waits for its review however long it takes."""
        if self.answer or self.authorship_id is None:
            return False
        return self.is_emergency or timezone.now() < self.asked_at + self.ANSWER_WITHIN

    @property
    def may_open(self) -> bool:
        """Agreed lately, and not opened yet."""
        if self.answer != self.Answer.AGREED or self.opened_at or self.authorship_id is None:
            return False
        return timezone.now() < self.answered_at + self.OPEN_WITHIN

    @property
    def closes_at(self) -> datetime | None:
        return self.opened_at + self.OPEN_FOR if self.opened_at else None

    @property
    def is_open(self) -> bool:
        """Whether the name can be read now. A review that finds it wrong closes it at once."""
        if self.closes_at is None or self.authorship_id is None:
            return False
        is_stopped = self.is_emergency and self.answer == self.Answer.DECLINED
        return timezone.now() < self.closes_at and not is_stopped

    @property
    def minutes_left(self) -> int:
        """Whole minutes until it closes, the last one counted as one."""
        left = self.closes_at - timezone.now() if self.closes_at else timedelta()
        return max(0, -(-int(left.total_seconds()) // 60))
