"""Trust levels: what each asks for and what it opens, in one table that members can read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from ..models import Member, Role, Tier, Trust, TrustRecord

LIMITED_POSTS = 3  # an hour, for whom moderation limits the pace
KEEP_PERCENT = 80  # of what a level asks for is enough to stay there
GRACE = timedelta(days=14)  # after a rise nobody sinks by counting
SANCTION_COUNTS = timedelta(days=90)
HOLDING_ROLES = {Role.MODERATOR, Role.ADMINISTRATOR}


@dataclass(frozen=True, kw_only=True)
class Level:
    """`days`, `topics` and `posts` lead to it; the others are the most that it opens."""

    days: int
    topics: int
    posts: int
    posts_an_hour: int
    links: int  # in one post, to other sites
    mentions: int  # in one post
    files: int  # in one post
    file_mb: int  # megabytes of each
    day_mb: int  # of all within a day
    store_mb: int  # of all that are kept


DEFAULTS = {
    Trust.NEW: Level(
        days=0, topics=0, posts=0, posts_an_hour=8, links=3, mentions=5,
        files=3, file_mb=5, day_mb=20, store_mb=50,
    ),
    Trust.MEMBER: Level(
        days=5, topics=5, posts=3, posts_an_hour=30, links=15, mentions=10,
        files=6, file_mb=10, day_mb=60, store_mb=300,
    ),
    Trust.REGULAR: Level(
        days=25, topics=30, posts=25, posts_an_hour=120, links=40, mentions=20,
        files=6, file_mb=10, day_mb=100, store_mb=1000,
    ),
}  # fmt: skip


def read_levels(changes: Mapping[str, Mapping[str, int]]) -> dict[Trust, Level]:
    """The table with a site's own numbers; raises ImproperlyConfigured for what is none."""
    levels = dict(DEFAULTS)
    for name, numbers in changes.items():
        try:
            level = Trust[name.upper()]
            levels[level] = replace(levels[level], **numbers)
        except (KeyError, TypeError):
            raise ImproperlyConfigured(f"TRUST_LEVELS does not know {name}: {numbers}") from None
        is_whole = all(type(number) is int and number >= 0 for number in numbers.values())
        if not is_whole or not levels[level].posts_an_hour:
            raise ImproperlyConfigured(
                f"TRUST_LEVELS holds a number that cannot be: {name}: {numbers}"
            )
    return levels


LEVELS = read_levels(settings.TRUST_LEVELS)


def limits_of(member: Member) -> Level | None:
    """What bounds a member's writing; None for staff and for who is trained.

    What moderation limits for a while is bounded for everybody.
    """
    usual = _usual_limits_of(member)
    limits = member.limits_now
    if not limits & {"links", "pace"}:
        return usual
    level = usual or LEVELS[Trust.REGULAR]
    if "links" in limits:
        level = replace(level, links=0)
    if "pace" in limits:
        level = replace(level, posts_an_hour=min(level.posts_an_hour, LIMITED_POSTS))
    return level


def _usual_limits_of(member: Member) -> Level | None:
    if member.is_on_duty or member.tier >= Tier.SUPPORTER:
        return None
    return LEVELS[Trust(member.trust_level)]


def file_limits_of(member: Member) -> Level:
    """What bounds a member's files: disks end for everybody, later for staff and who is trained."""
    if (limits := _usual_limits_of(member)) is not None:
        return limits
    most = LEVELS[Trust.REGULAR]
    return replace(
        most, files=most.files + 4, file_mb=most.file_mb * 2,
        day_mb=most.day_mb * 5, store_mb=most.store_mb * 5,
    )  # fmt: skip


def asked_of(record: TrustRecord, level: Trust) -> Iterator[tuple[str, int, int]]:
    """(fact, how much there is, how much it takes) for each thing that a level asks for."""
    for fact in ("days", "topics", "posts"):
        if needed := getattr(LEVELS[level], fact):
            yield fact, min(getattr(record, fact), needed), needed


def is_sanctioned(member: Member) -> bool:
    """Whether a sanction is so recent that nobody rises yet."""
    at = member.last_sanction_at
    return at is not None and at > timezone.now() - SANCTION_COUNTS


def can_hold_trust(by: Any, member: Member) -> bool:
    """Moderators and administrators, for anybody but themselves."""
    return by.is_authenticated and by.is_on_duty and by.role in HOLDING_ROLES and by.pk != member.pk
