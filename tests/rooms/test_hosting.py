"""A group's room: when one can talk in it, who hosts it, and what hosts do."""

from datetime import UTC, datetime, time, timedelta
from threading import Barrier, Thread
from types import SimpleNamespace

import pytest
from django.db import connection
from django.utils import timezone

from groups.actions import archive, change_norms, join, leave
from groups.rooms import rules
from groups.rooms.actions import (
    change_line,
    close_room,
    edit_room,
    end_pause,
    hide_line,
    open_first_room,
    open_room,
    pause_person,
    react,
    say_in_room,
    set_pace,
    show_line,
    take_seat,
)
from groups.rooms.models import Line, LineReaction, Room, RoomKey, Seat
from groups.rules import place_of
from peersupport.activity.models import Activity
from peersupport.core.exceptions import Refused
from peersupport.members.models import Member

pytestmark = pytest.mark.django_db


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def hours(now, zone="Europe/London", days=(), opens=None, closes=None):
    group = SimpleNamespace(time_zone=zone)
    room = SimpleNamespace(
        group=group, open_days=list(days), opens_at=opens and time.fromisoformat(opens),
        closes_at=closes and time.fromisoformat(closes),
    )  # fmt: skip
    is_open, until = rules.hours_of(room, at(now))
    return is_open, until and until.strftime("%a %H:%M")


EVENING = {"opens": "18:00", "closes": "22:00"}
NIGHT = {"opens": "22:00", "closes": "02:00"}


@pytest.mark.parametrize(
    ("now", "ways", "found"),
    [
        ("2026-11-23 03:00", {}, (True, None)),
        ("2026-11-23 19:00", EVENING, (True, "Mon 22:00")),
        ("2026-11-23 22:00", EVENING, (False, "Tue 18:00")),
        ("2026-11-23 17:59", EVENING | {"days": [1]}, (False, "Tue 18:00")),
        ("2026-11-24 22:00", EVENING | {"days": [1]}, (False, "Tue 18:00")),
        # Over midnight: a Tuesday's night is a Wednesday's morning.
        ("2026-11-25 01:00", NIGHT | {"days": [1]}, (True, "Wed 02:00")),
        ("2026-11-24 01:00", NIGHT | {"days": [1]}, (False, "Tue 22:00")),
        # Whole days, one after the other.
        ("2026-11-28 12:00", {"days": [5, 6]}, (True, "Mon 00:00")),
        ("2026-11-28 12:00", {"opens": "08:00", "closes": "08:00"}, (True, None)),
        # Where the clock is the group's, and when it changes: London is at UTC+1 until 25 October.
        ("2026-07-20 17:30", EVENING, (True, "Mon 21:00")),
        ("2026-10-24 21:30", NIGHT, (True, "Sun 02:00")),  # an hour longer than it looks
        ("2026-03-29 00:30", NIGHT, (True, "Sun 01:00")),
        ("2026-03-29 00:45", {"opens": "01:15", "closes": "01:45", "days": [6]}, (False, "Sun 01:15")),  # an hour that is skipped
        ("2026-11-23 08:00", EVENING | {"zone": "Asia/Tokyo"}, (False, "Mon 09:00")),
    ],
)  # fmt: skip
def test_a_room_is_open_by_the_groups_clock(now, ways, found):
    assert hours(now, **ways) == found


def bar(room, member, now=None):
    room = Room.objects.select_related("group").get(pk=room.pk)
    seat = room.seats.filter(member=member).first()
    return rules.bar_to_room(
        member, room, place=place_of(member, room.group_id), seat=seat, now=now
    )


def change(room, **columns):
    Room.objects.filter(pk=room.pk).update(**columns)


def test_a_closed_room_says_when_it_opens_again(room, ada, ben):
    change(room, open_days=[1], opens_at=time(18), closes_at=time(22))

    closed = bar(room, ben, at("2026-11-23 12:00"))
    assert closed.words == "The room is closed for now. It opens again tomorrow 18:00 (UTC time)."
    assert "again Tuesday 18:00" in bar(room, ben, at("2026-11-25 12:00")).words
    assert bar(room, ada, at("2026-11-25 12:00")).kind == "closed"
    assert bar(room, ben, at("2026-11-24 19:00")) is None


def test_the_action_asks_again_whether_the_room_is_open(room, ben):
    yesterday = (timezone.now() - timedelta(days=2)).weekday()
    change(room, open_days=[yesterday])

    with pytest.raises(Refused, match="closed for now"):
        say_in_room(room, by=ben, body="Anybody?")


