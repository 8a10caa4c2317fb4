from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forums.querysets import TopicQuerySet, page_of
from moderation.models import Moderated

from .categories import Category
from .notes import Noted
from .search import site_language, without_words

TITLE_LENGTH = 120


class Topic(Noted, Moderated):
    class Kind(models.TextChoices):
        DISCUSSION = "discussion", _("Discussion")
        QUESTION = "question", _("Question")

    category = models.ForeignKey(Category, models.PROTECT, related_name="topics")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.DISCUSSION)
    title = models.CharField(max_length=300)  # typed ones are shorter; dumps bring longer ones
    slug = models.SlugField(max_length=80, allow_unicode=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="topics")
    excerpt = models.CharField(max_length=260, blank=True)  # empty behind a content note
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
    has_aliases = models.BooleanField(
        default=False, editable=False
    )  # somebody wrote in it without their name: only then it is asked who
    version = models.PositiveIntegerField(default=0)  # moves with everything its pages show
    has_poll = models.BooleanField(default=False)  # so that other pages need not look for one
    is_prompt = models.BooleanField(default=False)  # a facilitator's, which the clock opened
    tag_names = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    submit_token = models.UUIDField(null=True, editable=False)
    language = models.CharField(max_length=5, default=site_language, editable=False)
    words = SearchVectorField(null=True, editable=False)  # see search.WORDS_OF_TOPIC
    announced_until = models.DateTimeField(null=True, blank=True)
    is_put_away = models.BooleanField(
        default=False, editable=False
    )  # hidden or removed as a whole, with everything that others wrote in it
    has_lines = models.BooleanField(default=False)  # moderators' lines or moved posts to look for
    merged_into = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="merged_topics"
    )

    objects = without_words(TopicQuerySet)

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
            GinIndex(fields=["tag_names"], name="topic_tags", fastupdate=False),
            GinIndex(
                fields=["words"],
                name="topic_words",
                fastupdate=False,
                condition=Q(standing="visible"),
            ),
            GinIndex(
                fields=["title"],
                name="topic_title_trigrams",
                opclasses=["gin_trgm_ops"],
                fastupdate=False,
                condition=Q(standing="visible"),
            ),
            models.Index(
                fields=["-announced_until"],
                name="topic_announced",
                condition=Q(standing="visible", announced_until__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["author", "submit_token"], name="topic_sent_once"),
            models.CheckConstraint(condition=~Q(title=""), name="topic_has_a_title"),
            models.CheckConstraint(
                condition=Q(is_put_away=False) | ~Q(standing="visible"),
                name="topic_put_away_is_not_shown",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("forums:topic_detail", args=[self.pk, self.slug])

    @property
    def tags(self) -> list[tuple[str, str]]:
        """Each tag with its address."""
        return [(name, reverse("forums:tag_detail", args=[name])) for name in self.tag_names]

    @property
    def is_question(self) -> bool:
        return self.kind == self.Kind.QUESTION

    @property
    def is_answered(self) -> bool:
        return self.answer_id is not None

    @property
    def shown_excerpt(self) -> str:
        """What lists, search and feeds may show of the first post: nothing behind a note."""
        return "" if self.note else self.excerpt

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
