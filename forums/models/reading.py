from django.conf import settings
from django.db import models

from .topics import Topic


class ReadMark(models.Model):
    """How far a member has read a topic. One row a topic, written only when it moves on."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="read_marks")
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="read_marks")
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "topic"], name="read_mark_once")]

    def __str__(self):
        return f"{self.member_id} read {self.number} of topic {self.topic_id}"
