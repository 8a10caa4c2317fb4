"""A network of messages taken in as conversations."""

import json
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from groups.rooms import importers
from groups.rooms.models import Line, Room, RoomKey, Seat
from peersupport.activity.models import Activity
from peersupport.members.models import Member
from peersupport.notifications.models import Letter, Notice
from peersupport.reactions import settle

pytestmark = pytest.mark.django_db

START = 1_082_008_561  # 2004-04-15 05:56:01 UTC
ROWS = [(1, 2), (3, 4), (2, 1), (1, 2), (5, 1), (4, 3), (6, 6), (2, 1)]


@pytest.fixture
def network(tmp_path):
    def write(pairs=ROWS, more=""):
        path = tmp_path / "out.students"
        rows = [f"{a} {b} 1 {START + 60 * at}\n" for at, (a, b) in enumerate(pairs)]
        path.write_text("% asym positive\n" + "".join(rows) + more)
        return path

    return write


def run(path, **how):
    out = StringIO()
    call_command("import_messages", path, json=True, stdout=out, **how)
    return json.loads(out.getvalue())


def test_counts_first_and_then_takes_in_what_it_counted(network):
    path = network(more="7 8 one 1082008561\n")

    counts = run(path, dry_run=True)

    assert not Room.objects.exists()
    assert not Member.objects.exists()
    assert counts == counts | {
        "messages": 7, "people": 5, "senders": 5, "pairs": 3, "answered pairs": 2, "created": 7,
        "months": {"2004-04": [5, 7]}, "skipped": {"to oneself": 1, "no message": 1},
    }  # fmt: skip
    assert run(path)["created"] == 7
    assert (Room.objects.count(), Line.objects.count(), Member.objects.count()) == (3, 7, 5)


def test_keeps_the_order_and_the_times_and_seals_the_words(network):
    run(network())

    room = Room.objects.with_key().get(seats__member__source_id=2)
    lines = list(room.lines.select_related("author").order_by("number"))
    assert [line.author.source_id for line in lines] == [1, 2, 1, 2]
    assert [line.number for line in lines] == [1, 2, 3, 4]
    assert lines[0].sent_at == datetime(2004, 4, 15, 5, 56, 1, tzinfo=UTC)
    assert room.last_line_at == lines[-1].sent_at
    for line in lines:
        line.room = room
        assert (line.body, line.html) == importers.words(_row(line))
        assert b"library" not in bytes(line.sealed_body)


def _row(line):
    return 2 + round((line.sent_at.timestamp() - START) / 60)


def test_run_again_it_adds_only_what_is_missing(network):
    run(network(ROWS[:3]))
    keys = set(map(bytes, RoomKey.objects.values_list("sealed", flat=True)))

    assert run(network())["created"] == 4
    assert run(network())["created"] == 0

    assert Line.objects.count() == 7
    assert keys < set(map(bytes, RoomKey.objects.values_list("sealed", flat=True)))
    for room in Room.objects.all():
        assert [line.number for line in room.lines.all()] == [*range(1, room.last_number + 1)]


def test_nobody_is_told_and_nobody_can_come_in(network):
    run(network())
    settle()

    assert not Notice.objects.exists()
    assert not Letter.objects.exists()
    assert not Seat.objects.unread().exists()
    assert not Activity.objects.filter(settled_at=None).exists()
    assert Activity.objects.filter(verb="rooms.said").count() == 7
    student = Member.objects.get(source_id=1)
    assert (student.email, student.claimed_at, student.has_usable_password()) == (None, None, False)
    assert authenticate(username=student.handle, password="") is None
    assert not Member.objects.reachable().exists()


def test_nothing_more_is_written_to_who_claimed_their_account(network):
    run(network(ROWS[:3]))
    Member.objects.filter(source_id=1).update(claimed_at=timezone.now(), email="one@example.org")
    Room.objects.filter(seats__member__source_id=1).update(pair=None)  # they left it

    counts = run(network())

    assert counts["created"] == 1
    assert counts["skipped"]["claimed since"] == 5
    assert Room.objects.count() == 2


def test_a_batch_costs_the_same_for_few_and_for_many(network):
    def statements(pairs):
        with CaptureQueriesContext(connection) as context:
            run(network(pairs))
        return len(context)

    few = statements([(101, 102), (103, 104)])
    assert statements([(200 + n, 300 + n % 7) for n in range(90)]) == few <= 16


def test_says_when_there_is_no_file(tmp_path):
    with pytest.raises(CommandError, match="no file"):
        run(tmp_path / "nowhere")
