from django.conf import settings
from django.db import models
from django.utils import timezone

from .categories import Category
from .posts import Post
from .topics import Topic


class MovedPost(models.Model):
    """A number that a topic gave to a post which now stands elsewhere.

    It points at the post, not at an address: however often the post moves on, each of its old
    addresses is one step away from where it stands.
    """

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="moved_posts")
    number = models.PositiveIntegerField()
    post = models.ForeignKey(Post, models.CASCADE, related_name="earlier_places")
    moved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["topic", "number"]
        constraints = [
            models.UniqueConstraint(fields=["topic", "number"], name="moved_number_in_topic")
        ]

    def __str__(self):
        return f"Post {self.post_id} was {self.number} in topic {self.topic_id}"


class SystemLine(models.Model):
    """A small line in a topic's stream: what a moderator did to it, after which post, and why."""

    class Kind(models.TextChoices):
        LOCKED = "locked"
        UNLOCKED = "unlocked"
        PINNED = "pinned"
        UNPINNED = "unpinned"
        ANNOUNCED = "announced"
        MOVED = "moved"
        SPLIT = "split"
        MERGED = "merged"

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="lines")
    kind = models.CharField(max_length=10, choices=Kind)
    after = models.PositiveIntegerField()  # the number of the post it stands behind, 0 for none
    at = models.DateTimeField(default=timezone.now)
    count = models.PositiveIntegerField(default=0)  # posts that came along
    origin = models.ForeignKey(Topic, models.SET_NULL, null=True, related_name="+")
    place = models.ForeignKey(Category, models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["after", "id"]
        indexes = [models.Index(fields=["topic", "after", "id"], name="line_in_topic")]

    def __str__(self):
        return f"{self.kind} after {self.after} of topic {self.topic_id}"


class DismissedAnnouncement(models.Model):
    """An announced topic that a member has put away."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "topic"], name="announcement_put_away_once")
        ]

    def __str__(self):
        return f"{self.member_id} put topic {self.topic_id} away"
