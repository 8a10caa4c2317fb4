import pytest
from django.urls import reverse

from groups.rooms.actions import say_in_room
from groups.rooms.models import Line, Room, RoomKey

pytestmark = pytest.mark.django_db


def test_a_room_is_asked_about_and_goes_with_its_lines(client, group, room, ada, ben):
    say_in_room(room, by=ben, body="Hello")
    client.force_login(ada)
    address = reverse("rooms:room_close", args=[group.slug, room.pk])

    assert "a new, empty one takes its place" in client.get(address).text
    assert Room.objects.exists()
    assert client.post(address).url == group.get_absolute_url()
    assert (Room.objects.count(), RoomKey.objects.count(), Line.objects.count()) == (0, 0, 0)


def test_members_cannot(client, group, room, ben):
    client.force_login(ben)

    response = client.post(reverse("rooms:room_close", args=[group.slug, room.pk]))

    assert response.status_code == 404
    assert Room.objects.exists()
