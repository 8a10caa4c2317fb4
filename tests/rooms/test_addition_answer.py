"""Everybody says yes, or it does not happen."""

import pytest
from django.urls import reverse

from groups.rooms.actions import ask_to_add, say
from groups.rooms.models import Addition, Consent, Seat
from peersupport.notifications.models import Notice
from peersupport.reactions import settle

from .conftest import make_talk

pytestmark = pytest.mark.django_db


@pytest.fixture
def cara(make_member):
    return make_member(display_name="Cara Inkwell")


@pytest.fixture
def dora(make_member):
    return make_member(display_name="Dora Fern")


def answer(client, addition, do):
    return client.post(reverse("rooms:addition_answer", args=[addition.pk]), {"do": do})


def test_with_the_last_yes_they_are_asked_and_read_from_then_on(client, ada, ben, cara, dora):
    room = make_talk(ada, ben, cara, body="The canary sings.")
    addition = ask_to_add(room, by=ada, other=dora)
    client.force_login(ben)
    answer(client, addition, "agree")
    assert not Seat.objects.filter(member=dora).exists()

    client.force_login(cara)
    answer(client, addition, "agree")
    settle()

    assert Seat.objects.get(room=room, member=dora).state == "asked"
    assert Notice.objects.filter(recipient=dora, kind="message").count() == 1
    say(room, by=ada, body="The canary hums, too.")
    client.force_login(dora)
    asked = client.get(room.get_absolute_url()).text
    client.post(reverse("rooms:conversation_answer", args=[room.pk]), {"do": "accept"})
    say(room, by=dora, body="Hello all.")
    page = client.get(room.get_absolute_url()).text
    assert "would like you to join them" in asked
    assert "canary" not in asked + page
    assert "You joined the conversation." in page
    client.force_login(ben)
    assert "Dora Fern joined the conversation." in client.get(room.get_absolute_url()).text


def test_one_no_ends_it_and_nobody_learns_whose(client, ada, ben, cara, dora):
    room = make_talk(ada, ben, cara)
    addition = ask_to_add(room, by=ada, other=dora)
    client.force_login(cara)

    answer(client, addition, "refuse")

    assert Addition.objects.get().closed_at is not None
    assert not Consent.objects.exists()
    client.force_login(ben)
    answer(client, addition, "agree")  # too late
    assert not Seat.objects.filter(member=dora).exists()


def test_is_nobodys_business_outside(client, talk, ada, cara, dora, moderator):
    addition = ask_to_add(talk, by=ada, other=dora)
    for person in (cara, dora, moderator):
        client.force_login(person)
        assert answer(client, addition, "agree").status_code == 404
