from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from moderation.models import Moderated
from peersupport.members.models import Interest, Language

from ..querysets import (
    GroupQuerySet,
)

SMALLEST, LARGEST = 3, 500
MOST_QUESTIONS = 5


class Group(Moderated):
    """A place to belong, of a size somebody chose. What is written in it is for its members."""

    class Kind(models.IntegerChoices):
        OPEN = 0, _("Open: whoever likes joins at once")
        REQUEST = 1, _("By request: people ask, a facilitator decides")
        INVITATION = 2, _("By invitation: listed, but one has to be invited")
        HIDDEN = 3, _("Hidden: nobody outside learns that it exists")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Waiting for an organiser")
        RUNNING = "running", _("Running")
        DECLINED = "declined", _("Not founded")
        ARCHIVED = "archived", _("Archived: can be read, not written in")

    class Icon(models.TextChoices):
        PEOPLE = "users-three", _("People")
        PATH = "path", _("A path")
        MOON = "moon", _("The moon")
        PENCIL = "pencil-line", _("A pencil")
        GLOBE = "globe", _("The globe")
        BABY = "baby", _("A child")
        FUNCTION = "function", _("A formula")
        RETURN = "arrow-u-up-left", _("A way back")
        LEAF = "leaf", _("A leaf")
        HEART = "hand-heart", _("A hand with a heart")
        BOOK = "book-open", _("A book")

    slug = models.SlugField(max_length=60, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=60)
    purpose = models.CharField(_("what it is for"), max_length=300)
    objectives = models.TextField(_("what you want to do together"), max_length=1000, blank=True)
    kind = models.PositiveSmallIntegerField(_("who can come in"), choices=Kind, default=Kind.OPEN)
    state = models.CharField(max_length=8, choices=State, default=State.RUNNING, editable=False)
    size = models.PositiveSmallIntegerField(
        _("places"), default=12,
        validators=[MinValueValidator(SMALLEST), MaxValueValidator(LARGEST)],
    )  # fmt: skip
    languages = ArrayField(
        models.CharField(max_length=5, choices=Language), default=list, blank=True,
        verbose_name=_("languages"),
    )  # fmt: skip
    interests = ArrayField(
        models.CharField(max_length=20, choices=Interest), default=list, blank=True,
        verbose_name=_("what it is about"),
    )  # fmt: skip
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    utc_offset = models.SmallIntegerField(default=0, editable=False)  # minutes, without summer time
    icon = models.CharField(_("picture"), max_length=20, choices=Icon, default=Icon.PEOPLE)
    hue = models.PositiveSmallIntegerField(default=1)
    norms = models.TextField(_("how you treat each other"), max_length=2000)
    norms_version = models.PositiveIntegerField(default=1, editable=False)
    norms_changed_at = models.DateTimeField(default=timezone.now, editable=False)
    questions = models.TextField(_("questions to who wants to join"), max_length=1000, blank=True)
    members_may_invite = models.BooleanField(_("members may invite others"), default=False)
    allows_anonymous = models.BooleanField(_("members may post without their name"), default=False)
    member_count = models.PositiveIntegerField(default=0, editable=False)
    founded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False
    )
    founded_at = models.DateTimeField(default=timezone.now, editable=False)
    active_at = models.DateTimeField(
        default=timezone.now, editable=False
    )  # the last joining or post
    unled_since = models.DateTimeField(null=True, editable=False)  # nobody looks after it since
    flagged_at = models.DateTimeField(null=True, editable=False)  # organisers were told
    decided_because = models.CharField(max_length=300, blank=True)  # what the founder was told

    objects = GroupQuerySet.as_manager()

    class Meta:
        ordering = ["-active_at", "-id"]
        permissions = [
            ("invite_people", "Can invite people to this group"),
            ("accept_people", "Can accept, decline and remove people of this group"),
            ("edit_group", "Can edit this group and its norms"),
            ("moderate_inside", "Can moderate inside this group"),
            ("manage_discussions", "Can pin, close and move this group's discussions"),
        ]
        indexes = [
            models.Index(
                fields=["-active_at", "-id"],
                name="group_latest_active",
                condition=Q(state="running", kind__lt=3),
            ),
            models.Index(
                fields=["unled_since"], name="group_unled", condition=Q(unled_since__isnull=False)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(size__gte=SMALLEST, size__lte=LARGEST), name="group_has_a_fair_size"
            ),
            models.CheckConstraint(
                condition=Q(member_count__lte=F("size")), name="group_is_not_over_full"
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return self.place_url("group_detail")

    def place_url(self, page: str) -> str:
        """The address of one of the group's pages, by its route's name."""
        return reverse(f"groups:{page}", args=[self.slug])

    @property
    def is_running(self) -> bool:
        return self.state == self.State.RUNNING

    @property
    def has_discussions(self) -> bool:
        """Whether there is anything to read in it: not before an organiser agreed to it."""
        return self.state in {self.State.RUNNING, self.State.ARCHIVED}

    @property
    def is_full(self) -> bool:
        return self.member_count >= self.size

    @property
    def places_free(self) -> int:
        return max(self.size - self.member_count, 0)

    @property
    def is_hidden(self) -> bool:
        return self.kind == self.Kind.HIDDEN

    @property
    def is_invitation_only(self) -> bool:
        return self.kind >= self.Kind.INVITATION

    @property
    def is_by_request(self) -> bool:
        return self.kind == self.Kind.REQUEST

    @property
    def norm_lines(self) -> list[tuple[str, str]]:
        """Each norm as its first sentence and the rest of its line."""
        return [split_sentence(line) for line in lines_of(self.norms)]

    @property
    def objective_lines(self) -> list[str]:
        return lines_of(self.objectives)

    @property
    def question_lines(self) -> list[tuple[str, bool]]:
        """Each question with whether it must be answered; "(optional)" at its end says no."""
        return [split_optional(line) for line in lines_of(self.questions)[:MOST_QUESTIONS]]

    @property
    def zone_name(self) -> str:
        return self.time_zone.replace("_", " ")

    @property
    def language_names(self) -> list[str]:
        return [str(Language(code).label) for code in self.languages if code in Language.values]

    @property
    def interest_names(self) -> list[str]:
        return [str(Interest(name).label) for name in self.interests if name in Interest.values]


def lines_of(text: str) -> list[str]:
    """The lines of a text that say something, without list marks."""
    lines = [line.strip().lstrip("-*• ").strip() for line in text.splitlines()]
    return [line for line in lines if line]


def split_sentence(line: str) -> tuple[str, str]:
    """The first sentence of a line, with its full stop, and the rest."""
    first, stop, rest = line.partition(". ")
    return (first + stop.strip(), rest.strip())


def split_optional(line: str) -> tuple[str, bool]:
    """A question and whether it must be answered."""
    if line.lower().endswith("(optional)"):
        return line[: -len("(optional)")].strip(), False
    return line, True


def utc_offset(zone: str) -> int:
    """Minutes between a time zone's winter and UTC, north or south of the equator."""
    offsets = (datetime(2026, month, 15, tzinfo=ZoneInfo(zone)).utcoffset() for month in (1, 7))
    return min(int(offset.total_seconds() // 60) for offset in offsets if offset is not None)
