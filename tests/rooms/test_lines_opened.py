"""The shorter ways to the lines of one room say what `visible_to` says."""

from datetime import timedelta

import pytest
from django.utils import timezone

from groups.rooms.actions import say, say_in_room
from groups.rooms.models import Line, Room, Seat

from .conftest import make_talk


@pytest.fixture
def long_talk(ada, ben, make_member):
    talk = make_talk(ada, ben, make_member(handle="cleo", display_name="Cleo Reedwater"))
    for number in range(4):
        say(talk, by=[ada, ben][number % 2], body=f"Line {number} about the exam.")
    return talk


@pytest.mark.parametrize("state", ["in", "asked", "left", "declined"])
@pytest.mark.parametrize("first_number", [1, 3, 99])
def test_of_a_seat_in_any_state(long_talk, ben, state, first_number):
    Seat.objects.filter(room=long_talk, member=ben).update(state=state, first_number=first_number)
    seat = Seat.objects.select_related("room").get(room=long_talk, member=ben)

    seen = Line.objects.visible_to(ben).filter(room=long_talk)

    assert set(Line.objects.open_to_seat(seat)) == set(seen)
    is_in = seat.state == "in"
    last = [line for line in seen if line.number == seat.room.last_number and is_in]
    assert list(Line.objects.last_of_seats([seat])) == last


def test_there_is_something_to_compare(long_talk, ben):
    seat = Seat.objects.get(room=long_talk, member=ben)

    assert Line.objects.open_to_seat(seat).count() > 4
    assert Line.objects.last_of_seats([seat]).get().number == long_talk.last_number + 4


@pytest.mark.parametrize("days", [1, 7, 365])
def test_of_a_group_s_room_as_far_back_as_it_lets_one_read(room, ada, ben, days):
    for age in (0, 3, 30):
        line = say_in_room(room, by=ada, body="Who is here tonight?")
        Line.objects.filter(pk=line.pk).update(sent_at=timezone.now() - timedelta(days=age))
    Room.objects.filter(pk=room.pk).update(history_days=days)
    room.refresh_from_db()

    found = Line.objects.open_in_room(room)

    assert set(found) == set(Line.objects.visible_to(ben).filter(room=room))
    assert found.count() == {1: 1, 7: 2, 365: 3}[days]
