from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q


class DraftQuerySet(models.QuerySet):
    def visible_to(self, member: Any) -> DraftQuerySet:
        """A person's own drafts. Nobody else's exist for anybody, whatever their role."""
        return self.filter(member=member.pk) if member.is_authenticated else self.none()

    def at(self, *, category: Any = None, topic: Any = None) -> DraftQuerySet:
        """What is begun at one place: a new topic in a category, or a reply to a topic."""
        return self.filter(category=category, topic=topic)

    def for_listing(self) -> DraftQuerySet:
        """The latest first."""
        return self.order_by("-saved_at", "-id")

    def before(self, cursor: tuple | None) -> DraftQuerySet:
        """The rest of a list, after the row with this (saved_at, id)."""
        if cursor is None:
            return self
        at, pk = cursor
        return self.filter(Q(saved_at__lt=at) | Q(saved_at=at, id__lt=pk))

    def after(self, cursor: tuple) -> DraftQuerySet:
        """The rows in front of the one with this (saved_at, id), nearest first."""
        at, pk = cursor
        newer = self.filter(Q(saved_at__gt=at) | Q(saved_at=at, id__gt=pk))
        return newer.order_by("saved_at", "id")
