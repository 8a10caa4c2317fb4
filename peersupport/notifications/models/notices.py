from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from peersupport.activity.models import Activity

from ..querysets import NoticeQuerySet, WatchQuerySet
from .kinds import Kind


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
