"""Lines as one person sees them, in rows."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from groups.rooms.actions import change_line, say, take_back_line
from groups.rooms.models import Line, Room, RoomKey
from groups.rooms.querysets import Apart
from groups.rooms.views.shown import Log, is_open

pytestmark = pytest.mark.django_db
NOBODY = Apart()


def rows(room, member, *, apart=NOBODY, after=None, **how):
    room = Room.objects.with_key().get(pk=room.pk)
    lines = room.lines.for_page()
    if after:
        lines = lines.filter(number__gt=after.number)
    return Log(room, member, apart=apart, **how).rows(lines, after=after)


def drawn(rows):
    return render_to_string("rooms/_lines.html", {"rows": rows})


def at(line, *when):
    Line.objects.filter(pk=line.pk).update(sent_at=datetime(*when, tzinfo=ZoneInfo("UTC")))


def test_lines_stand_in_days_of_the_reader_and_in_runs(talk, ada, ben):
    first, second = talk.lines.get(), say(talk, by=ada, body="And another.")
    third, fourth = say(talk, by=ben, body="Late."), say(talk, by=ben, body="Later.")
    at(first, 2026, 1, 5, 20, 0), at(second, 2026, 1, 5, 20, 5)
    at(third, 2026, 1, 5, 22, 59), at(fourth, 2026, 1, 5, 23, 1)

    with timezone.override("Europe/Berlin"):
        shown = rows(talk, ada)
        assert shown[1].clock == "21:00"

    kinds = [(row.kind, row.text or [line.number for line in row.lines]) for row in shown]
    assert kinds[0][0] == "day"
    assert "5" in kinds[0][1]
    assert kinds[1] == ("run", [1, 2])
    assert kinds[2] == ("run", [3])  # 23:59 in Berlin
    assert kinds[3][0] == "day"
    assert "6" in kinds[3][1]
    assert kinds[4] == ("run", [4])
    assert shown[1].is_own
    assert not shown[2].is_own


def test_the_mark_stands_before_the_first_new_line_of_another(talk, ada, ben):
    say(talk, by=ben, body="One."), say(talk, by=ben, body="Two.")

    shown = rows(talk, ada, read_number=1, unread_count=2)

    assert [row.kind for row in shown] == ["day", "run", "new", "run"]
    assert shown[2].text == "Since you left, 2 new"


def test_what_comes_goes_on_the_run_that_is_shown(talk, ada):
    first = talk.lines.get()
    say(talk, by=ada, body="More.")

    (row,) = rows(talk, ada, after=first)

    assert row.is_more
    assert [line.number for line in row.lines] == [2]
    assert rows(talk, ada, after=Line.objects.get(number=2)) == []


def test_deleted_edited_and_folded_lines_say_so(talk, ada, ben):
    take_back_line(say(talk, by=ben, body="The canary sings."), by=ben)
    change_line(say(talk, by=ben, body="Helo."), by=ben, body="Hello.")

    plain = drawn(rows(talk, ada))
    folded = drawn(rows(talk, ada, apart=Apart(blocked={ben.pk})))

    assert "This message was deleted." in plain
    assert "canary" not in plain
    assert "<small>edited</small>" in plain
    assert "<details" in folded
    assert "Messages by somebody you blocked." in folded
    assert "Messages by" not in drawn(rows(talk, ben, apart=Apart(blocked={ben.pk}, muted={})))


def test_own_lines_can_be_changed_for_ten_minutes(talk, ada, ben):
    line = rows(talk, ada, can_write=True)[1].lines[0]
    others = rows(talk, ben)[1].lines[0]
    talk.lines.update(sent_at=timezone.now() - timedelta(minutes=11))
    late = rows(talk, ada)[-1].lines[0]

    assert line.minutes_left == 10
    assert line.edit_url == f"/rooms/{talk.pk}/1/-/edit/"
    assert line.can_quote
    assert not others.can_quote
    assert not others.edit_url
    assert not late.edit_url


def test_a_missing_key_is_said_and_breaks_nothing(talk, ada):
    RoomKey.objects.all().delete()

    shown = drawn(rows(talk, ada))

    assert "This message cannot be opened: its key is missing." in shown
    assert not is_open(Room.objects.with_key().get(pk=talk.pk))
