from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..querysets import ReviewItemQuerySet


class Priority(models.IntegerChoices):
    """How soon a person must look, the most urgent first. Targets are proposals (`TARGETS`)."""

    DANGER = 0, _("Danger now")
    RISK = 1, _("Risk to somebody")
    HARM = 2, _("Harm")
    CONFLICT = 3, _("Conflict or spam")
    QUALITY = 4, _("Quality")

    @property
    def first_look(self) -> timedelta:
        return TARGETS[self][0]

    @property
    def act_within(self) -> timedelta:
        return TARGETS[self][1]


# First look of a person, and everything done: proposals, as no public guidance names numbers.
TARGETS = {
    Priority.DANGER: (timedelta(minutes=15), timedelta(hours=1)),
    Priority.RISK: (timedelta(hours=1), timedelta(hours=4)),
    Priority.HARM: (timedelta(hours=4), timedelta(hours=24)),
    Priority.CONFLICT: (timedelta(hours=24), timedelta(hours=72)),
    Priority.QUALITY: (timedelta(hours=72), timedelta(days=7)),
}


class ReviewItem(models.Model):
    """One thing that waits for a moderator, with all that was said about it. One open for a thing."""

    class Kind(models.TextChoices):
        REPORTED = "reported", _("Reported by members")
        HELD = "held", _("Waits to be shown")
        FLAGGED = "flagged", _("Noticed by a watched term or a rule")

    class State(models.TextChoices):
        OPEN = "open", _("Waits")
        DECIDED = "decided", _("Decided")

    CLAIM_FOR = timedelta(minutes=20)

    target_type = models.ForeignKey(ContentType, models.CASCADE)
    target_id = models.BigIntegerField()
    target = GenericForeignKey("target_type", "target_id")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.REPORTED)
    reason = models.CharField(max_length=8)  # the most serious Report.Reason
    themes = ArrayField(
        models.CharField(max_length=16), default=list, blank=True
    )  # of its content note or of what was noticed: some moderators leave them to others
    priority = models.PositiveSmallIntegerField(choices=Priority, default=Priority.CONFLICT)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )  # whom it is about; none: without a name, or gone
    place_type = models.ForeignKey(ContentType, models.SET_NULL, null=True, related_name="+")
    place_id = models.BigIntegerField(null=True)
    place = GenericForeignKey("place_type", "place_id")
    is_private = models.BooleanField(default=False)  # each look at it goes on record
    report_count = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(default=timezone.now)
    look_by = models.DateTimeField()
    act_by = models.DateTimeField()
    looked_at = models.DateTimeField(null=True)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    claimed_until = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)  # decisions say which one they are based on
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    decided_at = models.DateTimeField(null=True)
    follow_up_on = models.DateField(null=True)
    alerts = models.PositiveSmallIntegerField(default=0)  # sent: at once, at half, at the target

    objects = ReviewItemQuerySet.as_manager()

    class Meta:
        ordering = ["priority", "look_by", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["target_type", "target_id"], condition=Q(state="open"),
                name="one_open_item_for_each_thing",
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_at=None)
                | Q(state="decided", decided_at__isnull=False),
                name="item_decided_has_a_time",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(
                fields=["priority", "look_by", "id"], name="item_queue", condition=Q(state="open")
            ),
            models.Index(
                fields=["place_type", "place_id", "priority", "look_by", "id"],
                name="item_queue_of_place", condition=Q(state="open"),
            ),
            models.Index(
                fields=["claimed_by", "claimed_until"], name="item_claimed",
                condition=Q(state="open", claimed_by__isnull=False),
            ),
            models.Index(fields=["author", "-opened_at"], name="item_about"),
            models.Index(fields=["-decided_at"], name="item_decided", condition=Q(state="decided")),
        ]  # fmt: skip

    def __str__(self):
        return f"Item {self.pk}"

    def get_absolute_url(self):
        return reverse("moderation:item_detail", args=[self.pk])

    @property
    def target_model(self) -> type[models.Model] | None:
        """What kind of thing it is about, without a statement."""
        return ContentType.objects.get_for_id(self.target_type_id).model_class()

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    def is_claimed(self, now: datetime | None = None) -> bool:
        """Whether somebody works on it just now."""
        return self.claimed_until is not None and self.claimed_until > (now or timezone.now())

    @property
    def due_at(self) -> datetime:
        """The next target: the first look, or once that was given, the deed."""
        return self.act_by if self.looked_at else self.look_by

    @property
    def is_late(self) -> bool:
        return self.is_open and timezone.now() > self.due_at

    @property
    def is_heavy(self) -> bool:
        """Whether it weighs on who reads it: somebody at risk, or a theme that people note."""
        return self.priority <= Priority.RISK or bool(self.themes)

    @property
    def can_be_cleared(self) -> bool:
        """Whether it may be decided together with others: spam, and never anything urgent."""
        return self.reason == "spam" and self.priority >= Priority.CONFLICT


class ItemNote(models.Model):
    """What moderators say to each other about an item. Never shown to who it is about."""

    item = models.ForeignKey(ReviewItem, models.CASCADE, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField(max_length=2000)
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]

    def __str__(self):
        return f"Note {self.pk} on item {self.item_id}"
