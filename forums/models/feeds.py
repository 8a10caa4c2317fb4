from django.conf import settings
from django.db import models
from django.utils import timezone

from forums.querysets import FeedKeyQuerySet


class FeedKey(models.Model):
    """The key to a member's private feeds. The address holds it; here stands only its digest."""

    member = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="feed_key")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)

    objects = FeedKeyQuerySet.as_manager()

    def __str__(self):
        return f"Feeds of {self.member_id}"
