from __future__ import annotations

import hashlib

from django.db import models


class FeedKeyQuerySet(models.QuerySet):
    def opened_by(self, token: str) -> FeedKeyQuerySet:
        """The key that an address holds, while its owner's account is open."""
        found = self.filter(digest=digest_of(token), member__is_active=True)
        return found.select_related("member")


def digest_of(token: str) -> str:
    """A token is 256 random bits: one plain hash is as good as any number of them."""
    return hashlib.sha256(token.encode()).hexdigest()
