from __future__ import annotations

import hashlib

from django.db import models
from django.db.models import Q
from django.utils import timezone


class FeedKeyQuerySet(models.QuerySet):
    def opened_by(self, token: str) -> FeedKeyQuerySet:
        """The key that an address holds, while its owner's account is open and not suspended."""
        lasts = Q(member__suspended_until=None) | Q(member__suspended_until__gt=timezone.now())
        found = self.filter(digest=digest_of(token), member__is_active=True)
        found = found.exclude(Q(member__suspended_at__isnull=False) & lasts)
        return found.select_related("member")


def digest_of(token: str) -> str:
    """A token is 256 random bits: one plain hash is as good as any number of them."""
    return hashlib.sha256(token.encode()).hexdigest()
