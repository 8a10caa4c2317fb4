"""Hearing of a conversation, or not."""

import pytest
from django.urls import reverse

from groups.rooms.models import Seat

pytestmark = pytest.mark.django_db


def test_is_muted_and_heard_of_again_by_oneself_alone(client, talk, ada, ben):
    client.force_login(ada)
    address = reverse("rooms:conversation_mute", args=[talk.pk])

    client.post(address, {"muted": "1"})
    assert Seat.objects.get(room=talk, member=ada).is_muted
    assert not Seat.objects.get(room=talk, member=ben).is_muted
    client.post(address, {"muted": "0"})

    assert not Seat.objects.get(room=talk, member=ada).is_muted
