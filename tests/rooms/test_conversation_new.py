"""A first message: choosing people, who is asked first, and going on where two talk already."""

from uuid import uuid4

import pytest
from django.urls import reverse

from groups.rooms.models import Room, Seat
from peersupport.members.actions import block
from peersupport.members.models import Tier

pytestmark = pytest.mark.django_db
URL = reverse("rooms:conversation_new")


@pytest.fixture
def cara(make_member):
    return make_member(handle="cara", display_name="Cara Inkwell")


def test_writes_to_somebody_who_is_asked_first(client, ben, cara):
    client.force_login(ben)
    page = client.get(URL, {"to": "cara"})
    sent = {"people": "cara", "to": "", "body": "Shall we swap notes?"}
    sent["submit_token"] = str(uuid4())

    first, second = client.post(URL, sent), client.post(URL, sent)

    assert "Cara Inkwell</bdi> hasn’t talked with you before." in page.text
    assert first.url == second.url == Room.objects.get().get_absolute_url()
    assert Seat.objects.get(member=cara).state == "asked"


def test_two_who_talk_go_on_where_they_are(client, talk, ada, ben):
    client.force_login(ben)

    assert client.get(URL, {"to": "ada"}).url == talk.get_absolute_url()
    again = client.post(URL, {"people": "ada", "body": "It is me."})

    assert again.url == talk.get_absolute_url()
    assert talk.lines.count() == 2


def test_people_are_added_and_taken_out_and_the_words_stay(client, ada, ben, cara):
    client.force_login(ada)
    chosen = {"people": "ben", "to": "@cara", "body": "Hi both.", "add": "1"}

    added = client.post(URL, chosen)
    dropped = client.post(URL, {"people": "ben cara", "to": "", "body": "Hi.", "drop": "ben"})

    assert added.status_code == dropped.status_code == 200
    assert [person.handle for person in added.context["chosen"]] == ["ben", "cara"]
    assert [person.handle for person in dropped.context["chosen"]] == ["cara"]
    assert "Hi both." in added.text
    assert not Room.objects.exists()


def test_what_is_wrong_is_said_and_everything_stays(client, ada, ben, cara):
    block(cara, other=ada)
    client.force_login(ada)
    nobody = client.post(URL, {"people": "", "to": "", "body": "Hello?"})

    refused = client.post(URL, {"people": "ben", "to": "cara", "body": "Hello both."})

    assert nobody.status_code == refused.status_code == 422
    assert "Enter the name of somebody to write to." in nobody.text
    assert "Hello?" in nobody.text
    assert "We found nobody called “cara”" in refused.text
    assert [person.handle for person in refused.context["chosen"]] == ["ben"]
    assert "Hello both." in refused.text


def test_suggests_whom_one_may_know_and_never_everybody(client, talk, ben, cara, make_member):
    make_member(handle="supp", display_name="Sol Supporter", tier=Tier.SUPPORTER)
    client.force_login(ben)

    page = client.get(URL).text
    typed = client.get(URL, {"to": "sol"}, headers={"HX-Request": "true"}).text

    assert "Ada Tidewater" in page
    assert "Sol Supporter" in page
    assert "Cara Inkwell" not in page
    assert typed.count("<option") == 1
    assert client.get(URL, {"to": "cara"}, headers={"HX-Request": "true"}).text.count("option") == 0


def test_a_name_finds_somebody_one_may_know(client, talk, ben, cara):
    client.force_login(ben)

    known = client.post(URL, {"people": "", "to": "ada tidewater", "add": "1"})
    unknown = client.post(URL, {"people": "", "to": "Cara Inkwell", "add": "1"})

    assert [person.handle for person in known.context["chosen"]] == ["ada"]
    assert unknown.status_code == 422
