from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from peersupport.activity.models import Activity

from .querysets import LetterQuerySet, NoticeQuerySet, WatchQuerySet


class Kind(models.TextChoices):
    """Groups of events that a person can turn off; account mail is not among them."""

    REPLY = "reply", _("Replies in topics you follow")
    MENTION = "mention", _("Mentions of you")
    TOPIC = "topic", _("New topics in places you follow")
    MESSAGE = "message", _("Private messages")
    REMINDER = "reminder", _("Reminders you set")
    UPKEEP = "upkeep", _("What moderators change in your posts")
    GROUP = "group", _("Groups you are in or asked about")
    ACCOUNT = "account", _("Your account")


class Notice(models.Model):
    """Something a member is told on the site. Points at a row; holds no words of anybody."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=16, choices=Kind)
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="+")
    target_type = models.ForeignKey(ContentType, models.CASCADE)
    target_id = models.BigIntegerField()
    target = GenericForeignKey("target_type", "target_id")
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["recipient", "activity"], name="notice_once")
        ]
        indexes = [
            models.Index(fields=["recipient", "-id"], name="notice_newest"),
            models.Index(fields=["recipient"], name="notice_unread", condition=Q(read_at=None)),
        ]

    def __str__(self):
        return f"{self.kind} for {self.recipient_id}"


class Watch(models.Model):
    """How closely a member follows something."""

    class Level(models.IntegerChoices):
        MUTED = 0, _("Muted")
        NORMAL = 1, _("Normal")
        FOLLOWING = 2, _("Following")

    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="watches")
    target_type = models.ForeignKey(ContentType, models.CASCADE)
    target_id = models.BigIntegerField()
    target = GenericForeignKey("target_type", "target_id")
    level = models.PositiveSmallIntegerField(choices=Level)

    objects = WatchQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["target_type", "target_id", "member"], name="watch_once"
            )
        ]
        indexes = [models.Index(fields=["member"], name="watch_muted", condition=Q(level=0))]

    def __str__(self):
        return f"{self.member_id} {self.get_level_display()} {self.target_id}"


class MailOptOut(models.Model):
    """A kind of letter that a member does not want."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="opt_outs")
    kind = models.CharField(max_length=16, choices=Kind)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "kind"], name="opt_out_once")]

    def __str__(self):
        return f"{self.member_id} wants no {self.kind}"


class Letter(models.Model):
    """One mail, from the moment it is due until it is final. The only way mail leaves.

    `key` names it once and for all; the Message-ID comes from it, so that a letter sent twice
    by a worker's death is one letter to the mailbox. What a letter shows is fetched through
    `visible_to` when it is sent; only mail that libraries write (`kind` account) is stored whole.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENT = "sent", _("Sent")
        DROPPED = "dropped", _("Not sent: no longer wanted or allowed")
        FAILED = "failed", _("Failed for good")

    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=16, choices=Kind)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="letters"
    )
    address = models.EmailField(blank=True)
    template = models.CharField(max_length=60, blank=True)
    target_type = models.ForeignKey(ContentType, models.CASCADE, null=True)
    target_id = models.BigIntegerField(null=True)
    target = GenericForeignKey("target_type", "target_id")
    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    leased_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    final_at = models.DateTimeField(null=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], name="letter_waiting", condition=Q(state="waiting")),
        ]

    def __str__(self):
        return f"{self.kind} letter #{self.pk}"
