import re
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from groups.rooms.actions import (
    close_room,
    hide_line,
    pause_person,
    react,
    say_in_room,
    set_pace,
)
from groups.rooms.models import Line, Room, Seat

pytestmark = pytest.mark.django_db


def next_url(response):
    """Where an open page asks next."""
    return unescape(re.search(r'hx-get="([^"]+)"', response.text)[1])


@pytest.fixture
def asks(client, room, ada, ben):
    """Ben has the page open on which Ada said one thing; asking gives what came since."""
    say_in_room(room, by=ada, body="First")
    client.force_login(ben)
    url = [next_url(client.get(room.get_absolute_url()))]

    def ask():
        response = client.get(url[0])
        if response.status_code == 200 and "hx-get" in response.text:
            url[0] = next_url(response)
        return response

    return ask


def test_nothing_new_is_answered_with_nothing(asks):
    assert asks().status_code == 204


def test_each_line_comes_once_and_none_is_missed(asks, room, ada, ben, cara):
    say_in_room(room, by=ada, body="Second")
    say_in_room(room, by=cara, body="Third")

    first = asks().text
    say_in_room(room, by=ben, body="Fourth")
    second = asks().text

    assert re.findall(r'id="line-(\d+)"', first) == ["2", "3"]
    assert re.findall(r'id="line-(\d+)"', second) == ["4"]
    assert "is-more" in first  # goes on the run that the page shows
    assert asks().status_code == 204


def test_what_changed_takes_its_place(asks, room, ada, ben):
    line = Line.objects.get()
    line.room = room
    react(line, by=ben, kind="with_you")
    reacted = asks().text
    hide_line(line, by=ada, reason="It named somebody.")
    hidden = asks().text

    assert 'id="line-1" hx-swap-oob="true"' in reacted
    assert 'aria-pressed="true">With you <span class="num">1</span>' in reacted
    assert "It named somebody." in hidden
    assert "First" not in hidden


def test_lines_before_the_history_limit_do_not_come(client, asks, room, ada):
    say_in_room(room, by=ada, body="Second")
    Line.objects.filter(number=2).update(sent_at=timezone.now() - timedelta(days=31))

    assert "Second" not in asks().text


def test_that_one_cannot_write_any_more_is_said(asks, room, ada, ben):
    pause_person(room, member=ben, by=ada, reason="Breathe.")

    assert "You cannot write here just now." in asks().text
    assert asks().status_code == 204
    Seat.objects.update(paused_until=None)
    assert "You can write here now." in asks().text


def test_a_poll_takes_few_statements_and_writes_nothing(
    client, asks, room, ada, ben, cara, django_assert_max_num_queries
):
    with django_assert_max_num_queries(4) as quiet:
        asks()
    for each in (ada, cara, ada, cara):
        react(say_in_room(room, by=each, body="@ben hello"), by=ben, kind="helpful")
    address = next_url(client.get(room.get_absolute_url()))
    old = address.replace("after=5", "after=1").replace("changed=4", "changed=0")
    with django_assert_max_num_queries(5):
        response = client.get(old)

    assert response.text.count('id="line-') == 4
    assert not [each for each in quiet if "UPDATE" in each["sql"]]


def test_that_a_host_is_there_is_written_once_a_minute(client, room, ada):
    set_pace(room, by=ada, slow_seconds=0, needs_host=True)
    client.force_login(ada)
    url = next_url(client.get(room.get_absolute_url()))
    seen = Seat.objects.get(member=ada).seen_at
    client.get(url)
    assert Seat.objects.get(member=ada).seen_at == seen

    Seat.objects.update(seen_at=timezone.now() - timedelta(seconds=61))
    client.get(url)

    assert Seat.objects.get(member=ada).seen_at >= seen


def test_what_an_open_page_brought_is_not_new_at_the_next_visit(client, asks, room, ada):
    say_in_room(room, by=ada, body="Second")
    asks()

    assert "Since you left" not in client.get(room.get_absolute_url()).text


def test_a_number_is_asked_for_and_a_closed_room_is_gone(client, asks, room, ada):
    address = reverse("rooms:room_lines", args=[room.group.slug, room.pk])

    assert client.get(address).status_code == 404
    assert client.get(f"{address}?after=x&changed=0").status_code == 404
    close_room(room, by=ada)
    assert asks().status_code == 404
    assert not Room.objects.exists()


def test_slow_mode_counts_on_an_open_page_too(asks, room, ada, ben):
    set_pace(room, by=ada, slow_seconds=60, needs_host=False)
    say_in_room(room, by=ben, body="One")

    waits = asks().text
    assert "You can write again in" in waits
    assert "You can write here now." not in waits
    assert asks().status_code == 204
    Seat.objects.filter(member=ben).update(wrote_at=timezone.now() - timedelta(seconds=61))
    assert '<span class="sm muted" id="write-foot" hx-swap-oob="true"></span>' in asks().text
