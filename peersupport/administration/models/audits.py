import hashlib
import json

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..querysets import SelfAuditQuerySet


class Upkeep(models.Model):
    """A backup that was made, one that was restored to see that it can be, or a real restore."""

    class Kind(models.TextChoices):
        BACKUP = "backup", _("Backup made")
        DRILL = "drill", _("Restore practised")
        RESTORE = "restore", _("Backup restored")

    kind = models.CharField(max_length=8, choices=Kind)
    archive = models.CharField(max_length=100)  # the file's name
    happened_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["kind", "-id"], name="upkeep_latest")]

    def __str__(self):
        return f"{self.kind} {self.archive}"


class SelfAudit(models.Model):
    """What the site found when it looked at itself on one day. Kept as it was."""

    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )  # empty: whoever runs the machine
    result = models.JSONField()
    sha256 = models.CharField(max_length=64)  # see `digest`

    objects = SelfAuditQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        triggers = [
            pgtrigger.Protect(
                name="keep_every_audit", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self):
        return f"Self-audit of {self.made_at:%Y-%m-%d}"

    @property
    def is_unchanged(self) -> bool:
        return self.sha256 == digest(self.result)


def digest(result: dict) -> str:
    """SHA-256 of a result as JSON with sorted keys and no spaces, in hexadecimal figures."""
    text = json.dumps(result, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
