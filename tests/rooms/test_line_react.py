import pytest
from django.urls import reverse

from groups.rooms.actions import hide_line, pause_person, say_in_room
from groups.rooms.models import LineReaction

pytestmark = pytest.mark.django_db


@pytest.fixture
def line(room, ada):
    return say_in_room(room, by=ada, body="On break.")


@pytest.fixture
def address(room, line):
    return reverse("rooms:line_react", args=[room.pk, line.number])


def test_a_word_is_chosen_on_a_page_of_its_own(client, address, room, ben):
    client.force_login(ben)

    assert "Same here" in client.get(address).text
    response = client.post(address, {"kind": "with_you"})

    assert response.url == f"{room.get_absolute_url()}#line-1"
    assert LineReaction.objects.get().kind == "with_you"
    shown = client.get(room.get_absolute_url()).text
    assert 'aria-pressed="true">With you <span class="num">1</span>' in shown
    client.post(address, {"kind": "with_you"}, headers={"HX-Request": "true"})
    assert not LineReaction.objects.exists()


def test_there_are_four_words(client, address, ben):
    client.force_login(ben)

    assert client.post(address, {"kind": "wow"}).status_code == 404


def test_ones_own_and_hidden_lines_get_none_nor_does_who_has_a_pause(
    client, address, room, line, ada, ben
):
    client.force_login(ada)
    assert client.post(address, {"kind": "helpful"}).status_code == 404
    client.force_login(ben)
    pause_person(room, member=ben, by=ada, reason="Breathe.")
    assert client.post(address, {"kind": "helpful"}).status_code == 404
    room.seats.update(paused_until=None)
    hide_line(line, by=ada, reason="Why.")
    assert client.post(address, {"kind": "helpful"}).status_code == 404
    assert not LineReaction.objects.exists()
