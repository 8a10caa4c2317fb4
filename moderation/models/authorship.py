from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..querysets import AuthorshipRequestQuerySet, SealedAuthorshipQuerySet


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
