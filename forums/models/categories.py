from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from forums.querysets import Audience, CategoryQuerySet
from groups.models import Group
from groups.rules import Place, place_of
from peersupport.core.richtext import MAX_LENGTH

NEVER_HELD = _("Where people come for support nothing waits: what they write is shown at once.")


class Category(models.Model):
    """A place for topics. Who may see, read, start and reply is kept in its row."""

    class Icon(models.TextChoices):
        CHATS = "chats-circle"
        LIGHTBULB = "lightbulb"
        PLANT = "plant"
        HEART = "hand-heart"
        PEOPLE = "users-three"
        MEGAPHONE = "megaphone"
        CAP = "graduation-cap"
        CALENDAR = "calendar-blank"
        LIFEBUOY = "lifebuoy"
        BOOK = "book-open"
        HOUSE = "house"

    class Hold(models.TextChoices):
        """What waits for a moderator before others see it."""

        OPEN = "open", _("Nothing waits")
        FIRST_POSTS = "first", _("A newcomer’s first posts")
        ALL = "all", _("Everything")

    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    group = models.OneToOneField(
        Group, models.CASCADE, null=True, blank=True, editable=False, related_name="category"
    )  # the discussions of a group: its members', whatever the rights below say
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    description = models.CharField(max_length=300, blank=True)
    icon = models.CharField(max_length=20, choices=Icon, default=Icon.CHATS)
    hue = models.PositiveSmallIntegerField(
        default=1, validators=[MinValueValidator(1), MaxValueValidator(6)]
    )
    position = models.PositiveSmallIntegerField(default=0)
    is_sensitive = models.BooleanField(
        default=False, help_text=_("Letters about its topics tell no title and no text.")
    )
    allows_anonymous = models.BooleanField(
        default=False, help_text=_("Members may post here without their name.")
    )
    see = models.PositiveSmallIntegerField(choices=Audience, default=Audience.PUBLIC)
    read = models.PositiveSmallIntegerField(choices=Audience, default=Audience.PUBLIC)
    start = models.PositiveSmallIntegerField(choices=Audience, default=Audience.MEMBERS)
    reply = models.PositiveSmallIntegerField(choices=Audience, default=Audience.MEMBERS)
    template = models.TextField(
        blank=True, max_length=MAX_LENGTH,
        help_text=_("What a new topic starts with, such as a few headings to write under."),
    )  # fmt: skip
    template_title_hint = models.CharField(
        blank=True, max_length=160, help_text=_("What makes a good title here, in one sentence.")
    )
    slow_seconds = models.PositiveIntegerField(
        default=0, help_text=_("Each member waits this long between two posts. 0: nobody waits.")
    )
    hold = models.CharField(
        _("before it is public"), max_length=5, choices=Hold, default=Hold.OPEN,
        help_text=_("What a moderator looks at before others see it."),
    )  # fmt: skip
    is_support = models.BooleanField(
        _("people come here for support"), default=False,
        help_text=_("What they write is shown at once: nothing can wait here."),
    )  # fmt: skip
    topic_count = models.PositiveIntegerField(default=0, editable=False)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name"]
        verbose_name_plural = "categories"
        permissions = [("moderate_category", "Can moderate this category")]
        constraints = [
            models.CheckConstraint(
                condition=Q(see__lte=F("read")) & Q(read__lte=F("start")) & Q(read__lte=F("reply")),
                name="category_rights_narrow_step_by_step",
            ),
            models.CheckConstraint(
                condition=Q(start__gte=Audience.MEMBERS) & Q(reply__gte=Audience.MEMBERS),
                name="category_is_written_by_members",
            ),
            models.CheckConstraint(
                condition=Q(group=None) | Q(parent=None), name="category_of_a_group_stands_alone"
            ),
            models.CheckConstraint(
                condition=Q(is_support=False) | Q(hold="open"),
                name="category_of_support_never_holds",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        page = "group_discussions" if self.group_id else "category_detail"
        return reverse(f"forums:{page}", args=[self.slug])

    def clean(self):
        if self.parent_id == self.pk and self.pk:
            raise ValidationError({"parent": _("A category cannot lie inside itself.")})
        if self.parent and self.parent.parent_id:
            raise ValidationError({"parent": _("Categories nest two levels deep.")})
        if self.is_support and self.hold != self.Hold.OPEN:
            raise ValidationError({"hold": NEVER_HELD})
        if self.parent and (self.see < self.parent.see or self.read < self.parent.read):
            raise ValidationError(
                _("Who may see and read can be as wide as in “%(name)s”, not wider."),
                params={"name": self.parent.name},
            )

    @property
    def words_stay_inside(self) -> bool:
        """Mail about it leaves the site: then nothing is told that not everybody may read here."""
        return self.is_sensitive or self.read > Audience.MEMBERS or self.group_id is not None

    def place_of(self, member: Any) -> Place | None:
        """A person's place in the group whose discussions these are.

        Asked once for each time the row is read: an action that locks and reads it asks anew.
        """
        places = self.__dict__.setdefault("_places", {})
        if member.pk not in places:
            places[member.pk] = place_of(member, self.group_id)
        return places[member.pk]

    def know_place(self, member: Any, place: Place | None) -> None:
        """Take over what a page has asked already."""
        self.__dict__.setdefault("_places", {})[member.pk] = place
