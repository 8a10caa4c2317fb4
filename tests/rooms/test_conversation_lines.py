"""What came since an open page asked last: nothing is missed, nothing comes twice."""

import pytest
from django.urls import reverse

from groups.rooms.actions import change_line, say, start_conversation, take_back_line
from groups.rooms.models import Seat

pytestmark = pytest.mark.django_db


def ask(client, room, after, changed=0):
    address = reverse("rooms:conversation_lines", args=[room.pk])
    return client.get(address, {"after": after, "changed": changed}, headers={"HX-Request": "true"})


def test_is_silent_while_nothing_is_new(client, talk, ada, django_assert_num_queries):
    client.force_login(ada)
    ask(client, talk, 1)

    with django_assert_num_queries(2):
        assert ask(client, talk, 1).status_code == 204


def test_brings_what_is_new_and_asks_for_what_follows(client, talk, ada, ben):
    say(talk, by=ben, body="One."), say(talk, by=ben, body="Two.")
    client.force_login(ada)

    page = ask(client, talk, 1)

    assert "<p>One.</p>" in page.text
    assert "<p>Two.</p>" in page.text
    assert "other side of the hall" not in page.text
    assert "after=3&amp;changed=0" in page.text
    assert Seat.objects.get(room=talk, member=ada).read_number == 3
    assert ask(client, talk, 3).status_code == 204


def test_a_line_that_changed_takes_its_own_place(client, talk, ada, ben):
    line, gone = say(talk, by=ben, body="Helo."), say(talk, by=ben, body="The canary sings.")
    change_line(line, by=ben, body="Hello."), take_back_line(gone, by=ben)
    client.force_login(ada)

    page = ask(client, talk, 3)

    assert '<li class="line" id="line-2" hx-swap-oob="true">' in page.text
    assert "<p>Hello.</p>" in page.text
    assert '<li class="line is-hidden" id="line-3" hx-swap-oob="true">' in page.text
    assert "canary" not in page.text
    assert "after=3&amp;changed=2" in page.text
    assert ask(client, talk, 3, 2).status_code == 204


@pytest.mark.parametrize("lines", [1, 15])
def test_costs_the_same_for_one_line_and_for_many(
    client, talk, ada, ben, lines, django_assert_num_queries
):
    for number in range(lines):
        say(talk, by=ben, body=f"Line {number}.")
    client.force_login(ada)

    with django_assert_num_queries(8):  # member, seat, lines, mutes; reading, in a savepoint
        ask(client, talk, 1)
    with django_assert_num_queries(4):  # nothing is written twice
        ask(client, talk, 1)


def test_is_not_there_for_who_has_not_accepted(client, ben, make_member):
    cara = make_member()
    room = start_conversation(by=ben, to=[cara], body="Hello.")
    client.force_login(cara)

    assert ask(client, room, 0).status_code == 404


def test_nonsense_is_nothing(client, talk, ada):
    client.force_login(ada)

    for after in ("", "x", "-1", "9" * 30):
        assert ask(client, talk, after).status_code == 404
