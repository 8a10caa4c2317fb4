import pytest
from django.urls import reverse

from groups.actions import appoint
from groups.models import Role
from groups.rooms.models import Room

pytestmark = pytest.mark.django_db


def test_any_host_turns_slow_mode_on_and_off(client, group, room, ada, ben):
    appoint(group, handle=ben.handle, role=Role.DEPUTY, by=ada)
    client.force_login(ben)
    address = reverse("rooms:room_pace", args=[group.slug, room.pk])

    client.post(address, {"slow_seconds": "60", "needs_host": "on"})
    room.refresh_from_db()
    assert (room.slow_seconds, room.needs_host) == (60, True)

    client.post(address, {"slow_seconds": "0"})
    room.refresh_from_db()
    assert (room.slow_seconds, room.needs_host) == (0, False)
    client.post(address, {"slow_seconds": "7"})
    assert Room.objects.get().slow_seconds == 0


def test_members_do_not(client, group, room, ben):
    client.force_login(ben)
    address = reverse("rooms:room_pace", args=[group.slug, room.pk])

    assert client.post(address, {"slow_seconds": "60"}).status_code == 404
    assert Room.objects.get().slow_seconds == 0
