"""Conversations and a room: a real network of messages where one lies beside the checkout, else one
of its shape.

Everything follows from the row's number, as in `fill`.
"""

import random
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import Count, F, Value
from django.db.models.functions import Concat
from django.utils import timezone

from groups.models import Group
from groups.rooms.actions import new_room, say
from groups.rooms.importers import import_network, words
from groups.rooms.models import Line, Room, Seat
from peersupport.members.models import Member, Tier

from .circles import LARGE
from .results import BenchError

REAL = Path(settings.BASE_DIR).parent / "shared/data/uci-student-messages/out.opsahl-ucsocial"
SOURCE = "bench-messages"
PEOPLE, MESSAGES, FIRST = 1899, 59_835, 1_082_008_561  # of the real one, and when it began
ROOM_LINES = 2000


def fill() -> None:
    """Take the network in, and let its people into the site; fill a group's room."""
    with tempfile.TemporaryDirectory() as folder:
        path = REAL
        if not path.is_file():
            path = Path(folder) / "out.network"
            path.write_text("\n".join(network()))
        import_network(path, source=SOURCE, dry_run=False)
    now = timezone.now()
    Member.objects.filter(source=SOURCE).update(
        email=Concat(F("handle"), Value("@bench.example")), claimed_at=now, norms_version=1,
        tier=Tier.MEMBER, read_before=now, last_visit_day=now.date(),
    )  # fmt: skip
    _fill_room(now)


def network(messages: int = MESSAGES, people: int = PEOPLE) -> Iterator[str]:
    """Some write to very many people, most to few; most of it goes on in what was begun before."""
    chance, begun = random.Random(20), []
    for number in range(messages):
        if begun and chance.random() > 0.235:
            sender, recipient = begun[int(len(begun) * chance.random() ** 1.5)]
            if chance.random() < 0.4:
                sender, recipient = recipient, sender
        else:
            sender, recipient = 1 + int(people * chance.random() ** 1.9), chance.randint(1, people)
            if sender == recipient:
                continue
            begun.append((sender, recipient))
        yield f"{sender} {recipient} 1 {FIRST + number * 280}"


def _fill_room(now) -> None:
    group = Group.objects.get(pk=LARGE)
    room = new_room(group=group, name="The common room")
    members = list(group.memberships.order_by("pk").values_list("member", flat=True)[:40])
    lines = []
    for number in range(1, ROOM_LINES + 1):
        at = now - (ROOM_LINES - number) * timedelta(minutes=15)
        line = Line(
            room=room, number=number, author_id=members[number * 7 % len(members)], sent_at=at
        )
        body, html = words(number // 3)  # people speak more than once in a row
        line.sealed_body = room.data_key.seal(body, bound_to=line.bound_to("body"))
        line.sealed_html = room.data_key.seal(html, bound_to=line.bound_to("html"))
        lines.append(line)
    Line.objects.bulk_create(lines)
    Room.objects.filter(pk=room.pk).update(last_number=ROOM_LINES, last_line_at=now)


def busiest() -> tuple[int, int]:
    """Who has the most conversations, and how many."""
    seats = Seat.objects.filter(room__group=None).values("member").annotate(n=Count("pk"))
    row = seats.order_by("-n", "member").first()
    if row is None:
        raise BenchError("no conversations are filled in")
    return row["member"], row["n"]


def longest() -> tuple[Room, int]:
    """The longest conversation, and somebody who is in it."""
    room = Room.objects.conversations().order_by("-last_number", "pk").first()
    if room is None:
        raise BenchError("no conversations are filled in")
    return room, room.seats.order_by("pk").values_list("member", flat=True)[0]


def write(seconds: int) -> tuple[int, float]:
    """Let one after the other say something, for a while; how much was said, in which time."""
    seats = Seat.objects.filter(room__pair__isnull=False).order_by("member", "room")
    turns = list(seats.distinct("member").select_related("room", "member"))
    say(turns[-1].room, by=turns[-1].member, body="Warm.")
    began, number = time.perf_counter(), 0
    while (took := time.perf_counter() - began) < seconds:
        seat = turns[number % len(turns)]
        say(seat.room, by=seat.member, body=words(number)[0])
        number += 1
    return number, took
