from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone


class BookmarkQuerySet(models.QuerySet):
    def visible_to(self, member: Any) -> BookmarkQuerySet:
        """One's own, and nobody else's."""
        return self.filter(member=member.pk)

    def due(self) -> BookmarkQuerySet:
        """Those of which somebody is to be reminded now."""
        return self.filter(remind_at__lte=timezone.now(), reminded_at=None)
