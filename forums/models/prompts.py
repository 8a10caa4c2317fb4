import uuid
import zoneinfo
from datetime import datetime, timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from forums.querysets import PromptQuerySet
from peersupport.core.richtext import MAX_LENGTH

from .categories import Category
from .topics import Topic

LONGEST_DAYS = 90
DAYS = [MinValueValidator(1), MaxValueValidator(LONGEST_DAYS)]


class Prompt(models.Model):
    """A discussion that opens, stays on top, sinks and closes by the clock."""

    class State(models.TextChoices):
        SCHEDULED = "scheduled", _("Scheduled")
        OPEN = "open", _("Open")
        OVER = "over", _("Over")
        CANCELLED = "cancelled", _("Cancelled")
        REFUSED = "refused", _("Did not open")

    class Reason(models.TextChoices):
        """Why it did not open."""

        GONE = "gone", _("The account of who wrote it is closed.")
        LEFT = "left", _("Who wrote it is no longer in the group.")
        ARCHIVED = "archived", _("The group is archived.")
        ROLE = "role", _("Who wrote it may no longer run prompts here.")
        NORMS = "norms", _("Who wrote it has not agreed to the norms as they are now.")
        LIMITS = "limits", _("It held too many links or mentions, or who wrote it posted too much.")

    category = models.ForeignKey(Category, models.CASCADE, related_name="prompts")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="prompts"
    )
    title = models.CharField(max_length=300)  # typed ones are shorter
    body = models.TextField(max_length=MAX_LENGTH)
    poll_question = models.CharField(max_length=300, blank=True)
    poll_options = models.TextField(blank=True)  # one in each line
    poll_is_multiple = models.BooleanField(default=False)
    poll_is_hidden = models.BooleanField(default=False)
    poll_can_change = models.BooleanField(default=True)
    opens_at = models.DateTimeField()
    zone = models.CharField(max_length=64)  # of the writer: days are counted on its clock
    pinned_days = models.PositiveSmallIntegerField(default=7, validators=DAYS)
    open_days = models.PositiveSmallIntegerField(null=True, blank=True, validators=DAYS)
    series = models.UUIDField(default=uuid.uuid4, editable=False)  # the weeks of one theme
    token = models.UUIDField(default=uuid.uuid4, editable=False)  # with it, it can open once
    state = models.CharField(max_length=10, choices=State, default=State.SCHEDULED)
    reason = models.CharField(max_length=10, choices=Reason, blank=True)
    topic = models.OneToOneField(
        Topic, models.SET_NULL, null=True, blank=True, related_name="prompt"
    )
    opened_at = models.DateTimeField(null=True, blank=True)
    unpin_at = models.DateTimeField(null=True, blank=True)  # None once it is no longer on top
    closes_at = models.DateTimeField(null=True, blank=True)

    objects = PromptQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["opens_at"],
                name="prompt_for_the_clock",
                condition=Q(state__in=["scheduled", "open"]),
            ),
            models.Index(fields=["category", "-opens_at"], name="prompt_of_category"),
        ]  # fmt: skip
        constraints = [
            models.CheckConstraint(
                condition=Q(state="refused") | Q(reason=""), name="prompt_refused_says_why"
            )
        ]

    def __str__(self):
        return f"Prompt {self.pk}"

    def get_absolute_url(self):
        return reverse("forums:prompt_detail", args=[self.pk])

    @property
    def is_scheduled(self) -> bool:
        return self.state == self.State.SCHEDULED

    @property
    def shown_title(self) -> str:
        """What it is called; its topic is, once who wrote it was erased."""
        return self.title or (self.topic.title if self.topic else "")

    @property
    def options(self) -> list[str]:
        return self.poll_options.splitlines()

    def after(self, days: int, start: datetime) -> datetime:
        """The same time of day in its own time zone so many days later, whatever clocks did."""
        return days_later(start, days, self.zone)


def days_later(start: datetime, days: int, zone: str) -> datetime:
    """The same time of day, in a time zone, so many days later."""
    local = start.astimezone(zoneinfo.ZoneInfo(zone))
    return local + timedelta(days=days)  # on the wall clock: not 24 hours times `days`
