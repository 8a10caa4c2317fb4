from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property

from .posts import Post

MOST_OPTIONS = 10
QUESTION_LENGTH = 200
OPTION_LENGTH = 120


class Poll(models.Model):
    """A question with choices that stands with the post in which it was asked, wherever that goes.

    Who chose what is told to nobody.
    """

    post = models.OneToOneField(Post, models.CASCADE, related_name="poll")
    question = models.CharField(max_length=300)  # typed ones are shorter
    is_multiple = models.BooleanField(default=False)
    can_change = models.BooleanField(default=True)  # a vote, until it closes; fixed from the start
    is_hidden = models.BooleanField(default=False)  # results, until one has voted or it closes
    closes_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)  # by hand, before its time
    voter_count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(question=""), name="poll_asks_something")
        ]

    def __str__(self):
        return f"Poll with post {self.post_id}"

    def get_absolute_url(self):
        page = self.post.topic.link_to(self.post.number).partition("#")[0]
        return f"{page}#poll-{self.pk}"

    @cached_property
    def is_closed(self) -> bool:
        is_over = self.closes_at is not None and self.closes_at <= timezone.now()
        return self.closed_at is not None or is_over


class PollOption(models.Model):
    """One choice. None is added, changed or taken away once a poll is there."""

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="options")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=200)  # typed ones are shorter
    vote_count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["poll", "position"], name="poll_option_place")
        ]

    def __str__(self):
        return f"Option {self.position} of poll {self.poll_id}"


class Ballot(models.Model):
    """What one member chose. It has no time, and stays counted without a member who was erased."""

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="ballots")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="ballots"
    )
    choices = ArrayField(models.PositiveSmallIntegerField())  # positions of options, in order

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["poll", "member"], name="ballot_once"),
            models.CheckConstraint(condition=~Q(choices=[]), name="ballot_chooses"),
        ]

    def __str__(self):
        return f"A ballot in poll {self.poll_id}"
