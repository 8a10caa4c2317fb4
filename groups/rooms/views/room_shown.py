"""A group's room as one member sees it: its lines, who hosts, and what keeps them from writing."""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groups.rooms import actions, rules
from groups.rooms.models import Line, LineReaction, Room, Seat
from groups.rooms.querysets import Apart
from groups.rules import Place, place_of
from groups.views.shown import Shown, own_group
from peersupport.core.encryption import Unreadable
from peersupport.members.models import Member

from .shown import Log, ShownLine

WORDS = LineReaction.Kind
ICONS = {
    WORDS.WITH_YOU: "hand-heart", WORDS.SAME_HERE: "users", WORDS.HELPFUL: "lightbulb",
    WORDS.THANK_YOU: "heart",
}  # fmt: skip


class Word(NamedTuple):
    """One of the words for a line, as a button or a count."""

    kind: str
    label: str
    icon: str
    count: int
    is_mine: bool


@dataclass(slots=True)
class More:
    """What a group's room adds to a line; `instead` of words a host hid, its author keeps theirs."""

    words: list[Word] = field(default_factory=list)
    react_url: str = ""
    hide_url: str = ""  # for hosts: to hide it, or to show it again
    pause_url: str = ""
    is_hidden: bool = False
    own_html: str = ""

    @property
    def has_words(self) -> bool:
        """Whether anybody gave it one."""
        return any(word.count for word in self.words)

    @property
    def has_deeds(self) -> bool:
        return bool(self.react_url or self.hide_url)


class RoomLog(Log):
    """Lines of a group's room for one member, without further statements."""

    def __init__(self, visit: "Visit", **ways) -> None:
        super().__init__(visit.room, visit.member, apart=Apart(), **ways)
        self.visit = visit
        self.hosts: set[int] = set()
        taking_part = rules.bar_to_taking_part(visit.member, place=visit.place, seat=visit.seat)
        self.may_react = taking_part is None

    def know(self, lines: list[Line]) -> list[Line]:
        """Take from lines, as `for_room` fetches them, what their authors are here and to the reader."""
        self.hosts = {line.author_id for line in lines if line.is_by_host}
        self.apart = Apart(
            frozenset(line.author_id for line in lines if line.is_blocked),
            frozenset(line.author_id for line in lines if line.is_muted),
        )
        return lines

    def is_own(self, line: Line) -> bool:
        return line.author_id == self.member.pk

    def chip(self, author: Member) -> str:
        return _("Host") if author.pk in self.hosts else ""

    def instead_of(self, line: Line) -> str:
        gone = super().instead_of(line)
        if gone or line.hidden_at is None:
            return gone
        hidden, sent = timezone.localtime(line.hidden_at), timezone.localtime(line.sent_at)
        is_same_day = hidden.date() == sent.date()
        words = {
            "time": date_format(hidden, "H:i" if is_same_day else "j F, H:i"),
            "reason": line.hidden_because,
        }
        if line.hidden_by is None:
            return _("A host hid this message at %(time)s. %(reason)s") % words
        words["name"] = line.hidden_by.display_name
        return _("%(name)s, host, hid this message at %(time)s. %(reason)s") % words

    def line(self, line: Line) -> ShownLine:
        shown = super().line(line)
        if line.is_said and not line.is_gone:
            shown.more = self._more(line)
        return shown

    def _more(self, line: Line) -> More:
        address = f"{self.deeds}{line.number}/-/"
        more = More(is_hidden=line.hidden_at is not None)
        is_own = self.is_own(line)
        if rules.is_host(self.visit.place):
            more.hide_url = f"{address}hide/"
            if not is_own and line.author_id not in self.hosts:
                pause = reverse("rooms:seat_pause", args=[self.room.group.slug, self.room.pk])
                more.pause_url = f"{pause}?person={line.author.handle}"
        if more.is_hidden:
            more.own_html = self._words_of(line) if is_own or more.hide_url else ""
            return more
        more.words = words_for(line)
        more.react_url = f"{address}react/" if self.may_react and not is_own else ""
        return more

    def _words_of(self, line: Line) -> str:
        try:
            return line.html
        except Unreadable:
            return ""


def words_for(line: Line) -> list[Word]:
    """The four words with how often they were given, and whether by this person (`line.given`)."""
    counts = line.reaction_counts
    return [
        Word(kind.value, str(kind.label), ICONS[kind], counts.get(kind, 0), kind in line.given)
        for kind in WORDS
    ]


