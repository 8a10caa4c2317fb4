from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from forums.querysets import HeldPostQuerySet
from peersupport.core.richtext import MAX_LENGTH

from .categories import Category
from .drafts import FIRST_WORDS
from .notes import Noted
from .posts import Post
from .topics import Topic


class HeldPost(Noted):
    """What somebody sent and a moderator looks at first. It is no post yet, so no list can show it.

    Only who wrote it reads it, and those who decide. Let through, it is posted like any other.
    """

    class Why(models.TextChoices):
        """Said to its author in full by `templates/forums/_held_why.html`."""

        ALL = "all", _("Everything in this category waits")
        FIRST = "first", _("A newcomer’s first post")
        TERM = "term", _("Words that often need a second look")
        LINKS = "links", _("More links than a newcomer can post")
        SAME = "same", _("The same text in several places")
        TRAP = "trap", _("A field that people do not see was filled in")

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits for a look")
        RETURNED = "returned", _("Back with its author")
        POSTED = "posted", _("Posted")
        DECLINED = "declined", _("Not posted")

    MINE = [State.WAITING, State.RETURNED]  # what its author can still do something about

    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="held_posts")
    category = models.ForeignKey(Category, models.CASCADE, related_name="held_posts")
    topic = models.ForeignKey(
        Topic, models.CASCADE, null=True, related_name="held_posts"
    )  # none: a new topic
    reply_to = models.ForeignKey(Post, models.SET_NULL, null=True, related_name="+")
    title = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=12, choices=Topic.Kind, default=Topic.Kind.DISCUSSION)
    body = models.TextField(max_length=MAX_LENGTH)
    html = models.TextField()  # rendered and cleaned once, when it is written
    tags = ArrayField(models.CharField(max_length=60), default=list)
    poll = models.JSONField(null=True)  # as PollFacts, of a new topic
    files = models.JSONField(default=list)  # Attachment.facts of each
    attachments = GenericRelation("resources.Attachment", "target_id", "target_type")
    why = models.CharField(max_length=5, choices=Why)
    terms = ArrayField(models.BigIntegerField(), default=list)  # ids of watched terms in it
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    answer = models.TextField(max_length=2000, blank=True)  # what a moderator wrote to its author
    post = models.ForeignKey(Post, models.SET_NULL, null=True, related_name="+")  # what it became
    submit_token = models.UUIDField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1)
    held_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True)

    objects = HeldPostQuerySet.as_manager()

    class Meta:
        ordering = ["-held_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["author", "submit_token"], name="held_sent_once"),
            models.CheckConstraint(
                condition=Q(topic=None, reply_to=None) & (~Q(title="") | Q(state="posted"))
                | Q(topic__isnull=False, title=""),
                name="held_is_a_topic_or_a_reply",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "returned"], settled_at=None)
                | Q(state__in=["posted", "declined"], settled_at__isnull=False),
                name="held_settled_has_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["author", "-held_at"], name="held_of"),
            models.Index(
                fields=["author", "topic"], name="held_open",
                condition=Q(state__in=["waiting", "returned"]),
            ),
            models.Index(fields=["held_at"], name="held_by_age"),
        ]  # fmt: skip

    def __str__(self):
        return f"Held post {self.pk}"

    def get_absolute_url(self):
        return reverse("forums:held_detail", args=[self.pk])

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING

    @property
    def can_change(self) -> bool:
        """Whether its author can still edit it, send it again or take it back."""
        return self.state in self.MINE

    @property
    def place(self) -> Category:
        """Where it would stand: a topic may have moved meanwhile."""
        return self.topic.category if self.topic else self.category

    @property
    def place_name(self) -> str:
        return self.topic.title if self.topic else self.category.name

    @property
    def first_words(self) -> str:
        """A line or two to know it by."""
        text = " ".join(f"{self.title} {self.body}".split())
        return Truncator(text).chars(FIRST_WORDS)

    @property
    def words(self) -> dict[str, Any]:
        """What it takes to post it."""
        words: dict[str, Any] = {
            "body": self.body,
            "note": self.note,
            "note_words": self.note_words,
        }
        if self.topic_id:
            return words | {"reply_to": self.reply_to}
        return words | {"title": self.title, "kind": self.kind, "tags": self.tags}
