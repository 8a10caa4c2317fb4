import pytest
from django.urls import reverse

from forums.actions import decline, submit_topic
from forums.models import HeldPost


@pytest.fixture
def held(make_category, helper):
    place = make_category(hold="all")
    return submit_topic(place, author=helper, title="A title", body="Words.", tags=["exams"]).what


@pytest.fixture
def address(held):
    return reverse("forums:held_edit", args=[held.pk])


def sent(held, **changes):
    fields = {"title": "A title", "kind": "question", "body": "Better words.", "tags": "exams"}
    return fields | {"version": held.version} | changes


def test_comes_with_what_was_written_and_sends_it_again(client, helper, held, address):
    client.force_login(helper)
    page = client.get(address).text
    assert "Words.</textarea>" in page
    assert 'value="exams"' in page

    response = client.post(address, sent(held))

    held.refresh_from_db()
    assert (response.status_code, response.url) == (302, held.get_absolute_url())
    assert (held.body, held.kind, held.state) == ("Better words.", "question", "waiting")


def test_keeps_what_was_typed_when_it_is_wrong_or_comes_too_late(
    client, helper, moderator, held, address
):
    client.force_login(helper)
    response = client.post(address, sent(held, title=""))
    assert response.status_code == 422
    assert "Better words.</textarea>" in response.text

    response = client.post(address, sent(held, version=7))
    assert response.status_code == 422
    assert "Better words.</textarea>" in response.text
    assert HeldPost.objects.get().body == "Words."

    decline(held, by=moderator, answer="No.")
    assert client.post(address, sent(held)).url == held.get_absolute_url()