@dataclass
class Visit:
    """A member in one of their group's rooms."""

    room: Room
    member: Member
    place: Place
    seat: Seat
    shown: Shown | None = None
    rooms: list[Room] = field(default_factory=list)

    @property
    def is_host(self) -> bool:
        return rules.is_host(self.place)

    @property
    def can_arrange(self) -> bool:
        return rules.can_arrange(self.place)

    def bar(self, *, has_host: bool | None = None) -> rules.RoomBar | None:
        return rules.bar_to_room(
            self.member, self.room, place=self.place, seat=self.seat, has_host=has_host
        )

    def lines(self):
        """What there is to read for this person."""
        return Line.objects.open_in_room(self.room)


def visit(request, slug: str, pk: int | None = None) -> Visit:
    """A member's visit to a page about a room; for everybody else there is none.

    A group that has no room yet gets its first one.
    """
    shown = own_group(request, slug)
    group = shown.group
    rooms = list(Room.objects.visible_to(request.user).of_group(group).with_key())
    if not rooms and pk is None and group.has_discussions:
        rooms = [actions.open_first_room(group)]
    room = next((each for each in rooms if pk in {None, each.pk}), None)
    if room is None:
        raise Http404
    room.group = group
    return Visit(room, request.user, shown.place, _seat(room, request.user), shown, rooms)


def hosted(request, slug: str, pk: int) -> Visit:
    """A visit by a host; for others the page does not exist."""
    here = visit(request, slug, pk)
    if not here.is_host:
        raise Http404
    return here


def arranged(request, slug: str, pk: int) -> Visit:
    """A visit by who opens and closes rooms; for others the page does not exist."""
    here = visit(request, slug, pk)
    if not here.can_arrange:
        raise Http404
    return here


def glanced(request, slug: str, pk: int) -> Visit:
    """A visit by an open page that asks for news: without what only the head of the page shows."""
    rooms = Room.objects.visible_to(request.user).filter(group__slug=slug, pk=pk)
    seats = Seat.objects.visible_to(request.user).filter(room__in=rooms)
    seat = get_object_or_404(seats.select_related("room__group", "room__key"))
    place = place_of(request.user, seat.room.group_id)
    if place is None:
        raise Http404
    seat.member = request.user
    return Visit(seat.room, request.user, place, seat)


def line_in_room(request, pk: int, number: int) -> tuple[Line, Visit]:
    """A line of a group's room that one may read, and one's visit there."""
    lines = Line.objects.visible_to(request.user).filter(room__group__isnull=False)
    lines = lines.select_related("room__group", "room__key").for_room(request.user)
    line = get_object_or_404(lines, room=pk, number=number)
    place = place_of(request.user, line.room.group_id)
    if place is None:
        raise Http404
    return line, Visit(line.room, request.user, place, _seat(line.room, request.user))


def _seat(room: Room, member: Member) -> Seat:
    seat = room.seats.filter(member=member).first() or actions.take_seat(room, member)
    seat.room, seat.member = room, member
    return seat


def hours_in_words(room: Room) -> str:
    """When one can write in a room: "Open on Tuesday, Friday, 18:00 to 22:00 (Europe/London time)." """
    if not rules.has_hours(room):
        return _("Open at any hour.")
    days = _("every day")
    if room.open_days:
        named = [date_format(_a_day(day), "l") for day in room.open_days]
        days = _("on %(days)s") % {"days": ", ".join(named)}
    if room.opens_at is None:
        return _("Open %(days)s (%(zone)s time).") % {"days": days, "zone": room.group.zone_name}
    words = _("Open %(days)s, %(opens)s to %(closes)s (%(zone)s time).")
    return words % {
        "days": days, "opens": time_format(room.opens_at, "H:i"),
        "closes": time_format(room.closes_at, "H:i"), "zone": room.group.zone_name,
    }  # fmt: skip


def _a_day(weekday: int):
    """Some date on that day of the week."""
    return date(2024, 1, 1 + weekday)  # a Monday and what follows


def slow_in_words(room: Room) -> str:
    """What slow mode means here; "" where it is off."""
    seconds = room.slow_seconds
    if not seconds:
        return ""
    if seconds < 60 or seconds % 60:
        often = ngettext("once in %(n)s second", "once in %(n)s seconds", seconds) % {"n": seconds}
    else:
        minutes = seconds // 60
        often = ngettext("once a minute", "once in %(n)s minutes", minutes) % {"n": minutes}
    words = _("Each person can write %(often)s, so everyone gets a turn.")
    return words % {"often": often}
