from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..querysets import DecisionQuerySet, SanctionQuerySet
from ..registry import Act
from .items import ReviewItem


class NormRule(models.Model):
    """One rule of the norms, in a sentence, that reports and decisions point to."""

    key = models.SlugField(max_length=20, unique=True)
    name = models.CharField(max_length=40)
    sentence = models.CharField(max_length=200)
    fine = models.TextField(_("examples of what is fine"), blank=True)
    not_fine = models.TextField(_("examples of what is not"), blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self):
        return self.name


class Step(models.TextChoices):
    """What a decision means for the person, the mildest first."""

    NOTHING = "nothing", _("Nothing more")
    MESSAGE = "message", _("Send a message")  # no strike
    WARN = "warn", _("Warn")
    LIMIT = "limit", _("Limit")  # links, new topics, pace
    PAUSE = "pause", _("Pause posting")
    PLACE = "place", _("Suspend from this place")
    SUSPEND = "suspend", _("Suspend")
    BAN = "ban", _("Ban")


class Limit(models.TextChoices):
    LINKS = "links", _("No links to other sites")
    TOPICS = "topics", _("No new topics")
    PACE = "pace", _("A few posts an hour")


class Decision(models.Model):
    """What a moderator decided about an item: about the thing, and about the person.

    Its texts are what its author reads in the statement of reasons. Who did it, and when, is on
    record besides (`Activity`), by ids alone.
    """

    class State(models.TextChoices):
        IN_FORCE = "in_force", _("In force")
        UNDONE = "undone", _("Taken back at once")
        CHANGED = "changed", _("Changed on appeal")
        OVERTURNED = "overturned", _("Overturned on appeal")

    UNDO_WITHIN = timedelta(seconds=30)
    APPEAL_WITHIN = timedelta(days=182)

    item = models.ForeignKey(ReviewItem, models.CASCADE, related_name="decisions")
    target_type = models.ForeignKey(ContentType, models.CASCADE)
    target_id = models.BigIntegerField()
    target = GenericForeignKey("target_type", "target_id")
    about = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="decisions"
    )  # none: without a name, or gone since
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    act = models.CharField(max_length=8, choices=Act, default=Act.KEEP)
    step = models.CharField(max_length=8, choices=Step, default=Step.NOTHING)
    norm = models.ForeignKey(NormRule, models.PROTECT, null=True, related_name="+")
    facts = models.TextField(_("what happened"), max_length=2000, blank=True)
    automation = models.CharField(max_length=200, blank=True)  # what a machine had a part in
    undo_facts = models.JSONField(default=dict)  # from `Content.carry_out`: ids and enums
    state = models.CharField(max_length=10, choices=State, default=State.IN_FORCE)
    undone_at = models.DateTimeField(null=True)
    act_undone_at = models.DateTimeField(null=True)  # of what was done to the thing alone
    told_at = models.DateTimeField(null=True)  # statement sent, once it could not be undone
    seen_at = models.DateTimeField(null=True)  # by who it is about

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["item"], condition=~Q(state="undone"), name="one_decision_for_each_item"
            ),
            models.CheckConstraint(
                condition=Q(about=None) | ~Q(about=F("made_by")), name="nobody_decides_on_themself"
            ),
            models.CheckConstraint(
                condition=Q(act="keep", step="nothing") | ~Q(facts=""),
                name="decision_says_what_happened",
            ),
        ]
        indexes = [
            models.Index(fields=["about", "-made_at"], name="decision_about"),
            models.Index(fields=["-made_at"], name="decision_by_time"),
            models.Index(fields=["made_at"], name="decision_to_tell", condition=Q(told_at=None)),
        ]

    def __str__(self):
        return f"D-{self.pk}"

    def get_absolute_url(self):
        return reverse("moderation:decision_detail", args=[self.pk])

    @property
    def stands(self) -> bool:
        """Whether it is in force, whole or in part."""
        return self.state in {self.State.IN_FORCE, self.State.CHANGED}

    @property
    def act_stands(self) -> bool:
        """Whether what it did to the thing is in force: part of it may have been taken back."""
        did_something = self.act != Act.KEEP or bool(self.undo_facts)  # some things are shown by it
        return did_something and self.act_undone_at is None

    @property
    def undo_until(self) -> datetime:
        return self.made_at + self.UNDO_WITHIN

    @property
    def appeal_until(self) -> datetime:
        return self.made_at + self.APPEAL_WITHIN

    @property
    def restricts(self) -> bool:
        """Whether it takes anything from anybody, so that a statement of reasons is due."""
        return self.act != Act.KEEP or self.step not in {Step.NOTHING, Step.MESSAGE}


class Sanction(models.Model):
    """What a decision takes from a member for a while. Ends by itself; nothing is deleted.

    What is in force is worked out from these rows and kept on `Member` (`actions.settle_standing`).
    """

    class Kind(models.TextChoices):
        WARNING = "warning", _("Warning")
        LIMIT = "limit", _("Limit")
        PAUSE = "pause", _("Posting paused")
        PLACE = "place", _("Suspended from a place")
        SUSPENSION = "suspend", _("Suspended")
        BAN = "ban", _("Banned")

    class Lifted(models.TextChoices):
        NO = "", _("Not lifted")
        ENDED = "ended", _("Ended on time")
        UNDONE = "undone", _("Its decision was taken back")
        CHANGED = "changed", _("Ended earlier, on appeal")
        OVERTURNED = "overturned", _("Overturned on appeal")

    STRIKE_FADES = timedelta(days=90)

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="sanctions")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="sanctions")
    kind = models.CharField(max_length=8, choices=Kind)
    limits = ArrayField(models.CharField(max_length=8, choices=Limit), default=list, blank=True)
    place_type = models.ForeignKey(ContentType, models.SET_NULL, null=True, related_name="+")
    place_id = models.BigIntegerField(null=True)
    place = GenericForeignKey("place_type", "place_id")
    starts_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(null=True)  # none: a warning, or a ban
    strike_until = models.DateTimeField(null=True)  # none: no strike
    lifted = models.CharField(max_length=10, choices=Lifted, default=Lifted.NO, blank=True)
    lifted_at = models.DateTimeField(null=True)

    objects = SanctionQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(lifted="", lifted_at=None)
                | (~Q(lifted="") & Q(lifted_at__isnull=False)),
                name="sanction_lifted_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["warning", "ban"], ends_at=None)
                | (~Q(kind__in=["warning", "ban"]) & Q(ends_at__gt=F("starts_at"))),
                name="sanction_ends_unless_it_is_a_ban",
            ),
            models.CheckConstraint(
                condition=~Q(kind="place") | Q(place_id__isnull=False),
                name="sanction_of_a_place_names_it",
            ),
        ]
        indexes = [
            models.Index(fields=["member", "kind"], name="sanction_of", condition=Q(lifted="")),
            models.Index(fields=["ends_at"], name="sanction_ends", condition=Q(lifted="")),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} of decision {self.decision_id}"
