"""Asking to add somebody to a conversation."""

import pytest
from django.urls import reverse

from groups.rooms.models import Addition, Seat
from peersupport.members.actions import block

pytestmark = pytest.mark.django_db


def test_the_others_are_asked_before_anything_happens(client, talk, ada, ben, make_member):
    cara = make_member(handle="cara", display_name="Cara Inkwell")
    client.force_login(ada)

    client.post(reverse("rooms:addition_new", args=[talk.pk]), {"to": "@cara"})

    assert Addition.objects.get().closed_at is None
    assert not Seat.objects.filter(member=cara).exists()
    client.force_login(ben)
    page = client.get(talk.get_absolute_url()).text
    assert "Ada Tidewater</bdi> would like to add <bdi>Cara Inkwell" in page
    assert "Yes, ask them" in page


def test_nobody_is_proposed_who_cannot_be_written_to(client, talk, ada, make_member):
    cara = make_member(handle="cara")
    block(cara, other=ada)
    client.force_login(ada)
    address = reverse("rooms:addition_new", args=[talk.pk])

    away, there = client.post(address, {"to": "cara"}), client.post(address, {"to": "ben"})

    assert away.status_code == there.status_code == 422
    assert "We found nobody called “cara”" in away.text
    assert "is here already" in there.text
    assert not Addition.objects.exists()
