"""One's private conversations: the list, which stands beside an open one, too."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from groups.rooms.models import Line, Seat
from groups.rooms.querysets import Apart, kept_apart_by
from peersupport.core import richtext
from peersupport.core.access import Rule, access
from peersupport.core.encryption import Unreadable
from peersupport.core.pagination import KeyedPage, keyed_page
from peersupport.members.models import Member, WrittenBy

PAGE = 20
BESIDE = 12  # of them, where a conversation is open
DRAFT_LENGTH = 90
LISTS = {
    "all": gettext_lazy("All"),
    "unread": gettext_lazy("Unread"),
    "archived": gettext_lazy("Archived"),
}
# Who may write to one, as a sentence. (members.models.WrittenBy has them as choices.)
WRITTEN_BY = {
    WrittenBy.EVERYONE: gettext_lazy("Every member can write to you."),
    WrittenBy.GROUPS: gettext_lazy("People in your groups can write to you."),
}
ONLY_STAFF = gettext_lazy("Only staff can write to you.")


@access(Rule.MEMBER)
def conversation_list(request):
    """Conversations with the latest first: all, those with something new, those put away."""
    pane = inbox_pane(request)
    return render(request, "rooms/conversation_list.html", {"pane": pane})


@dataclass
class ShownConversation:
    """One row of the list."""

    pk: int
    title: str
    who: Member | None
    url: str
    at: datetime
    words: str
    unread_count: int
    people_count: int  # 0 where two talk
    has_draft: bool
    is_muted: bool
    is_current: bool


@dataclass
class Pane:
    """The list beside an open conversation, and what stands around it."""

    show: str
    page: KeyedPage
    rows: list[ShownConversation] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    requests: list[ShownConversation] = field(default_factory=list)
    tabs: list[dict] = field(default_factory=list)
    written_by: str = ""
    others: dict[int, list[Seat]] = field(default_factory=dict)  # by conversation
    people: dict[int, Member] = field(default_factory=dict)  # in any of them, oneself included
    apart: Apart = Apart()
    is_request: bool = False

    @property
    def request_words(self) -> str:
        """Who waits for an answer."""
        more = self.counts["asked"] - 1
        if not more:
            words = _("%(name)s would like to write to you")
        else:
            words = ngettext(
                "%(name)s and one more would like to write to you",
                "%(name)s and %(more)s more would like to write to you", more,
            )  # fmt: skip
        return words % {"name": self.requests[0].title, "more": more}


def inbox_pane(request, room=None, *, is_request: bool = False) -> Pane:
    """One page of the list in at most six statements; `room` is the conversation that is open."""
    member, seats = request.user, Seat.objects.visible_to(request.user)
    show = request.GET.get("show", "all") if room is None else "all"
    show = show if show in LISTS else "all"
    chosen = seats.in_inbox_of(member).for_inbox()
    chosen = (
        chosen.exclude(archived_at=None) if show == "archived" else chosen.filter(archived_at=None)
    )
    if show == "unread":
        chosen = chosen.unread()
    params = request.GET if room is None else {}
    page = keyed_page(chosen, params, PAGE if room is None else BESIDE, by="last_line_at")
    counts = seats.counts_for(member)
    asked = list(seats.requests_to(member).select_related("room")[:1]) if counts["asked"] else []
    rooms = {seat.room_id: seat.room for seat in [*page.rows, *asked]}
    if room is not None:
        rooms[room.pk] = room
    others = others_in(rooms, member)
    pane = Pane(show, page, counts=counts, others=others, apart=kept_apart_by(member))
    pane.is_request = is_request
    pane.people = {seat.member_id: seat.member for seats in others.values() for seat in seats}
    pane.people[member.pk] = member
    lines = _last_lines(page.rows, pane.people)
    current = room.pk if room else 0
    pane.rows = [_row(pane, seat, lines.get(seat.room_id), current) for seat in page.rows]
    pane.requests = [_row(pane, seat, None, current) for seat in asked]
    pane.tabs = _tabs(show, counts)
    pane.written_by = str(WRITTEN_BY.get(WrittenBy(member.written_by), ONLY_STAFF))
    return pane


def others_in(rooms: Collection[int], member: Member) -> dict[int, list[Seat]]:
    """Seats of everybody else in these conversations."""
    others: dict[int, list[Seat]] = {pk: [] for pk in rooms}
    for seat in Seat.objects.of_rooms(rooms) if rooms else ():
        if seat.member_id != member.pk:
            others[seat.room_id].append(seat)
    return others


def title_of(others: list[Seat]) -> str:
    """Those one talks with, by name. Who has not answered, or declined, is named like the others."""
    names = [seat.member.display_name for seat in _named(others)]
    if len(names) < 2:
        return names[0] if names else _("A conversation without others")
    short = [name.split()[0] for name in names]
    if len(short) > 3:
        return _("%(names)s and %(more)s others") % {
            "names": ", ".join(short[:2]), "more": len(short) - 2,
        }  # fmt: skip
    return _("%(names)s and %(last)s") % {"names": ", ".join(short[:-1]), "last": short[-1]}


def people_count(others: list[Seat]) -> int:
    """How many are in a conversation of more than two, oneself included."""
    there = [seat for seat in others if seat.state != Seat.State.LEFT]
    return len(there) + 1 if len(there) > 1 else 0


def _named(others: list[Seat]) -> list[Seat]:
    there = [seat for seat in others if seat.state != Seat.State.LEFT]
    return there or others


def with_authors(lines: Iterable[Line], people: dict[int, Member]) -> list[Line]:
    """Lines whose authors are at hand: each of them has, or had, a seat there."""
    found = list(lines)
    for line in found:
        if line.author_id in people:
            line.author = people[line.author_id]
    return found


def _last_lines(seats: list[Seat], people) -> dict[int, Line]:
    """The last line of each conversation, with the room that opens it."""
    if not seats:
        return {}
    rooms, found = {seat.room_id: seat.room for seat in seats}, {}
    lines = Line.objects.last_of_seats(seats).drawn()
    for line in with_authors(lines, people):
        line.room = rooms[line.room_id]
        found[line.room_id] = line
    return found


def _row(pane: Pane, seat: Seat, line: Line | None, current: int) -> ShownConversation:
    others = pane.others[seat.room_id]
    named, url = _named(others), reverse("rooms:conversation_detail", args=[seat.room_id])
    draft = _draft(seat)
    return ShownConversation(
        pk=seat.room_id, title=title_of(others), who=named[0].member if named else None,
        url=f"{url}#new" if seat.unread_count else f"{url}#write", at=seat.last_line_at,
        words=_("Draft: %(words)s") % {"words": draft} if draft else _words(pane, seat, line),
        unread_count=seat.unread_count, people_count=people_count(others),
        has_draft=bool(seat.drafted_at), is_muted=seat.is_muted, is_current=seat.room_id == current,
    )  # fmt: skip


def _draft(seat: Seat) -> str:
    if not seat.drafted_at:
        return ""
    try:
        return " ".join(seat.draft.split())[:DRAFT_LENGTH]
    except Unreadable:
        return ""


def _words(pane: Pane, seat: Seat, line: Line | None) -> str:
    """The first words of the last line, and whose they are where that is not plain."""
    if line is None:
        return ""
    is_own, name = line.author_id == seat.member_id, line.author.display_name
    if not line.is_said:
        came = line.kind == Line.Kind.CAME
        return (_("%(name)s joined") if came else _("%(name)s left")) % {"name": name}
    if line.author_id in pane.apart.blocked | pane.apart.muted:
        return _("A message by somebody you keep away from")
    if line.is_gone:
        is_taken_back = line.standing == Line.Standing.DELETED
        return _("The last message was deleted") if is_taken_back else _("No longer shown")
    try:
        words = line.excerpt
    except Unreadable:
        return _("The last message cannot be opened")
    if is_own:
        return _("You: %(words)s") % {"words": words}
    if people_count(pane.others[seat.room_id]):
        return _("%(name)s: %(words)s") % {"name": name.split()[0], "words": words}
    return words


def _tabs(show: str, counts: dict[str, int]) -> list[dict]:
    address = reverse("rooms:conversation_list")
    return [
        {
            "label": label, "url": address if name == "all" else f"{address}?show={name}",
            "current": name == show, "count": counts["unread"] if name == "unread" else 0,
        }
        for name, label in LISTS.items()
    ]  # fmt: skip


def first_words(html: str) -> str:
    return richtext.excerpt(html, DRAFT_LENGTH)