def test_only_with_a_host_present(room, ada, ben, cara):
    set_pace(room, by=ada, slow_seconds=0, needs_host=True)

    with pytest.raises(Refused, match="when a host is present"):
        say_in_room(room, by=ben, body="Anybody?")
    Seat.objects.filter(pk=take_seat(room, cara).pk).update(seen_at=timezone.now())
    assert bar(room, ben).kind == "no_host"  # who hosts is a power over the group, not a column
    seat = take_seat(room, ada)
    Seat.objects.filter(pk=seat.pk).update(seen_at=timezone.now() - timedelta(minutes=2))
    say_in_room(room, by=ben, body="Good evening.")
    Seat.objects.filter(pk=seat.pk).update(seen_at=timezone.now() - timedelta(minutes=4))
    assert bar(room, ben).kind == "no_host"
    assert bar(room, ada) is None


def test_slow_mode_says_when_one_can_write_again(room, ada, ben):
    set_pace(room, by=ada, slow_seconds=60, needs_host=False)
    say_in_room(room, by=ben, body="One.")

    with pytest.raises(Refused, match=r"write again in (59|60) s. Nothing is lost"):
        say_in_room(room, by=ben, body="Two.")
    assert bar(room, ben, timezone.now() + timedelta(seconds=61)) is None
    change(room, slow_seconds=300)
    assert "again in 5 minutes" in bar(room, ben).words
    for words in ("Hosts", "write on."):
        say_in_room(room, by=ada, body=words)


@pytest.mark.django_db(transaction=True)
def test_two_sent_at_once_are_one_line_in_slow_mode(committed, room, ada, ben):
    set_pace(room, by=ada, slow_seconds=60, needs_host=False)
    take_seat(room, ben)

    outcomes = at_once(lambda number: say_in_room(room, by=ben, body=f"Line {number}"))

    assert sorted(outcomes) == ["Line", "Refused"]
    assert room.lines.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_words_at_once_are_both_counted(committed, room, ada, ben, cara):
    line = say_in_room(room, by=cara, body="We are here.")
    people = [ada, ben]

    assert at_once(lambda number: react(line, by=people[number], kind="with_you")) == ["Line"] * 2

    line.refresh_from_db()
    assert line.reaction_counts == {"with_you": 2}


def at_once(deed):
    """What two threads got that did something at the same time."""
    ready, outcomes = Barrier(2), []

    def run(number):
        try:
            ready.wait(5)
            outcomes.append(type(deed(number)).__name__)
        except Refused:
            outcomes.append("Refused")
        finally:
            connection.close()

    threads = [Thread(target=run, args=[number]) for number in range(2)]
    [thread.start() for thread in threads]
    [thread.join(10) for thread in threads]
    return outcomes


def test_a_pause_is_for_ten_minutes_and_says_why(room, ada, ben):
    pause_person(room, member=ben, by=ada, reason="Let us breathe for a moment.")

    with pytest.raises(Refused, match="Let us breathe for a moment"):
        say_in_room(room, by=ben, body="But")
    assert bar(room, ben).kind == "paused_here"
    assert bar(room, ben, timezone.now() + timedelta(minutes=11)) is None
    end_pause(room, member=ben, by=ada)
    assert say_in_room(room, by=ben, body="Thank you.")


def test_who_is_paused_does_not_rewrite_what_they_wrote(room, ada, ben):
    line = say_in_room(room, by=ben, body="First")
    pause_person(room, member=ben, by=ada, reason="Breathe.")

    with pytest.raises(Refused, match="Breathe"):
        change_line(line, by=ben, body="Second")
    with pytest.raises(Refused, match="cannot react"):
        react(line, by=ben, kind="helpful")


def test_a_pause_outlasts_leaving_the_group_and_coming_back(group, room, ada, ben):
    pause_person(room, member=ben, by=ada, reason="Breathe.")
    leave(group, member=ben)

    with pytest.raises(Refused, match="not in this group"):
        say_in_room(room, by=ben, body="Hello")
    with pytest.raises(Refused, match="Members of the group"):
        pause_person(room, member=ben, by=ada, reason="Again.")
    join(group, member=ben, norms_version=1)
    assert bar(room, ben).kind == "paused_here"


