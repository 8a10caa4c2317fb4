"""Changing one's own words."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from groups.rooms.models import Line

pytestmark = pytest.mark.django_db


def address(room, number=1):
    return reverse("rooms:line_edit", args=[room.pk, number])


def test_says_afterwards_that_it_was_changed(client, talk, ada, ben):
    client.force_login(ada)
    begun = client.get(address(talk)).text

    answer = client.post(address(talk), {"body": "Hello from over there."})

    assert "Hello from the other side of the hall." in begun
    assert answer.url == f"/messages/{talk.pk}/#line-1"
    client.force_login(ben)
    page = client.get(talk.get_absolute_url()).text
    assert "Hello from over there." in page
    assert "<small>edited</small>" in page


def test_after_ten_minutes_it_stays_and_what_was_typed_too(client, talk, ada):
    Line.objects.update(sent_at=timezone.now() - timedelta(minutes=11))
    client.force_login(ada)

    answer = client.post(address(talk), {"body": "Too late."})

    assert answer.status_code == 422
    assert "Messages can be changed for ten minutes." in answer.text
    assert "Too late." in answer.text


def test_others_lines_have_no_such_page(client, talk, ben):
    client.force_login(ben)

    assert client.get(address(talk)).status_code == 404
    assert client.post(address(talk), {"body": "Mine now."}).status_code == 404
