"""What a composer says in a category in slow mode, before anybody writes."""

from datetime import timedelta
from typing import NamedTuple

from django.utils import timezone
from django.utils.timesince import timesince

from forums import actions, rules


class Slow(NamedTuple):
    """The pause between two posts in words, and from when on this person may post ("": now)."""

    pause: str
    until: str


def slow_mode(member, category, topic=None) -> Slow | None:
    """The wait of one person; None, and no statement, where nobody waits."""
    if not category.slow_seconds or rules.can_manage(member, category):
        return None
    now = timezone.now()
    pause = timesince(now, now + timedelta(seconds=category.slow_seconds))
    again_at = rules.waits_until(member, category, topic)
    return Slow(pause, actions.minute_after(again_at) if again_at else "")
