from django.conf import settings
from django.db import models
from django.utils import timezone

from forums.querysets import BookmarkQuerySet

from .posts import Post

BOOKMARK_NOTE_LENGTH = 200


class Bookmark(models.Model):
    """A post that a member keeps for later, and when they want to be reminded of it."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="bookmarks")
    post = models.ForeignKey(Post, models.CASCADE, related_name="bookmarks")
    note = models.CharField(max_length=BOOKMARK_NOTE_LENGTH, blank=True)
    kept_at = models.DateTimeField(default=timezone.now)
    remind_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    objects = BookmarkQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "post"], name="bookmark_once")]
        indexes = [
            models.Index(fields=["member", "-id"], name="bookmark_newest"),
            models.Index(
                fields=["remind_at"], name="bookmark_due",
                condition=models.Q(remind_at__isnull=False, reminded_at=None),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"Bookmark {self.pk} of {self.member_id}"
