from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.text import Truncator

from forums.querysets import DraftQuerySet
from groups.resources.models import Attachment

from .categories import Category
from .topics import Topic

FIRST_WORDS = 200


class Draft(models.Model):
    """What a member has begun to write at one place and not posted; nobody else ever sees it.

    The place is a category (a new topic) or a topic (a reply). A place that goes leaves the words.
    """

    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    category = models.ForeignKey(
        Category, models.SET_NULL, null=True, blank=True, related_name="drafts"
    )
    topic = models.ForeignKey(Topic, models.SET_NULL, null=True, blank=True, related_name="drafts")
    words = models.JSONField(default=dict)  # the form's fields as typed: texts, or lists of them
    files = models.ManyToManyField(Attachment, related_name="drafts")  # they stay as long as it
    version = models.PositiveIntegerField(default=1)
    page = models.CharField(max_length=20, blank=True)  # which open page saved it last
    saved_at = models.DateTimeField(default=timezone.now)

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "category"], name="draft_of_a_new_topic"),
            models.UniqueConstraint(fields=["member", "topic"], name="draft_of_a_reply"),
            models.CheckConstraint(
                condition=Q(category=None) | Q(topic=None), name="draft_has_one_place"
            ),
        ]
        indexes = [
            models.Index(F("member"), F("saved_at").desc(), F("id").desc(), name="draft_newest"),
            models.Index(fields=["saved_at"], name="draft_by_age"),
        ]

    def __str__(self):
        return f"Draft {self.pk}"

    @property
    def title(self) -> str:
        return self.text_of("title")

    @property
    def body(self) -> str:
        return self.text_of("body")

    @property
    def first_words(self) -> str:
        """A line or two to know it by."""
        text = " ".join(f"{self.title} {self.body}".split())
        return Truncator(text).chars(FIRST_WORDS)

    @property
    def file_count(self) -> int:
        return len(self.text_of("attached").split())

    @property
    def is_of_today(self) -> bool:
        return timezone.localdate(self.saved_at) == timezone.localdate()

    def text_of(self, name: str) -> Any:
        return self.words.get(name, "")
