import pytest
from django.urls import reverse

from groups import actions
from groups.models import Group, Role

REASON = {"reason": "We start together in March."}


def address(asked, group=None):
    return reverse("groups:request_decline", args=[(group or asked.group).slug, asked.pk])


@pytest.mark.parametrize("who", ["facilitator", "deputy"])
def test_says_no_and_why(client, by_request, asked, somebody, who):
    decider = somebody(who, by_request)
    client.force_login(decider)
    page = client.get(address(asked), {"nonsense": "1"})
    assert page.status_code == 200
    assert "Decline <bdi>Stranger</bdi>’s request" in page.text

    response = client.post(address(asked), REASON, follow=True)

    asked.refresh_from_db()
    assert response.redirect_chain == [(by_request.place_url("group_lead"), 302)]
    assert "Stranger is told, with what you wrote." in response.text
    assert (asked.state, asked.decided_by) == ("declined", decider)
    assert asked.reason == REASON["reason"]


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("", "Say why: the person reads it."),
        (" \n ", "Say why: the person reads it."),
        ("Kept." + "x" * 300, "at most 300 characters"),
        ("Kept.\x00", "Null characters are not allowed."),
    ],
)
def test_asks_again_for_a_reason(client, asked, facilitator, reason, words):
    client.force_login(facilitator)

    response = client.post(address(asked), {"reason": reason})

    asked.refresh_from_db()
    assert response.status_code == 422
    assert "There is a problem" in response.text
    assert words in response.text
    assert ("Kept." in response.text) is reason.startswith("Kept.")
    assert asked.state == "waiting"


@pytest.mark.parametrize("when", ["before", "meanwhile"])
@pytest.mark.parametrize(
    ("how", "words"),
    [
        ("withdrawn", "The request was taken back."),
        ("accepted", "The request was decided about already."),
        ("archived", "The request was decided about already."),
    ],
)
def test_says_when_there_is_nothing_to_decline_any_more(
    client, by_request, asked, facilitator, stranger, meanwhile, when, how, words
):
    event = {
        "withdrawn": lambda: actions.withdraw(by_request, member=stranger),
        "accepted": lambda: actions.accept(asked, by=facilitator),
        "archived": lambda: actions.archive(by_request, by=facilitator),
    }[how]
    client.force_login(facilitator)

    if when == "before":
        event()
        response = client.post(address(asked), REASON)
    else:
        with meanwhile(event):
            response = client.post(address(asked), REASON)

    asked.refresh_from_db()
    assert response.status_code == 422
    assert words in response.text
    assert REASON["reason"] in response.text
    assert asked.reason != REASON["reason"]


def test_who_lost_the_power_meanwhile_is_told_so(
    client, by_request, asked, facilitator, bring_in, meanwhile
):
    deputy = bring_in(by_request, Role.DEPUTY)
    client.force_login(deputy)
    event = {"handle": deputy.handle, "role": Role.MEMBER, "by": facilitator}

    with meanwhile(lambda: actions.appoint(by_request, **event)):
        response = client.post(address(asked), REASON)

    asked.refresh_from_db()
    assert response.status_code == 422
    assert "You no longer decide who comes into this group." in response.text
    assert asked.state == "waiting"


def test_a_request_to_another_group_does_not_exist_here(client, asked, make_group, facilitator):
    other = make_group(kind=Group.Kind.REQUEST)
    client.force_login(facilitator)

    assert client.get(address(asked, other)).status_code == 404
    assert client.post(address(asked, other), REASON).status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
def test_does_not_exist_for_others(client, asked, powerless, method):
    client.force_login(powerless(asked.group))

    assert getattr(client, method)(address(asked), REASON).status_code == 404
    asked.refresh_from_db()
    assert asked.state == "waiting"


@pytest.mark.parametrize("pk", [0, 10**9, 10**30])
def test_does_not_exist_for_an_unknown_number(client, by_request, facilitator, pk):
    client.force_login(facilitator)

    here = reverse("groups:request_decline", args=[by_request.slug, pk])
    assert client.get(here).status_code == 404


def test_asks_visitors_to_log_in(client, asked):
    assert client.post(address(asked), REASON).url.startswith(reverse("account_login"))
