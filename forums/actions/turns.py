"""How often somebody posts without their name: counted where nothing tells whose posts they are.

Each post takes a turn: a key of the cache that only who knows our keys and the member could name,
that no other key resembles, and that is gone after an hour.
"""

import hmac
import time
from datetime import UTC, datetime

from django.core.cache import cache

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


def _key(member: Member, number: int) -> str:
    text = f"forums.turn:{member.pk}:{number}".encode()
    return f"turn:{hmac.digest(current_key()[1], text, 'sha256').hex()}"
