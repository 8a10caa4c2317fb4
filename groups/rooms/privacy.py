"""What is kept of conversations and rooms, how long, and what becomes of a member's part in them.

Their words are sealed; here they are opened for a member's own copy, and to take names out.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.utils import timezone
from django.utils.translation import gettext as _

from groups.models import Membership
from groups.resources import privacy as files
from peersupport.core.encryption import Unreadable
from peersupport.core.personal import Keep, Table, table
from peersupport.core.redaction import Redaction
from peersupport.members.actions import former_member
from peersupport.members.models import Erasure, Member

from .actions import destroy, discard_files, locked_room
from .models import Addition, Consent, Line, LineReaction, Room, Seat

DAY = timedelta(days=1)


# ── how long ────────────────────────────────────────────────────────────────────────────────
def past_their_rooms(before: datetime) -> QuerySet[Line]:
    """Lines of groups' rooms that are older than their own room keeps them."""
    kept = ExpressionWrapper(F("room__days_kept") * Value(DAY), output_field=DurationField())
    return Line.objects.alias(kept=kept).filter(
        room__group__isnull=False, sent_at__lt=Value(before) - F("kept")
    )


def _remove_lines(lines: QuerySet[Line]) -> int:
    """Their numbers are not given again: the room counts on."""
    discard_files(lines)
    count = lines.count()
    lines.delete()
    return count


def _destroy_each(rooms: QuerySet[Room]) -> int:
    rooms_now = list(rooms.order_by("pk"))
    for room in rooms_now:
        destroy(locked_room(room))
    return len(rooms_now)


def _empty_drafts(seats: QuerySet[Seat]) -> int:
    return seats.update(sealed_draft=b"", drafted_at=None)


def of_who_left_the_group(before: datetime) -> QuerySet[Seat]:
    """What somebody had read in rooms of a group that they are no longer in; not during a pause."""
    memberships = Membership.objects.filter(
        group=OuterRef("room__group"), member=OuterRef("member")
    )
    pauses = Q(paused_until__gt=timezone.now())
    seats = Seat.objects.filter(room__group__isnull=False, since__lt=before)
    return seats.exclude(pauses).filter(~Exists(memberships))


KEEP = [
    Keep("conversations", 730, "private conversations in which nobody wrote since, with their key",
         lambda before: Room.objects.conversations().filter(last_line_at__lt=before),
         _destroy_each),
    Keep("room-lines", 0, "lines of groups’ rooms, beyond the days that each room keeps them",
         past_their_rooms, _remove_lines),
    Keep("message-drafts", 90, "messages that somebody began to write and did not send",
         lambda before: Seat.objects.filter(drafted_at__lt=before), _empty_drafts),
    Keep("room-seats", 1, "what somebody had read in rooms of a group that they left",
         of_who_left_the_group),
    Keep("additions", 30, "questions whether somebody may join a conversation, once answered or old",
         lambda before: Addition.objects.filter(
             Q(closed_at__lt=before) | Q(closed_at=None, asked_at__lt=before)
         )),
]  # fmt: skip


# ── a copy ──────────────────────────────────────────────────────────────────────────────────
def export(member: Any) -> Iterator[Table]:
    """Their own lines, and what others said in conversations of theirs, opened."""
    theirs = (
        Line.objects.filter(author=member).select_related("room__key").order_by("room", "number")
    )
    yield table(theirs, body=_body)
    yield _heard(member)
    seats = Seat.objects.filter(member=member).select_related("room__key").order_by("pk")
    yield table(seats, draft=_draft)
    yield table(Room.objects.filter(started_by=member).order_by("pk"))
    yield table(LineReaction.objects.filter(member=member).order_by("pk"))
    yield table(Addition.objects.filter(Q(member=member) | Q(asked_by=member)).order_by("pk"))
    yield table(Consent.objects.filter(member=member).order_by("pk"))


def _heard(member: Any) -> Table:
    """Other people's words in conversations one is in: as far as one reads them there."""
    lines = Line.objects.visible_to(member).filter(room__group=None).readable()
    lines = lines.exclude(author=member).select_related("room__key", "author")
    rows = [
        {
            "room": line.room_id, "number": line.number, "sent_at": line.sent_at.isoformat(timespec="seconds"),
            "said_by": line.author.display_name, "body": _body(line),
        }
        for line in lines.order_by("room", "number").iterator(chunk_size=500)
    ]  # fmt: skip
    columns = ["room", "number", "sent_at", "said_by", "body"]
    return Table("rooms-heard", _("What others wrote in your conversations"), columns, rows)


def _body(line: Line) -> str | None:
    """None where the conversation's key is gone: then nobody can read it."""
    try:
        return line.body
    except Unreadable:
        return None


def _draft(seat: Seat) -> str | None:
    try:
        return seat.draft
    except Unreadable:
        return None


def held(member: Any) -> dict[str, int]:
    lines = Line.objects.filter(author=member, kind=Line.Kind.SAID, standing=Line.Standing.VISIBLE)
    return {str(_("messages you wrote")): lines.count()}


# ── being forgotten ─────────────────────────────────────────────────────────────────────────
def is_left(member: Member) -> bool:
    """Whether anything said by an erased member is there: sent at the very moment of the erasure."""
    return Line.objects.filter(author=member).exists()


