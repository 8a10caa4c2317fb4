from django.urls import reverse

from moderation.actions import answer_appeal
from moderation.models import Appeal

SENT = {"text": "I said sorry.", "wish": "sooner"}


def address(decision):
    return reverse("moderation:decision_appeal", args=[decision.pk])


def test_opens_an_appeal(client, restricted, helper):
    client.force_login(helper)

    response = client.post(address(restricted), SENT)

    assert response.url == restricted.get_absolute_url()
    assert (Appeal.objects.get().wish, Appeal.objects.get().member) == ("sooner", helper)


def test_keeps_what_was_typed_when_something_is_missing(client, restricted, helper):
    client.force_login(helper)

    response = client.post(address(restricted), {"text": "I said sorry.", "wish": "both"})

    assert response.status_code == 422  # nothing was hidden: "both" is not to be had
    assert "I said sorry." in response.text
    assert not Appeal.objects.exists()


def test_a_second_one_is_refused_while_the_first_is_open(client, appealed, restricted, helper):
    client.force_login(helper)

    response = client.post(address(restricted), SENT)

    assert response.status_code == 422
    assert "open already" in response.text


def test_is_not_there_for_anybody_else(
    client, taken_appeal, restricted, stranger, moderator, reviewer
):
    answer_appeal(taken_appeal, by=reviewer, outcome="kept", reasons="Why.")
    for person in (stranger, moderator, reviewer):
        client.force_login(person)
        assert client.post(address(restricted), SENT).status_code == 404
