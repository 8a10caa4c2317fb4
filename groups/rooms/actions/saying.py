"""Saying something, changing it and taking it back."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from groups.resources.actions import Chosen, attach, withdraw
from groups.rooms import rules
from groups.rooms.models import Line, Room, Seat
from groups.rules import place_of
from peersupport.activity.actions import record
from peersupport.core import richtext
from peersupport.core.exceptions import Refused
from peersupport.members.models import Member
from peersupport.members.rules import ContactPath, bar_to_links, within_reach

from .locking import locked_room, own_seat

MOST_A_MINUTE = 20


@transaction.atomic
def say(
    room: Room,
    *,
    by: Member,
    body: str,
    submit_token: UUID | None = None,
    files: Sequence[Chosen] = (),
) -> Line:
    """Say something in a conversation. One token, one line."""
    room = locked_room(room)
    if sent := sent_before(by, submit_token):
        return sent
    seat = own_seat(room, by)
    bar = rules.bar_to_conversation(by, room, seat)
    if bar is not None:
        raise Refused(rules.words_of(bar, by))
    return say_in(room, seat=seat, by=by, body=body, submit_token=submit_token, files=files)


def say_in(
    room: Room,
    *,
    seat: Seat,
    by: Member,
    body: str,
    submit_token: UUID | None = None,
    files: Sequence[Chosen] = (),
) -> Line:
    """Write the line down. Call it with the room locked, once its rules were asked."""
    _refuse_haste(by)
    _refuse_silence(body, files)
    _refuse_links(by, body)
    line = _add(room, by, submit_token=submit_token, **_sealed(room, by, body))
    if files:
        line.files = attach(files, by=by, to=line)
        line.save(update_fields=["files"])
    seat.read_number, seat.wrote_at = line.number, line.sent_at
    seat.sealed_draft, seat.drafted_at, seat.archived_at = b"", None, None
    seat.save(
        update_fields=["read_number", "wrote_at", "sealed_draft", "drafted_at", "archived_at"]
    )
    record("rooms.said", actor=by, target=line, room=room.pk)
    return line


def note_coming(room: Room, member: Member, kind: Line.Kind) -> Line:
    """A line without words: somebody came in, or left. Call it with the room locked."""
    return _add(room, member, kind=kind)


@transaction.atomic
def change_line(line: Line, *, by: Member, body: str) -> Line:
    """Change one's own words, within ten minutes; it says that they were changed."""
    line = _own_line(line, by)
    if not body.strip() and not line.files:
        raise Refused(_("Write something, or delete the message."))
    _refuse_links(by, body)
    sealed = _sealed(line.room, by, body, number=line.number)
    for column, value in sealed.items():
        setattr(line, column, value)
    line.edited_at = timezone.now()
    line.save(update_fields=[*sealed, "edited_at"])
    note_change(line)
    return line


@transaction.atomic
def take_back_line(line: Line, *, by: Member) -> Line:
    """Delete one's own words for everybody, within ten minutes. That there was a line stays."""
    line = _own_line(line, by)
    line.standing = Line.Standing.DELETED
    line.sealed_body = line.sealed_html = b""
    line.files, line.reaction_counts = [], {}
    line.save(update_fields=["standing", "sealed_body", "sealed_html", "files", "reaction_counts"])
    line.reactions.all().delete()
    withdraw(line)
    note_change(line)
    return line


def note_change(line: Line) -> None:
    """Number a change to a line, so that open pages fetch it again. Call it with the room locked."""
    room = line.room
    room.change_number += 1
    line.change_number = room.change_number
    room.save(update_fields=["change_number"])
    line.save(update_fields=["change_number"])


def _own_line(line: Line, by: Member) -> Line:
    room = locked_room(line.room)
    line = Line.objects.visible_to(by).filter(author=by, pk=line.pk).first() or line
    line.room = room
    is_theirs = line.author_id == by.pk and line.is_said and not line.is_gone
    if not is_theirs or line.hidden_at or by.is_paused:
        raise Refused(_("This cannot be changed."))
    if not room.is_private:
        _refuse_who_reads_only(room, by)
    if timezone.now() > line.editable_until:
        raise Refused(_("Messages can be changed for ten minutes. You can write another one."))
    return line


def _refuse_who_reads_only(room: Room, by: Member) -> None:
    """In a group's room, one's pause there, the group's norms and its end hold for changes too."""
    place, seat = place_of(by, room.group_id), room.seats.filter(member=by).first()
    bar = place and rules.bar_to_taking_part(by, place=place, seat=seat)
    if place is None or bar:
        raise Refused(bar.words if bar else _("You are not in this group."))


def _add(room: Room, author: Member, **facts: Any) -> Line:
    """The next line of a room; who archived the conversation gets it back."""
    line = Line.objects.create(room=room, number=room.last_number + 1, author=author, **facts)
    room.last_number, room.last_line_at = line.number, line.sent_at
    room.save(update_fields=["last_number", "last_line_at"])
    if room.is_private:
        room.seats.taken().update(last_line_at=line.sent_at, archived_at=None)
    return line


def _sealed(room: Room, author: Member, body: str, *, number: int = 0) -> dict[str, bytes]:
    """The columns of a line's words: sealed for the line that is next, or for the one of `number`."""
    place = Line(room=room, number=number or room.last_number + 1)
    key, html = room.data_key, _rendered(room, author, body)
    return {
        "sealed_body": key.seal(body, bound_to=place.bound_to("body")),
        "sealed_html": key.seal(html, bound_to=place.bound_to("html")),
    }


def _rendered(room: Room, author: Member, body: str) -> str:
    """Markdown to safe HTML, with links for those mentions that name somebody of the room."""
    handles = richtext.mentioned_handles(body)
    if not handles:
        return richtext.render(body)
    members = within_reach(people_of(room), of=author, path=ContactPath.MENTION)
    links = {m.handle: m.get_absolute_url() for m in members.filter(handle__in=handles)}
    return richtext.render(body, links)


def people_of(room: Room):
    """Who may read a room."""
    if room.is_private:
        return Member.objects.filter(seats__in=room.seats.filter(state=Seat.State.IN))
    return Member.objects.filter(memberships__group=room.group_id)


def sent_before(author: Member, submit_token: UUID | None) -> Line | None:
    """The line that was sent with this token already."""
    if submit_token is None:
        return None
    return Line.objects.filter(author=author, submit_token=submit_token).first()


def _refuse_haste(author: Member) -> None:
    """Many lines a minute are a program's. The index on the author's lines answers."""
    latest = Line.objects.filter(author=author).order_by("-id").values_list("sent_at", flat=True)
    earliest = latest[MOST_A_MINUTE - 1 : MOST_A_MINUTE].first()
    if earliest and earliest > timezone.now() - timedelta(minutes=1):
        raise Refused(_("That was a lot at once. Nothing is lost: send it in a minute."))


def _refuse_silence(body: str, files: Sequence[Chosen]) -> None:
    if not body.strip() and not files:
        raise Refused(_("Write something first."))


def _refuse_links(author: Member, body: str) -> None:
    """Whom moderators limited links for."""
    bar = bar_to_links(author)
    if bar and richtext.outside_links(richtext.render(body)):
        raise Refused(bar)
