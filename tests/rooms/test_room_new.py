import pytest
from django.urls import reverse

from groups.rooms.models import Room

pytestmark = pytest.mark.django_db


def test_who_looks_after_the_group_opens_another_room(client, group, room, ada):
    client.force_login(ada)
    address = reverse("rooms:room_new", args=[group.slug])

    response = client.post(address, {"name": "Quiet room"})
    again = client.post(address, {"name": "QUIET ROOM"})

    assert response.url == Room.objects.get(name="Quiet room").get_absolute_url()
    assert again.status_code == 422
    assert "called like that" in again.text
    assert Room.objects.count() == 2


def test_for_members_there_is_no_such_page(client, group, room, ben):
    client.force_login(ben)

    assert (
        client.post(reverse("rooms:room_new", args=[group.slug]), {"name": "X"}).status_code == 404
    )
