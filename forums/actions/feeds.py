"""Private feeds: the key is made, shown once, and taken back."""

import secrets

from django.db import transaction
from django.utils import timezone

from forums.models import FeedKey
from forums.querysets import digest_of
from peersupport.members.models import Member


@transaction.atomic
def make_feed_key(member: Member) -> str:
    """Make the token of a member's private feeds and return it; the one before stops at once."""
    token = secrets.token_urlsafe(32)
    facts = {"digest": digest_of(token), "made_at": timezone.now()}
    FeedKey.objects.update_or_create(member=member, defaults=facts)
    return token


@transaction.atomic
def revoke_feed_key(member: Member) -> None:
    """The private feeds of a member stop with the next request."""
    FeedKey.objects.filter(member=member).delete()
