from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from forums.querysets import PostQuerySet, RevisionQuerySet
from moderation.models import Moderated
from peersupport.core import richtext
from peersupport.core.richtext import MAX_LENGTH

from .notes import Noted
from .search import StoredWords, site_language, without_words, words_of_post
from .topics import Topic

REPLIES = Q(standing="visible", number__gt=1)  # the first post's words are its topic's


class Post(Noted, Moderated):
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
    files = models.JSONField(default=list, db_default=[], blank=True)  # Attachment.facts of each
    attachments = GenericRelation("resources.Attachment", "target_id", "target_type")
    score = models.IntegerField(default=0)  # votes an import brought along
    source = models.CharField(max_length=60, blank=True)
    source_id = models.BigIntegerField(null=True, blank=True)
    submit_token = models.UUIDField(null=True, editable=False)
    language = models.CharField(max_length=5, default=site_language, editable=False)  # its topic's
    words = StoredWords(
        expression=words_of_post(), output_field=SearchVectorField(), db_persist=True
    )

    objects = without_words(PostQuerySet)

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
        indexes = [
            models.Index(fields=["author", "-id"], name="post_by_author"),
            # Read at once, not later in one long go: nobody's search waits for others' posts.
            GinIndex(fields=["words"], name="post_words", fastupdate=False, condition=REPLIES),
        ]  # fmt: skip

    def __str__(self):
        return f"Post {self.number} in topic {self.topic_id}"

    def get_absolute_url(self):
        return self.topic.permalink(self.number)

    @property
    def is_markdown(self) -> bool:
        """What members type is; what a dump brought as HTML is not."""
        return not self.source.endswith("/post")

    @property
    def shown_html(self) -> str:
        """What may be shown anywhere but in its topic, such as in letters: the note for the words."""
        return format_html("<p>{}</p>", self.note_text) if self.note else self.html

    @property
    def shown_excerpt(self) -> str:
        """The same as plain text on one line, cut short: for lists, search and feeds."""
        return richtext.excerpt(self.shown_html)


class PostRevision(Noted):
    """What a post said before an edit, who changed it and why."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=300, blank=True)
    body = models.TextField()
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    edited_at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=200, blank=True)
    files = models.JSONField(default=list)  # what was with it, as Post.files

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["version"]
        constraints = [models.UniqueConstraint(fields=["post", "version"], name="revision_once")]

    def __str__(self):
        return f"Version {self.version} of post {self.post_id}"

    def get_absolute_url(self):
        """The history of the post."""
        return reverse("forums:post_history", args=[self.post.topic_id, self.post.number])


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
