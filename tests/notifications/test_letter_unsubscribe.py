import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from peersupport.notifications.letters import unsubscribe_token
from peersupport.notifications.models import Kind, MailOptOut


@pytest.fixture
def address(stranger):
    token = unsubscribe_token(stranger, Kind.REPLY)
    return reverse("notifications:letter_unsubscribe", args=[token])


def test_asks_before_it_stops_anything(client, address):
    response = client.get(address, {"nonsense": "1"})

    assert response.status_code == 200
    assert "Stop these letters" in response.text
    assert "Replies in topics you follow" in response.text
    assert not MailOptOut.objects.exists()


def test_stops_and_starts_letters_without_signing_in(client, stranger, address):
    for wanted, heading in [("0", "These letters have stopped"), ("1", "These letters come again")]:
        response = client.post(address, {"wanted": wanted})
        assert response.status_code == 200
        assert heading in response.text
        out = MailOptOut.objects.filter(member=stranger, kind=Kind.REPLY)
        assert out.exists() == (wanted == "0")


def test_takes_a_mailbox_providers_one_click(stranger, address):
    client = Client(enforce_csrf_checks=True)

    response = client.post(address, {"List-Unsubscribe": "One-Click"})

    assert response.status_code == 200
    assert MailOptOut.objects.get().member == stranger


def test_tells_nobody_whose_letters_they_are(client, stranger, address):
    text = client.get(address).text

    assert stranger.email not in text
    assert stranger.handle not in text
    assert stranger.display_name not in text


@pytest.mark.parametrize(
    "token",
    [
        "nonsense", "a:b:c", "💌",
        signing.dumps([1, "reply"], salt="another salt"),
        signing.dumps([10**30, "reply"], salt="letters.unsubscribe"),
        signing.dumps([0, "reply"], salt="letters.unsubscribe"),
        signing.dumps([1, "everything"], salt="letters.unsubscribe"),
        signing.dumps("reply", salt="letters.unsubscribe"),
    ],
    ids=["word", "parts", "sign", "other-salt", "no-id", "nobody", "no-kind", "no-list"],
)  # fmt: skip
@pytest.mark.parametrize("method", ["get", "post"])
def test_does_not_exist_for_a_token_that_is_not_ours(client, db, token, method):
    address = reverse("notifications:letter_unsubscribe", args=[token])

    assert getattr(client, method)(address).status_code == 404
    assert not MailOptOut.objects.exists()


def test_does_not_exist_for_a_token_that_was_changed(client, address):
    changed = address[:-2] + ("a" if address[-2] != "a" else "b") + "/"

    assert client.post(changed).status_code == 404
    assert not MailOptOut.objects.exists()
