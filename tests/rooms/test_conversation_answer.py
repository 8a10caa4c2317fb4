"""Saying yes or no to a request."""

import pytest
from django.urls import reverse

from groups.rooms.actions import start_conversation
from groups.rooms.models import Seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(ben, make_member):
    cara = make_member()
    return start_conversation(by=ben, to=[cara], body="Hello."), cara


def answer(client, room, do):
    return client.post(reverse("rooms:conversation_answer", args=[room.pk]), {"do": do})


def test_who_accepts_can_reply(client, asked):
    room, cara = asked
    client.force_login(cara)

    assert answer(client, room, "accept").url == f"{room.get_absolute_url()}#write"
    assert "<textarea" in client.get(room.get_absolute_url()).text
    assert answer(client, room, "decline").status_code == 404  # it was answered


def test_who_declines_is_rid_of_it(client, asked, ben):
    room, cara = asked
    client.force_login(cara)

    answer(client, room, "decline")

    assert Seat.objects.get(room=room, member=cara).state == "declined"
    assert client.get(room.get_absolute_url()).status_code == 404
    client.force_login(ben)
    page = client.get(room.get_absolute_url()).text
    assert "You can write again once they have accepted." in page
    assert "declin" not in page
