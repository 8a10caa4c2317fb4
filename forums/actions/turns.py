"""How often somebody posts without their name: counted where nothing tells whose posts they are.

Each post takes a turn: a key of the cache that only who knows our keys and the member could name,
that no other key resembles, and that is gone after an hour. In slow mode it begins a pause, which is
kept in the same way.
"""

import hmac
import time
from datetime import UTC, datetime, timedelta

from django.core.cache import cache

from forums.models import Category
from peersupport.core.cache import is_away
from peersupport.core.encryption import current_key
from peersupport.members.models import Member
from peersupport.members.rules import Level

HOUR = 3600


def take_turn(member: Member, limits: Level) -> datetime | None:
    """Take one of the turns of this hour. None: there was one; else when the next is free.

    Half as many as posts with a name. While Redis is away each process counts for itself, and
    then there is one.
    """
    most = max(limits.posts_an_hour // 2, 1)
    keys = [_key(member, number) for number in range(most)]
    taken = cache.get_many(keys)
    free = [key for key in keys if key not in taken]
    if is_away():
        free = [] if taken else free[:1]
    until = time.time() + HOUR
    if any(cache.add(key, until, HOUR) for key in free):
        return None
    return datetime.fromtimestamp(min(taken.values(), default=until), UTC)


def begin_pause(member: Member, category: Category) -> None:
    """Until it is over, they post nothing more without their name in this category."""
    if category.slow_seconds:
        cache.set(_pause_key(member, category), time.time(), category.slow_seconds)


def pauses_until(member: Member, category: Category) -> datetime | None:
    """When they may post there without their name again; None: now."""
    at = cache.get(_pause_key(member, category)) if category.slow_seconds else None
    until = at and datetime.fromtimestamp(at, UTC) + timedelta(seconds=category.slow_seconds)
    return until if until and until > datetime.now(UTC) else None


def _key(member: Member, number: int) -> str:
    return f"turn:{_digest(f'forums.turn:{member.pk}:{number}')}"


def _pause_key(member: Member, category: Category) -> str:
    return f"turn:{_digest(f'forums.pause:{member.pk}:{category.pk}')}"


def _digest(text: str) -> str:
    return hmac.digest(current_key()[1], text.encode(), "sha256").hex()
