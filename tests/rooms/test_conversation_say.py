"""Saying something, with and without a script, and keeping what was begun."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from groups.rooms.models import RoomKey, Seat
from peersupport.members.actions import block

pytestmark = pytest.mark.django_db
SCRIPT = {"HX-Request": "true"}


def send(client, room, data, **how):
    return client.post(reverse("rooms:conversation_say", args=[room.pk]), data, **how)


def test_leads_to_the_new_line_once(client, talk, ada):
    client.force_login(ada)
    sent = {"body": "Hello again.", "submit_token": str(uuid4())}

    first, second = send(client, talk, sent), send(client, talk, sent)

    assert first.url == second.url == f"/messages/{talk.pk}/#line-2"
    assert talk.lines.count() == 2


def test_a_script_is_told_that_it_was_said(client, talk, ada):
    client.force_login(ada)

    assert send(client, talk, {"body": "Hello."}, headers=SCRIPT).status_code == 204
    assert talk.lines.count() == 2


def test_what_is_wrong_is_said_and_what_was_typed_stays(client, talk, ada, ben):
    client.force_login(ada)
    empty = send(client, talk, {"body": " \n"})
    block(ben, other=ada)

    refused = send(client, talk, {"body": "Are you there?"})

    assert empty.status_code == refused.status_code == 422
    assert "Write something first." in empty.text
    assert "This conversation takes no new messages." in refused.text
    assert "Are you there?" in refused.text
    assert talk.lines.count() == 1


def test_a_missing_key_is_no_crash(client, talk, ada):
    RoomKey.objects.all().delete()
    client.force_login(ada)

    assert send(client, talk, {"body": "Hello?"}).status_code == 422
    assert send(client, talk, {"body": "Hello?", "save_draft": "1"}).status_code == 302


def test_a_draft_is_kept_sealed_and_goes_when_it_is_said(client, talk, ada):
    client.force_login(ada)

    answer = send(client, talk, {"body": "A canary begins", "save_draft": "1"}, headers=SCRIPT)

    seat = Seat.objects.select_related("room").get(room=talk, member=ada)
    assert answer.status_code == 200
    assert "Draft saved" in answer.text
    assert seat.draft == "A canary begins"
    assert b"canary" not in bytes(seat.sealed_draft)
    send(client, talk, {"body": "A canary begins to sing."})
    seat.refresh_from_db()
    assert seat.drafted_at is None


def test_a_file_is_taken_in_and_said(client, talk, ada, own_store):
    client.force_login(ada)
    upload = SimpleUploadedFile("notes.txt", b"Bring a pen.\n")

    answer = send(client, talk, {"body": "", "upload": upload, "attached": ""})

    assert answer.status_code == 302
    assert [each["name"] for each in talk.lines.get(number=2).files] == ["notes.txt"]
