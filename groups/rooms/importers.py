"""Who wrote to whom and when, without the words: a network of messages becomes conversations.

The format is that of the Koblenz Network Collection: a line for each message with sender,
recipient, weight and Unix time, in the order of time; lines with % are remarks. Words are made up.
"""

import secrets
import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from itertools import batched
from pathlib import Path
from typing import Any, NamedTuple

from django.contrib.auth.hashers import make_password
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import OuterRef, Subquery

from groups.rooms.models import Line, Room, RoomKey, Seat, pair_of
from peersupport.activity.models import Activity
from peersupport.core import richtext
from peersupport.core.encryption import KEY_BYTES, seal
from peersupport.core.names import handle_from, handle_key
from peersupport.members.models import Member

BATCH = 1000  # messages, a transaction each
NAMESPACE = uuid.UUID("6f0d3c0e-5f1c-4a53-9d5a-0c7f0b1f7d60")
OPENINGS = (
    "Hi, it is about Thursday.", "Thank you, that helped.", "I read your notes.", "Good morning.",
    "No worries.", "That sounds like a plan.", "I did not sleep much either.",
)  # fmt: skip
MIDDLES = (
    "Are you going to the library later?", "I got stuck at the second exercise again.",
    "The reading is longer than it looks, I have done half of it.", "Chapter four made sense in the end.",
    "My group meets at five, you could come along.", "I will bring the printouts and a pen.",
    "Let us start with the *easy* ones.", "I am a little nervous about Monday.", "It went better than I feared.",
    "Could you tell me how you revise?", "I asked the tutor, and the deadline moved to Friday.",
)  # fmt: skip
ENDINGS = ("", "See you there.", "No hurry.", "Take your time.", "How are you?")


class Message(NamedTuple):
    """One message; `row` is its line in the file."""

    row: int
    sender: int
    recipient: int
    sent_at: datetime

    @property
    def pair(self) -> tuple[int, int]:
        return min(self.sender, self.recipient), max(self.sender, self.recipient)


@dataclass
class Counts:
    """What a file holds, and what of it is new here."""

    messages: int = 0
    created: int = 0
    people: set[int] = field(default_factory=set)
    ways: set[tuple[int, int]] = field(default_factory=set)  # who wrote to whom
    months: Counter[str] = field(default_factory=Counter)
    senders: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    skipped: Counter[str] = field(default_factory=Counter)

    def note(self, message: Message) -> None:
        month = f"{message.sent_at:%Y-%m}"
        self.messages += 1
        self.people |= set(message.pair)
        self.ways.add((message.sender, message.recipient))
        self.months[month] += 1
        self.senders[month].add(message.sender)

    def summary(self) -> dict[str, Any]:
        """The numbers, for people and programs."""
        both = sum((to, by) in self.ways for by, to in self.ways) // 2
        return {
            "messages": self.messages,
            "people": len(self.people),
            "senders": len({sender for sender, _ in self.ways}),
            "pairs": len(self.ways) - both,
            "answered pairs": both,
            "months": {month: [len(self.senders[month]), n] for month, n in self.months.items()},
            "skipped": dict(self.skipped),
            "created": self.created,
        }


def import_network(
    path: Path, *, source: str, dry_run: bool, progress: Callable[[int], None] = lambda _: None
) -> Counts:
    """Take in a file; run again, it adds what is missing. Nobody is told, and nothing is unread.

    People who came with it have no address and nothing to log in with until they claim their
    account; from then on nothing more is written into their conversations.
    """
    counts = Counts()
    for batch in batched(read_network(path, counts), BATCH, strict=False):
        with transaction.atomic():
            _Intake(source, batch, counts, dry_run=dry_run).take()
        progress(counts.messages)
    return counts


def read_network(path: Path, counts: Counts) -> Iterator[Message]:
    """The messages of a file, one after the other; what is none is counted as skipped."""
    with path.open(encoding="utf-8") as lines:
        for row, line in enumerate(lines, 1):
            if not line.strip() or line.startswith("%"):
                continue
            try:
                sender, recipient, _weight, at = map(int, line.split()[:4])
                message = Message(row, sender, recipient, datetime.fromtimestamp(at, UTC))
            except (ValueError, OverflowError, OSError):
                counts.skipped["no message"] += 1
                continue
            if sender == recipient:
                counts.skipped["to oneself"] += 1
                continue
            counts.note(message)
            yield message