def test_deeds_of_hosts_are_hosts_alone(room, ada, ben, cara):
    line = say_in_room(room, by=cara, body="Hello")

    for deed in (
        lambda: hide_line(line, by=ben, reason="No."),
        lambda: pause_person(room, member=cara, by=ben, reason="No."),
        lambda: set_pace(room, by=ben, slow_seconds=60, needs_host=True),
        lambda: open_room(room.group, by=ben, name="Mine"),
        lambda: close_room(room, by=ben),
        lambda: pause_person(room, member=ada, by=ada, reason="A host."),
    ):
        with pytest.raises(Refused):
            deed()
    line.refresh_from_db()
    assert (line.hidden_at, Room.objects.count()) == (None, 1)


def test_a_hidden_line_says_who_and_why_and_can_be_shown_again(room, ada, ben):
    line = hide_line(say_in_room(room, by=ben, body="0301 2345"), by=ada, reason="A phone number.")

    assert (line.hidden_by, line.hidden_because, line.body) == (ada, "A phone number.", "0301 2345")
    with pytest.raises(Refused):
        change_line(line, by=ben, body="0301")
    assert show_line(line, by=ada).hidden_at is None
    assert "phone" not in str(list(Activity.objects.values()))


def test_a_word_is_given_and_taken_back(room, ada, ben):
    line = say_in_room(room, by=ada, body="On break.")

    assert react(line, by=ben, kind="with_you").reaction_counts == {"with_you": 1}
    assert react(line, by=ben, kind="same_here").reaction_counts == {"with_you": 1, "same_here": 1}
    assert react(line, by=ben, kind="with_you").reaction_counts == {"same_here": 1}
    assert LineReaction.objects.get().kind == "same_here"
    hide_line(line, by=ada, reason="Why not.")
    with pytest.raises(Refused):
        react(line, by=ben, kind="helpful")


def test_a_group_has_one_room_however_often_it_is_asked_for(group, room):
    assert open_first_room(group) == room
    assert room.data_key


def test_more_rooms_with_names_of_their_own(group, room, ada):
    quiet = open_room(group, by=ada, name=" Quiet  room ")

    assert quiet.name == "Quiet room"
    with pytest.raises(Refused, match="called like that"):
        open_room(group, by=ada, name="quiet room")


WAYS = {
    "name": "Evenings", "open_days": [0, 1, 2, 3, 4, 5, 6], "opens_at": time(18), "days_kept": 30,
    "closes_at": time(22), "history_days": 90, "slow_seconds": 60, "needs_host": True,
}  # fmt: skip


def test_how_a_room_runs_is_the_facilitators_to_say(room, ada, ben):
    changed = edit_room(room, by=ada, **WAYS)

    changed.refresh_from_db()
    assert (changed.open_days, changed.history_days, changed.days_kept) == ([], 30, 30)
    with pytest.raises(Refused):
        edit_room(room, by=ben, **WAYS)


def test_lines_before_the_history_limit_are_nowhere(room, ada, ben):
    line = say_in_room(room, by=ada, body="Long ago.")
    change(room, history_days=7)
    Line.objects.filter(pk=line.pk).update(sent_at=timezone.now() - timedelta(days=8))

    assert not Line.objects.visible_to(ben).exists()
    assert not Line.objects.visible_to(ada).exists()
    change(room, history_days=9)
    assert Line.objects.visible_to(ben).get() == line


def test_lines_of_a_closed_room_go_with_their_key(group, room, ada, ben):
    say_in_room(room, by=ben, body="Hello")

    close_room(room, by=ada)

    assert (Room.objects.count(), RoomKey.objects.count(), Line.objects.count()) == (0, 0, 0)


def test_members_write_once_they_agree_and_while_the_group_runs(group, room, ada, ben):
    change_norms(group, by=ada, norms="Listen twice.", questions="")
    assert bar(room, ben).kind == "agreement"
    Member.objects.filter(pk=ada.pk).update(paused_until=timezone.now() + timedelta(hours=1))
    ada.refresh_from_db()
    assert bar(room, ada).kind == "paused"
    with pytest.raises(Refused):
        set_pace(room, by=ada, slow_seconds=60, needs_host=False)
    Member.objects.filter(pk=ada.pk).update(paused_until=None)
    ada.refresh_from_db()
    archive(group, by=ada)
    assert bar(room, ada).kind == "archived"
    with pytest.raises(Refused, match="can be read"):
        say_in_room(room, by=ada, body="Goodbye")
