from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groups.models import Group
from groups.rules import Place, place_of
from moderation.models import Moderated
from peersupport.core.richtext import MAX_LENGTH

from .querysets import Audience, CategoryQuerySet, PostQuerySet, TopicQuerySet, page_of

TITLE_LENGTH = 120


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
    see = models.PositiveSmallIntegerField(choices=Audience, default=Audience.PUBLIC)
    read = models.PositiveSmallIntegerField(choices=Audience, default=Audience.PUBLIC)
    start = models.PositiveSmallIntegerField(choices=Audience, default=Audience.MEMBERS)
    reply = models.PositiveSmallIntegerField(choices=Audience, default=Audience.MEMBERS)
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


class Topic(Moderated):
    class Kind(models.TextChoices):
        DISCUSSION = "discussion", _("Discussion")
        QUESTION = "question", _("Question")

    category = models.ForeignKey(Category, models.PROTECT, related_name="topics")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.DISCUSSION)
    title = models.CharField(max_length=300)  # typed ones are shorter; dumps bring longer ones
    slug = models.SlugField(max_length=80, allow_unicode=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="topics")
    excerpt = models.CharField(max_length=260, blank=True)
    posted_at = models.DateTimeField(default=timezone.now)
    last_post_at = models.DateTimeField(default=timezone.now)
    last_number = models.PositiveIntegerField(default=0)
    reply_count = models.PositiveIntegerField(default=0)
    recent_authors = ArrayField(models.BigIntegerField(), default=list, blank=True)
    answer = models.OneToOneField(
        "forums.Post", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    is_pinned = models.BooleanField(default=False)
    is_locked = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=0)  # moves with everything its pages show
    tag_names = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    submit_token = models.UUIDField(null=True, editable=False)

    objects = TopicQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["category", "-last_post_at", "-id"],
                name="topic_newest_in_category",
                condition=Q(standing="visible"),
            ),
            models.Index(
                fields=["-last_post_at", "-id"],
                name="topic_newest",
                condition=Q(standing="visible"),
            ),
            models.Index(
                fields=["-last_post_at", "-id"],
                name="topic_waiting",
                condition=Q(standing="visible", reply_count=0),
            ),
            models.Index(
                fields=["category", "-last_post_at", "-id"],
                name="topic_pinned",
                condition=Q(standing="visible", is_pinned=True),
            ),
            models.Index(fields=["author", "-id"], name="topic_by_author"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["author", "submit_token"], name="topic_sent_once"),
            models.CheckConstraint(condition=~Q(title=""), name="topic_has_a_title"),
        ]  # fmt: skip

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("forums:topic_detail", args=[self.pk, self.slug])

    @property
    def is_question(self) -> bool:
        return self.kind == self.Kind.QUESTION

    @property
    def is_answered(self) -> bool:
        return self.answer_id is not None

    @property
    def last_page(self) -> int:
        return page_of(max(self.last_number, 1))

    def link_to(self, number: int) -> str:
        """The page on which a post stands, at that post."""
        page = page_of(number)
        query = f"?page={page}" if page > 1 else ""
        return f"{self.get_absolute_url()}{query}#post-{number}"

    def permalink(self, number: int) -> str:
        """An address of a post that stays right wherever the post ends up."""
        return f"{self.get_absolute_url()}{number}/"


class Post(Moderated):
    """Numbered within its topic from 1; numbers are never given twice and never shift."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="posts")
    number = models.PositiveIntegerField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="posts")
    reply_to = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    body = models.TextField(max_length=MAX_LENGTH)  # as typed: Markdown, or the dump's HTML
    html = models.TextField()  # rendered and cleaned once, when written
    posted_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    reaction_counts = models.JSONField(default=dict, blank=True)
    score = models.IntegerField(default=0)  # votes an import brought along
    source = models.CharField(max_length=60, blank=True)
    source_id = models.BigIntegerField(null=True, blank=True)
    submit_token = models.UUIDField(null=True, editable=False)

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ["topic", "number"]
        constraints = [
            models.UniqueConstraint(fields=["topic", "number"], name="post_number_in_topic"),
            models.UniqueConstraint(fields=["author", "submit_token"], name="post_sent_once"),
            models.UniqueConstraint(
                fields=["source", "source_id"],
                name="post_once_per_source",
                condition=~Q(source=""),
            ),
            models.CheckConstraint(condition=~Q(body=""), name="post_says_something"),
        ]
        indexes = [models.Index(fields=["author", "-id"], name="post_by_author")]  # fmt: skip

    def __str__(self):
        return f"Post {self.number} in topic {self.topic_id}"

    def get_absolute_url(self):
        return self.topic.permalink(self.number)

    @property
    def is_markdown(self) -> bool:
        """What members type is; what a dump brought as HTML is not."""
        return not self.source.endswith("/post")


class PostRevision(models.Model):
    """What a post said before an edit, who changed it and why."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=300, blank=True)
    body = models.TextField()
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    edited_at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["version"]
        constraints = [models.UniqueConstraint(fields=["post", "version"], name="revision_once")]

    def __str__(self):
        return f"Version {self.version} of post {self.post_id}"


class Reaction(models.Model):
    """A word for a post. The author hears once, however often people click."""

    class Kind(models.TextChoices):
        WITH_YOU = "with_you", _("With you")
        SAME_HERE = "same_here", _("Same here")
        HELPFUL = "helpful", _("Helpful")
        THANK_YOU = "thank_you", _("Thank you")

    post = models.ForeignKey(Post, models.CASCADE, related_name="reactions")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reactions")
    kind = models.CharField(max_length=10, choices=Kind)
    reacted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "member", "kind"], name="reaction_once")
        ]

    def __str__(self):
        return f"{self.kind} for post {self.post_id}"


class ReadMark(models.Model):
    """How far a member has read a topic. One row a topic, written only when it moves on."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="read_marks")
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="read_marks")
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "topic"], name="read_mark_once")]

    def __str__(self):
        return f"{self.member_id} read {self.number} of topic {self.topic_id}"
