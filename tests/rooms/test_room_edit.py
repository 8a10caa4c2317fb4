from datetime import time

import pytest
from django.urls import reverse

from groups.rooms.models import Room

pytestmark = pytest.mark.django_db
WAYS = {
    "name": "Evenings", "open_days": ["1", "4"], "opens_at": "18:00", "closes_at": "22:00",
    "slow_seconds": "60", "needs_host": "on", "history_days": "7", "days_kept": "30",
}  # fmt: skip


@pytest.fixture
def send(client, room, ada):
    client.force_login(ada)
    address = reverse("rooms:room_edit", args=[room.group.slug, room.pk])
    return lambda **changes: client.post(address, WAYS | changes)


def test_the_facilitator_says_how_a_room_runs(send):
    response = send()

    room = Room.objects.get()
    assert response.url == room.get_absolute_url()
    assert (room.name, room.open_days, room.opens_at, room.closes_at) == (
        "Evenings", [1, 4], time(18), time(22),
    )  # fmt: skip
    assert (room.slow_seconds, room.needs_host, room.history_days, room.days_kept) == (
        60,
        True,
        7,
        30,
    )


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"closes_at": ""}, "Enter both times, or neither."),
     ({"opens_at": "late"}, "Enter a time such as 18:00."),
     ({"history_days": "90"}, "One cannot read further back than lines are kept.")],
)  # fmt: skip
def test_what_does_not_fit_together_is_said(send, changes, words):
    response = send(**changes)

    assert response.status_code == 422
    assert words in response.text
    assert Room.objects.get().name == ""


def test_a_room_that_is_always_open_again(send):
    send()
    send(open_days=[], opens_at="", closes_at="")

    room = Room.objects.get()
    assert (room.open_days, room.opens_at, room.closes_at) == ([], None, None)