class _Intake:
    """Takes in some messages with as many statements as any other number would need."""

    def __init__(
        self, source: str, batch: Sequence[Message], counts: Counts, *, dry_run: bool
    ) -> None:
        self.source, self.batch, self.counts, self.dry_run = source, batch, counts, dry_run

    def take(self) -> None:
        self.people = self._members()
        rooms = self._rooms()
        known = set(
            Line.objects.filter(
                room__in=[room.pk for room in rooms.values()],
                submit_token__in=[self._token(message) for message in self.batch],
            ).values_list("submit_token", flat=True)
        )
        new = [m for m in self.batch if self._token(m) not in known and self._is_free(m)]
        self.counts.created += len(new)
        if self.dry_run or not new:
            return
        self._create_people({one for m in new for one in m.pair} - set(self.people))
        self._open_rooms(rooms, new)
        lines = [self._line(rooms[message.pair], message) for message in new]
        Line.objects.bulk_create(lines)
        self._settle({line.room_id: line.room for line in lines}, lines)

    def _token(self, message: Message) -> uuid.UUID:
        return uuid.uuid5(NAMESPACE, f"{self.source}/{message.row}")

    def _is_free(self, message: Message) -> bool:
        """Whether neither of the two has claimed their account: then it is theirs."""
        found = [self.people[one] for one in message.pair if one in self.people]
        if any(member.claimed_at for member in found):
            self.counts.skipped["claimed since"] += 1
            return False
        return True

    def _members(self) -> dict[int, Member]:
        ids = {one for message in self.batch for one in message.pair}
        members = Member.objects.filter(source=self.source, source_id__in=ids)
        return {
            member.source_id: member for member in members.only("pk", "source_id", "claimed_at")
        }

    def _rooms(self) -> dict[tuple[int, int], Room]:
        """The conversations that are there, locked, by the two numbers of the file."""
        pairs = {
            pair_of(*(self.people[one] for one in message.pair)): message.pair
            for message in self.batch
            if all(one in self.people for one in message.pair)
        }
        rooms = Room.objects.filter(pair__in=pairs).select_for_update(of=["self"])
        return {pairs[room.pair]: room for room in rooms.with_key().order_by("pk")}

    def _create_people(self, ids: Iterable[int]) -> None:
        joined = {}
        for message in reversed(self.batch):
            joined |= dict.fromkeys(message.pair, message.sent_at)
        numbers = sorted(ids)
        wishes = {handle_key(handle_from(_name(number), set())) for number in numbers}
        held = Member.objects.filter(handle_key__in=wishes)
        taken = set(held.values_list("handle_key", flat=True))
        members = [self._member(number, joined[number], taken) for number in numbers]
        self.people |= {member.source_id: member for member in Member.objects.bulk_create(members)}

    def _member(self, number: int, joined_at: datetime, taken: set[str]) -> Member:
        handle = handle_from(_name(number), taken)
        return Member(
            email=None, claimed_at=None, password=make_password(None), handle=handle,
            handle_key=handle_key(handle), display_name=_name(number), joined_at=joined_at,
            source=self.source, source_id=number,
        )  # fmt: skip

    def _open_rooms(self, rooms: dict[tuple[int, int], Room], new: Iterable[Message]) -> None:
        first = {message.pair: message for message in reversed(list(new))}
        fresh = {pair: message for pair, message in first.items() if pair not in rooms}
        opened = Room.objects.bulk_create(
            Room(
                pair=pair_of(*(self.people[one] for one in pair)), started_at=message.sent_at,
                started_by=self.people[message.sender], last_line_at=message.sent_at,
            )
            for pair, message in fresh.items()
        )  # fmt: skip
        keys = [
            RoomKey(
                room=room,
                sealed=seal(secrets.token_bytes(KEY_BYTES), bound_to=RoomKey.bound_to(room.pk)),
            )
            for room in opened
        ]
        for key in RoomKey.objects.bulk_create(keys):
            key.room.key = key
        rooms |= dict(zip(fresh, opened, strict=True))
        Seat.objects.bulk_create(
            Seat(room=rooms[pair], member=self.people[one], since=rooms[pair].started_at)
            for pair in fresh
            for one in pair
        )

    def _line(self, room: Room, message: Message) -> Line:
        room.last_number += 1
        room.last_line_at = max(room.last_line_at, message.sent_at)
        line = Line(
            room=room, number=room.last_number, author=self.people[message.sender],
            sent_at=message.sent_at, submit_token=self._token(message),
        )  # fmt: skip
        body, html = words(message.row)
        line.sealed_body = room.data_key.seal(body, bound_to=line.bound_to("body"))
        line.sealed_html = room.data_key.seal(html, bound_to=line.bound_to("html"))
        return line

    def _settle(self, rooms: dict[int, Room], lines: Sequence[Line]) -> None:
        """All is read, and what metrics count was settled long ago."""
        Room.objects.bulk_update(rooms.values(), ["last_number", "last_line_at"])
        room = Room.objects.filter(pk=OuterRef("room"))
        Seat.objects.filter(room__in=rooms).update(
            read_number=Subquery(room.values("last_number")),
            last_line_at=Subquery(room.values("last_line_at")),
        )
        about = ContentType.objects.get_for_model(Line)
        Activity.objects.bulk_create(
            Activity(
                verb="rooms.said", actor_id=line.author_id, target_type=about, target_id=line.pk,
                happened_at=line.sent_at, settled_at=line.sent_at, data={"room": line.room_id},
            )
            for line in lines
        )  # fmt: skip


def _name(number: int) -> str:
    return f"Student {number}"


def words(row: int) -> tuple[str, str]:
    """Markdown and HTML of a message; the same for the same row, in every run."""
    choice = row * 7919  # neighbours differ
    return _said(choice % len(OPENINGS), choice % len(MIDDLES), choice % len(ENDINGS))


@lru_cache(maxsize=len(OPENINGS) * len(MIDDLES) * len(ENDINGS))
def _said(opening: int, middle: int, ending: int) -> tuple[str, str]:
    parts = (OPENINGS[opening], MIDDLES[middle], ENDINGS[ending])
    body = " ".join(filter(None, parts))
    return body, richtext.render(body)
