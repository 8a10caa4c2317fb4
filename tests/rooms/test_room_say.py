from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from groups.rooms.actions import hide_line, say_in_room, set_pace
from groups.rooms.models import Line, Room

pytestmark = pytest.mark.django_db


def address(room):
    return reverse("rooms:room_say", args=[room.group.slug, room.pk])


def test_what_is_said_stands_at_its_place(client, room, ben):
    client.force_login(ben)
    token = uuid4()

    response = client.post(address(room), {"body": "Good *evening*", "submit_token": token})
    client.post(address(room), {"body": "Good *evening*", "submit_token": token})

    assert response.url == f"{room.get_absolute_url()}#line-1"
    line = Line.objects.get()
    line.room = Room.objects.get()
    assert line.html == "<p>Good <em>evening</em></p>\n"


def test_a_script_is_answered_with_nothing(client, room, ben):
    client.force_login(ben)

    response = client.post(address(room), {"body": "Hello"}, headers={"HX-Request": "true"})

    assert response.status_code == 204


def test_words_are_kept_when_the_room_closed_meanwhile(client, room, ben):
    Room.objects.update(open_days=[(timezone.now() - timedelta(days=2)).weekday()])
    client.force_login(ben)

    response = client.post(address(room), {"body": "I was about to say"})

    assert response.status_code == 422
    assert "I was about to say" in response.text
    assert "closed for now" in response.text


def test_slow_mode_keeps_the_words_too(client, room, ada, ben):
    set_pace(room, by=ada, slow_seconds=60, needs_host=False)
    say_in_room(room, by=ben, body="One")
    client.force_login(ben)

    response = client.post(address(room), {"body": "And two"})

    assert response.status_code == 422
    assert "And two" in response.text
    assert "Nothing is lost" in response.text


def test_silence_is_no_line(client, room, ben):
    client.force_login(ben)

    assert client.post(address(room), {"body": "  "}).status_code == 422
    assert not Line.objects.exists()


def test_files_of_a_hidden_line_open_for_their_owner_alone(client, room, ada, ben, cara, make_file):
    line = say_in_room(room, by=ben, body="My certificate")
    file = make_file(owner=ben, to=line)
    url = reverse("resources:file_detail", args=[file.uuid, file.name])
    assert opens(client, cara, url)

    hide_line(line, by=ada, reason="It shows an address.")

    assert not opens(client, cara, url)
    assert opens(client, ben, url)


def opens(client, member, url):
    client.force_login(member)
    response = client.get(url)
    if response.streaming:
        list(response.streaming_content)  # read to its end a file is closed
    return response.status_code == 200
