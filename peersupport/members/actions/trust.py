"""Trust levels: counting the days, keeping the facts, judging them, and holding somebody."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from peersupport.core.exceptions import Refused

from ..models import Member, Trust, TrustHold, TrustRecord
from ..rules import GRACE, KEEP_PERCENT, LEVELS, SANCTION_COUNTS, can_hold_trust


class Facts(NamedTuple):
    """What a member did, as who keeps the words counts it."""

    member_id: int
    days_written: int
    topics: int
    posts: int


class Change(NamedTuple):
    member_id: int
    was: int
    level: int
    is_claimed: bool


def count_visit(member: Member) -> None:
    """Today counts as a day on which this member was here: one statement a day, then none.

    Called where the read mark moves, the one write that reading may do.
    """
    today = timezone.now().date()
    if member.last_visit_day == today:
        return
    not_yet = Q(last_visit_day=None) | Q(last_visit_day__lt=today)
    Member.objects.filter(not_yet, pk=member.pk).update(
        days_visited=F("days_visited") + 1, last_visit_day=today
    )
    member.last_visit_day = today


def keep_facts(facts: Iterable[Facts]) -> None:
    """Keep what members did. Writes only the rows that differ; days on which one wrote count."""
    columns = [list(column) for column in zip(*facts, strict=True)]
    if not columns:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO members_trustrecord AS r
                 (member_id, days, topics, posts, level_since, counted_at)
               SELECT m.id, greatest(m.days_visited, f.days), f.topics, f.posts, now(), now()
               FROM unnest(%s::bigint[], %s::int[], %s::int[], %s::int[])
                    AS f(member_id, days, topics, posts)
               JOIN members_member m ON m.id = f.member_id
               ON CONFLICT (member_id) DO UPDATE SET days = EXCLUDED.days,
                 topics = EXCLUDED.topics, posts = EXCLUDED.posts, counted_at = now()
               WHERE (r.days, r.topics, r.posts)
                 IS DISTINCT FROM (EXCLUDED.days, EXCLUDED.topics, EXCLUDED.posts)""",
            columns,
        )


@transaction.atomic
def judge_trust(now: datetime | None = None) -> list[Change]:
    """Raise and lower levels by the facts that are kept. Returns what changed: nothing twice.

    Easier to keep than to reach: one rises with all that a level asks for, and sinks below
    KEEP_PERCENT of it, though not within GRACE of a rise. After a sanction nobody rises, and
    nobody is a regular. Who is held stays.
    """
    now = now or timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(
            """WITH facts AS (
                 SELECT m.id, m.trust_level AS was, r.days, r.topics, r.posts,
                        coalesce(m.last_sanction_at > %(sanctioned)s, false) AS sanctioned,
                        r.level_since > %(grace)s AND m.trust_level > 0 AS in_grace
                 FROM members_member m JOIN members_trustrecord r ON r.member_id = m.id
                 WHERE NOT EXISTS (SELECT 1 FROM members_trusthold h
                                   WHERE h.member_id = m.id AND h.released_at IS NULL)
               ), earned AS (
                 SELECT id, was, sanctioned, in_grace,
                   CASE WHEN days >= %(days2)s AND topics >= %(topics2)s AND posts >= %(posts2)s
                          THEN 2
                        WHEN days >= %(days1)s AND topics >= %(topics1)s AND posts >= %(posts1)s
                          THEN 1
                        ELSE 0 END AS reached,
                   CASE WHEN was >= 2 AND days * 100 >= %(days2)s * %(keep)s
                          AND topics * 100 >= %(topics2)s * %(keep)s
                          AND posts * 100 >= %(posts2)s * %(keep)s THEN 2
                        WHEN was >= 1 AND days * 100 >= %(days1)s * %(keep)s
                          AND topics * 100 >= %(topics1)s * %(keep)s
                          AND posts * 100 >= %(posts1)s * %(keep)s THEN 1
                        ELSE 0 END AS kept
                 FROM facts
               ), judged AS (
                 SELECT id, was,
                   CASE WHEN sanctioned THEN least(CASE WHEN in_grace THEN was ELSE kept END, 1)
                        WHEN in_grace THEN greatest(was, reached)
                        ELSE greatest(reached, kept) END AS level
                 FROM earned
               ), changed AS (
                 UPDATE members_member m SET trust_level = j.level FROM judged j
                 WHERE m.id = j.id AND m.trust_level = j.was AND j.level <> j.was
                 RETURNING m.id, j.was, j.level, m.claimed_at IS NOT NULL AS is_claimed
               ), dated AS (
                 UPDATE members_trustrecord r SET level_since = %(now)s FROM changed c
                 WHERE r.member_id = c.id
               )
               SELECT id, was, level, is_claimed FROM changed ORDER BY id""",
            {
                **_numbers(),
                "now": now,
                "grace": now - GRACE,
                "sanctioned": now - SANCTION_COUNTS,
            },
        )
        return [Change(*row) for row in cursor.fetchall()]


def _numbers() -> dict[str, int]:
    facts = {
        f"{fact}{level.value}": getattr(LEVELS[level], fact)
        for level in (Trust.MEMBER, Trust.REGULAR)
        for fact in ("days", "topics", "posts")
    }
    return {**facts, "keep": KEEP_PERCENT}


def note_sanction(member: Member, *, at: datetime) -> None:
    """Moderation says that a sanction began; it counts against a level for a while."""
    earlier = Q(last_sanction_at=None) | Q(last_sanction_at__lt=at)
    Member.objects.filter(earlier, pk=member.pk).update(last_sanction_at=at)


@transaction.atomic
def hold_trust(member: Member, *, level: Trust, by: Member, reason: str) -> TrustHold:
    """Keep a member at a level, whatever is counted. A hold that is there ends with it."""
    member = Member.objects.select_for_update().get(pk=member.pk)
    if not can_hold_trust(by, member):
        raise Refused(
            _("This is for moderators and administrators, and not for their own account.")
        )
    if not reason.strip():
        raise Refused(_("Say why: the next person on the staff needs to know."))
    _end_hold(member, by)
    hold = TrustHold.objects.create(member=member, level=level, held_by=by, reason=reason.strip())
    _put_at(member, level)
    return hold


@transaction.atomic
def release_trust(member: Member, *, by: Member) -> bool:
    """Let counting decide again, from the next night on. Returns whether there was a hold."""
    member = Member.objects.select_for_update().get(pk=member.pk)
    if not can_hold_trust(by, member):
        raise Refused(
            _("This is for moderators and administrators, and not for their own account.")
        )
    return _end_hold(member, by)


def _end_hold(member: Member, by: Member) -> bool:
    held = TrustHold.objects.filter(member=member, released_at=None)
    return bool(held.update(released_at=timezone.now(), released_by=by))


def _put_at(member: Member, level: Trust) -> None:
    if member.trust_level != level:
        member.trust_level = level
        member.save(update_fields=["trust_level"])
        TrustRecord.objects.update_or_create(
            member=member, defaults={"level_since": timezone.now()}
        )
