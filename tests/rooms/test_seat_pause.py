import pytest
from django.urls import reverse

from groups.rooms.actions import say_in_room
from groups.rooms.models import Seat
from peersupport.members.actions import block

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(room, ben):
    say_in_room(room, by=ben, body="And another thing")
    return reverse("rooms:seat_pause", args=[room.group.slug, room.pk])


def test_a_host_gives_a_pause_with_a_reason_and_ends_it(client, address, room, ada, ben):
    client.force_login(ada)

    assert 'value="ben" selected' in client.get(f"{address}?person=ben").text
    assert client.post(address, {"person": "ben", "reason": ""}).status_code == 422
    client.post(address, {"person": "ben", "reason": "Let us breathe."})
    seat = Seat.objects.get(member=ben)
    assert (seat.is_paused(), seat.paused_because) == (True, "Let us breathe.")
    assert "has a pause until" in client.get(room.get_absolute_url()).text

    client.post(address, {"person": "ben", "end": "1"})
    assert not Seat.objects.get(member=ben).is_paused()


def test_whoever_keeps_away_from_the_host_is_no_exception(client, address, ada, ben):
    block(ben, other=ada)
    client.force_login(ada)

    client.post(address, {"person": "ben", "reason": "Let us breathe."})
    assert Seat.objects.get(member=ben).is_paused()
    client.post(address, {"person": "ben", "end": "1"})
    assert not Seat.objects.get(member=ben).is_paused()


def test_hosts_and_strangers_cannot_be_chosen(client, address, ada, make_member):
    make_member(handle="outside")
    client.force_login(ada)

    for handle in ("ada", "outside", ""):
        response = client.post(address, {"person": handle, "reason": "Why."})
        assert response.status_code == 422
        assert "Choose a person." in response.text


def test_members_give_no_pauses(client, address, ben, cara):
    client.force_login(cara)

    response = client.post(address, {"person": "ben", "reason": "No."})

    assert response.status_code == 404
    assert not Seat.objects.get(member=ben).is_paused()
