"""Leaving a conversation."""

import pytest
from django.urls import reverse

from groups.rooms.models import Room

pytestmark = pytest.mark.django_db


def test_asks_first_then_it_is_gone_for_who_leaves(client, talk, ada, ben):
    address = reverse("rooms:conversation_leave", args=[talk.pk])
    client.force_login(ada)

    assert "The others see that you left" in client.get(address).text
    client.post(address)

    assert client.get(talk.get_absolute_url()).status_code == 404
    client.force_login(ben)
    assert "Ada Tidewater left the conversation." in client.get(talk.get_absolute_url()).text
    assert "destroyed for good" in client.get(address).text
    client.post(address)
    assert not Room.objects.exists()
