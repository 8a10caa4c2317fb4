import pgtrigger
from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone

from .querysets import ActivityQuerySet


class Activity(models.Model):
    """Something that happened: outbox, audit trail and fact table in one. Append-only.

    `data` holds ids and enums, never members' words.
    """

    verb = models.CharField(max_length=60)  # area.past_tense
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="activities"
    )
    target_type = models.ForeignKey(ContentType, models.PROTECT, null=True)
    target_id = models.BigIntegerField(null=True)
    target = GenericForeignKey("target_type", "target_id")
    data = models.JSONField(default=dict)
    # One of the staff's log: what staff and others who look after a place did and read.
    is_audited = models.BooleanField(default=False, db_default=False)
    request_id = models.UUIDField(null=True)  # in which request or job, as the server's log says it
    happened_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["id"], name="activity_waiting", condition=Q(settled_at=None)),
            models.Index(fields=["actor", "verb"], name="activity_by_actor"),
            models.Index(fields=["verb", "happened_at"], name="activity_by_verb"),
            models.Index(
                fields=["-happened_at", "-id"], name="activity_audit",
                condition=Q(is_audited=True),
            ),
            models.Index(
                fields=["actor", "-happened_at", "-id"], name="activity_audit_of",
                condition=Q(is_audited=True),
            ),
        ]  # fmt: skip
        triggers = [
            pgtrigger.Protect(
                name="keep_what_happened",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=["settled_at", "attempts", "retry_at"]),
            ),
            pgtrigger.Protect(name="keep_every_row", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="keep_the_table",
                level=pgtrigger.Statement,
                when=pgtrigger.Before,
                operation=pgtrigger.Truncate,
                func="RAISE EXCEPTION 'activity is append-only'; RETURN NULL;",
            ),
        ]

    def __str__(self):
        return f"{self.verb} #{self.pk}"
