"""Lines as one person sees them: in days and runs, and what they may do with each."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from math import ceil
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from groups.resources.models import ShownFile, shown_file
from groups.rooms.models import Line, Room
from groups.rooms.querysets import Apart
from peersupport.core.encryption import Unreadable
from peersupport.members.models import Member

RUN = timedelta(minutes=7)  # lines of one person within it stand together


@dataclass(slots=True)
class ShownLine:
    """What fast/lines.html draws of one line. It asks nothing of the database."""

    pk: int
    number: int
    author_name: str
    is_own: bool
    html: str = ""
    files: list[ShownFile] = field(default_factory=list)
    instead: str = ""  # what stands in place of its words: deleted, hidden, cannot be opened
    instead_url: str = ""  # where it says more about that
    is_edited: bool = False
    minutes_left: int = 0  # to change or delete it
    edit_url: str = ""
    delete_url: str = ""
    report_url: str = ""
    can_quote: bool = False
    more: Any = None  # what a group's room adds

    @property
    def has_menu(self) -> bool:
        deeds = self.edit_url or self.delete_url or self.report_url or self.can_quote
        return bool(deeds or (self.more and self.more.has_deeds))


@dataclass(slots=True)
class Row:
    """A day, the mark of where new lines begin, a coming or going, or a run of lines."""

    kind: str  # "day", "new", "note", "run"
    text: str = ""
    author: Member | None = None
    at: datetime | None = None
    is_own: bool = False
    is_more: bool = False  # goes on what the page shows already
    folded: str = ""  # why only this stands there until it is opened
    chip: str = ""  # what the author is here, such as "Host"
    lines: list[ShownLine] = field(default_factory=list)

    @property
    def stamp(self) -> str:
        """When, for machines."""
        return self.at.isoformat(timespec="seconds") if self.at else ""

    @property
    def clock(self) -> str:
        return date_format(timezone.localtime(self.at), "H:i") if self.at else ""


class Log:
    """Shows lines of one room to one person.

    `read_number` is how far they had read when they came; after it stands "Since you left".
    """

    def __init__(
        self,
        room: Room,
        member: Member,
        *,
        apart: Apart,
        read_number: int | None = None,
        unread_count: int = 0,
        can_write: bool = False,
    ) -> None:
        self.room, self.member, self.apart = room, member, apart
        self.read_number, self.unread_count = read_number, unread_count
        self.can_write = can_write
        self.now = timezone.now()
        self.deeds = f"/rooms/{room.pk}/"

    def rows(self, lines: Iterable[Line], *, after: Line | None = None) -> list[Row]:
        """Rows for lines in their order; `after` is the last one that the page shows already."""
        rows: list[Row] = []
        last, is_marked = after, self.read_number is None
        day = _day(after) if after else None
        for line in lines:
            today = _day(line)
            if day != today:
                rows.append(Row("day", text=self.day(today)))
                last = None
            day = today
            if not is_marked and line.number > (self.read_number or 0):
                is_marked = True
                if line.author_id != self.member.pk:
                    rows.append(Row("new", text=self._new_words()))
                    last = None
            self._add(rows, line, last)
            last = line
        return rows

    def line(self, line: Line) -> ShownLine:
        """One line, also to take the place of how it was shown before."""
        line.room = self.room
        is_own = line.author_id == self.member.pk
        shown = ShownLine(line.pk, line.number, line.author.display_name, is_own)
        shown.instead = self.instead_of(line)
        if shown.instead:
            return shown
        try:
            shown.html = line.html
        except Unreadable:
            shown.instead = unreadable()
            return shown
        shown.files = [shown_file(each) for each in line.files]
        shown.is_edited = line.edited_at is not None
        self._offer(shown, line)
        return shown

    def instead_of(self, line: Line) -> str:
        """Words in place of a line that is gone; "" for one that stands."""
        if line.standing == Line.Standing.DELETED:
            return _("This message was deleted.")
        if line.standing == Line.Standing.HIDDEN:
            return _("Hidden by a moderator.")
        return _("A moderator removed this message.") if line.is_gone else ""

    def chip(self, author: Member) -> str:  # noqa: ARG002 (rooms of groups name their hosts)
        return ""

    def day(self, day: date) -> str:
        """Today, yesterday, or the day by name; with its year once that is over."""
        today = timezone.localdate(self.now)
        if day == today:
            return _("Today")
        if day == today - timedelta(days=1):
            return _("Yesterday")
        if day.year == today.year:
            return date_format(day, pgettext("day of a conversation", "l j F"))
        return date_format(day, pgettext("day of a conversation, with year", "l j F Y"))

    def _add(self, rows: list[Row], line: Line, last: Line | None) -> None:
        if not line.is_said:
            rows.append(Row("note", text=self._note(line), at=line.sent_at))
            return
        is_more = last is not None and _goes_on(last, line)
        if is_more and rows and rows[-1].kind == "run":
            rows[-1].lines.append(self.line(line))
            return
        row = Row("run", author=line.author, at=line.sent_at, is_more=is_more)
        row.is_own = line.author_id == self.member.pk
        row.folded = "" if row.is_own else self._folded(line.author_id)
        row.chip = self.chip(line.author)
        row.lines.append(self.line(line))
        rows.append(row)

    def _note(self, line: Line) -> str:
        came = line.kind == Line.Kind.CAME
        if line.author_id == self.member.pk:
            return _("You joined the conversation.") if came else _("You left the conversation.")
        words = _("%(name)s joined the conversation.") if came else _(
            "%(name)s left the conversation."
        )  # fmt: skip
        return words % {"name": line.author.display_name}

    def _folded(self, author_id: int) -> str:
        if author_id in self.apart.blocked:
            return _("Messages by somebody you blocked.")
        return _("Messages by somebody you muted.") if author_id in self.apart.muted else ""

    def _new_words(self) -> str:
        return ngettext(
            "Since you left, %(count)s new", "Since you left, %(count)s new", self.unread_count
        ) % {"count": self.unread_count}

    def _offer(self, shown: ShownLine, line: Line) -> None:
        """What may be done with it."""
        shown.can_quote = self.can_write
        if not shown.is_own:
            shown.report_url = report_url(line)
        elif line.editable_until > self.now and not self.member.is_paused:
            left = (line.editable_until - self.now).total_seconds()
            shown.minutes_left = ceil(left / 60)
            address = f"{self.deeds}{line.number}/-/"
            shown.edit_url, shown.delete_url = f"{address}edit/", f"{address}delete/"


def report_url(line: Line) -> str:
    """Where one tells a moderator of a line."""
    return reverse("rooms:line_report", args=[line.room_id, line.number])


def unreadable() -> str:
    """What stands where words cannot be opened."""
    return _(
        "This message cannot be opened: its key is missing. Tell the people who run this site."
    )


def is_open(room: Room) -> bool:
    """Whether there is a key that opens a room's words, and seals new ones."""
    try:
        return room.data_key is not None
    except Unreadable:
        return False


def _goes_on(last: Line, line: Line) -> bool:
    """Whether a line stands in one run with the one before it."""
    is_same = last.is_said and last.author_id == line.author_id
    return is_same and line.sent_at - last.sent_at < RUN


def _day(line: Line) -> date:
    return timezone.localdate(line.sent_at)
