from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..querysets import LetterQuerySet
from .kinds import Kind


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
