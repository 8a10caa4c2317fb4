"""Putting a conversation away until somebody writes."""

import pytest
from django.urls import reverse

from groups.rooms.actions import say
from groups.rooms.models import Seat

pytestmark = pytest.mark.django_db


def test_comes_back_when_somebody_writes_or_one_likes(client, talk, ada, ben):
    client.force_login(ada)
    address = reverse("rooms:conversation_archive", args=[talk.pk])

    def is_archived():
        return Seat.objects.get(room=talk, member=ada).is_archived

    client.post(address, {"archived": "1"})
    assert is_archived()
    client.post(address, {"archived": "0"})
    assert not is_archived()
    client.post(address, {"archived": "1"})
    say(talk, by=ben, body="Hello?")

    assert not is_archived()
