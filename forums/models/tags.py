from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from forums.querysets import TagQuerySet
from peersupport.core.names import TAG_LENGTH

from .topics import Topic

MOST_TAGS = 5  # of one topic


class Tag(models.Model):
    """A word by which topics of all categories are found. Topics hold the names themselves."""

    name = models.CharField(max_length=TAG_LENGTH, unique=True)
    description = models.CharField(max_length=300, blank=True)
    same_as = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="synonyms"
    )  # another name for that one: nobody finds or uses it any more
    topic_count = models.PositiveIntegerField(default=0)  # of topics that everybody may read

    objects = TagQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        indexes = [
            models.Index(
                fields=["-topic_count", "name"], name="tag_most_used",
                condition=models.Q(same_as=None),
            )
        ]  # fmt: skip
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(same_as=models.F("id")), name="tag_is_no_synonym_of_itself"
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("forums:tag_detail", args=[self.name])


class TagSuggestion(models.Model):
    """A word that is no tag yet, put to a topic by who wrote it. Staff decide."""

    name = models.CharField(max_length=TAG_LENGTH)
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="tag_suggestions")
    suggested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="tag_suggestions"
    )
    suggested_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name", "suggested_at"]
        constraints = [models.UniqueConstraint(fields=["name", "topic"], name="tag_suggested_once")]

    def __str__(self):
        return f"{self.name} for topic {self.topic_id}"
