import pytest
from django.urls import reverse

from moderation.actions import ask_restoration
from moderation.models import Restoration
from peersupport.core.exceptions import Refused


def address(decision):
    return reverse("moderation:restoration_ask", args=[decision.pk])


def test_asks_once_and_says_so_on_the_statement(client, restricted, helper):
    client.force_login(helper)
    for _ in range(2):
        assert client.post(address(restricted)).url == restricted.get_absolute_url()

    assert Restoration.objects.get().asked_by == helper
    assert "You asked for a guided conversation." in client.get(restricted.get_absolute_url()).text


def test_who_reported_may_ask_and_the_other_never_learns_it(client, restricted, stranger, helper):
    ask_restoration(restricted, by=stranger)
    client.force_login(helper)

    text = client.get(restricted.get_absolute_url()).text

    assert "Ask for a conversation" in text
    assert "You asked for a guided" not in text


def test_is_for_the_two_alone(client, restricted, moderator, make_member):
    for person in (moderator, make_member()):
        client.force_login(person)
        assert client.post(address(restricted)).status_code == 404
        with pytest.raises(Refused):
            ask_restoration(restricted, by=person)