def erase(member: Member, *, choice: str, redaction: Redaction) -> dict[str, int]:
    """Their lines stay for the others, under a “Former member” of each room; all else goes.

    With the choice to remove, their words go as well. A conversation in which nobody is left goes
    with its key.
    """
    counts = {"messages": Line.objects.filter(author=member, kind=Line.Kind.SAID).count()}
    _take_reactions_back(member)
    Consent.objects.filter(member=member).delete()
    Addition.objects.filter(Q(member=member) | Q(asked_by=member)).delete()
    destroyed = 0
    for room in Room.objects.filter(pk__in=_rooms_of(member)).order_by("pk"):
        destroyed += _leave_room(member, locked_room(room), choice, redaction)
    Room.objects.filter(started_by=member).update(started_by=None)
    Line.objects.filter(hidden_by=member).update(hidden_by=None)
    redaction.sweep(Line.objects.exclude(files=[]), ["files"])  # as the files' own rows are
    return counts | {"conversations": destroyed}


def _rooms_of(member: Member) -> QuerySet:
    """Where they said something or may have been named: where they sat, and rooms of their groups."""
    groups = Membership.objects.filter(member=member).values("group")
    lines = Line.objects.filter(room=OuterRef("pk"), author=member)
    seats = Seat.objects.filter(room=OuterRef("pk"), member=member)
    return Room.objects.filter(Exists(lines) | Exists(seats) | Q(group__in=groups)).values("pk")


def _leave_room(member: Member, room: Room, choice: str, redaction: Redaction) -> bool:
    """Returns whether the room was destroyed, since nobody is left in it."""
    others = room.seats.filter(state=Seat.State.IN).exclude(member=member)
    if room.is_private and not others.exists():
        destroy(room)
        return True
    mine = room.lines.filter(author=member)
    room.change_number += 1  # open pages fetch again what changed
    room.save(update_fields=["change_number"])
    _rewrite_others(room, room.lines.exclude(author=member), redaction)
    if choice == Erasure.Choice.REMOVE:
        _remove_words(mine)
    else:
        _take_names_out(room, mine, redaction)
    if room.is_private or mine.exists():
        label = former_member()
        mine.update(
            author=label, submit_token=None, hidden_because="", change_number=room.change_number
        )  # why a host hid it was said about them
        if room.is_private:
            _leave_seat(member, room, label)
    room.seats.filter(member=member).delete()
    return False


def _leave_seat(member: Member, room: Room, label: Member) -> None:
    """The others still see that it was a conversation with somebody."""
    nothing = {"read_number": 0, "is_muted": False, "archived_at": None, "sealed_draft": b"",
               "drafted_at": None, "wrote_at": None, "seen_at": None}  # fmt: skip
    now = timezone.now()
    room.seats.filter(member=member).update(
        member=label, state=Seat.State.LEFT, since=now, **nothing
    )
    room.additions.open().update(closed_at=now)  # it may have waited for their answer
    Room.objects.filter(pk=room.pk).update(pair=None)


def _remove_words(lines: QuerySet[Line]) -> None:
    """That there was a line stays, as when somebody takes one back."""
    LineReaction.objects.filter(line__in=lines).delete()
    lines.filter(kind=Line.Kind.SAID).update(standing=Line.Standing.DELETED)
    lines.update(sealed_body=b"", sealed_html=b"", files=[], reaction_counts={})


def _take_names_out(room: Room, lines: QuerySet[Line], redaction: Redaction) -> None:
    """Their own words without their names. What no key opens goes: nobody could look."""
    for line in lines.filter(kind=Line.Kind.SAID):
        line.room = room
        line.files = files.without_owner(line.files, redaction)
        try:
            body = line.body
        except Unreadable:
            line.sealed_body = line.sealed_html = b""
        else:
            _reseal(line, redaction.own(body), redaction.own(line.html))
        line.save(update_fields=["files", "sealed_body", "sealed_html"])


def _rewrite_others(room: Room, lines: QuerySet[Line], redaction: Redaction) -> None:
    """Others keep their words, names in them included; what leads to the account does not stay."""
    for line in lines.filter(kind=Line.Kind.SAID).exclude(sealed_body=b"").iterator(chunk_size=500):
        line.room = room
        try:
            body, html = line.body, line.html
        except Unreadable:
            continue
        if (redaction.mentions(body), redaction.mentions(html)) != (body, html):
            _reseal(line, redaction.mentions(body), redaction.mentions(html))
            line.change_number = room.change_number
            line.save(update_fields=["sealed_body", "sealed_html", "change_number"])


def _reseal(line: Line, body: str, html: str) -> None:
    """Other words in a line's place. The HTML is changed as it is: mentions are not looked up anew."""
    key = line.room.data_key
    line.sealed_body = key.seal(body, bound_to=line.bound_to("body"))
    line.sealed_html = key.seal(html, bound_to=line.bound_to("html"))


def _take_reactions_back(member: Member) -> None:
    """Their words for others' lines, and the figures beside those."""
    mine = LineReaction.objects.filter(member=member)
    lines = Line.objects.select_for_update(of=["self"]).filter(pk__in=mine.values("line"))
    for line in lines.order_by("pk"):
        kinds = set(mine.filter(line=line).values_list("kind", flat=True))
        counts = {kind: n - (kind in kinds) for kind, n in line.reaction_counts.items()}
        line.reaction_counts = {kind: number for kind, number in counts.items() if number > 0}
        line.save(update_fields=["reaction_counts"])
    mine.delete()
