import pytest
from django.urls import reverse

from groups import actions
from groups.models import Group, Role


def address(asked, group=None):
    return reverse("groups:request_accept", args=[(group or asked.group).slug, asked.pk])


def lead(group):
    return group.place_url("group_lead")


@pytest.mark.parametrize("who", ["facilitator", "deputy"])
def test_lets_somebody_in(client, by_request, asked, stranger, somebody, who):
    decider = somebody(who, by_request)
    client.force_login(decider)

    response = client.post(address(asked), follow=True)

    asked.refresh_from_db()
    assert response.redirect_chain == [(lead(by_request), 302)]
    assert "Stranger is in. Say hello." in response.text
    assert (asked.state, asked.decided_by) == ("accepted", decider)
    assert by_request.memberships.filter(member=stranger).exists()


def test_a_full_group_puts_them_in_line(client, by_request, asked, facilitator, bring_in, stranger):
    actions.edit(by_request, by=facilitator, size=3)
    for _person in range(2):
        bring_in(by_request)
    client.force_login(facilitator)

    response = client.post(address(asked), follow=True)

    assert "Stranger is on the waiting list" in response.text
    assert by_request.line.get().member == stranger


@pytest.mark.parametrize("when", ["before", "meanwhile"])
@pytest.mark.parametrize(
    ("how", "words"),
    [
        ("withdrawn", "The request was taken back."),
        ("declined", "The request was decided about already."),
        ("archived", "The request was decided about already."),
    ],
)
def test_says_when_there_is_nothing_to_accept_any_more(
    client, by_request, asked, facilitator, stranger, meanwhile, when, how, words
):
    event = {
        "withdrawn": lambda: actions.withdraw(by_request, member=stranger),
        "declined": lambda: actions.decline(asked, by=facilitator, reason="Not now."),
        "archived": lambda: actions.archive(by_request, by=facilitator),
    }[how]
    client.force_login(facilitator)

    if when == "before":
        event()
        response = client.post(address(asked), follow=True)
    else:
        with meanwhile(event):
            response = client.post(address(asked), follow=True)

    assert response.redirect_chain == [(lead(by_request), 302)]
    assert words in response.text
    assert "is in. Say hello" not in response.text
    assert not by_request.memberships.filter(member=stranger).exists()


def test_who_lost_the_power_meanwhile_is_told_so(
    client, by_request, asked, facilitator, bring_in, stranger, meanwhile
):
    deputy = bring_in(by_request, Role.DEPUTY)
    client.force_login(deputy)
    event = {"handle": deputy.handle, "role": Role.MEMBER, "by": facilitator}

    with meanwhile(lambda: actions.appoint(by_request, **event)):
        response = client.post(address(asked), follow=True)

    asked.refresh_from_db()
    assert asked.state == "waiting"
    assert not by_request.memberships.filter(member=stranger).exists()
    assert "You no longer decide who comes into this group." in response.text
    assert response.status_code == 200


def test_a_request_to_another_group_does_not_exist_here(client, asked, make_group, facilitator):
    other = make_group(kind=Group.Kind.REQUEST)
    client.force_login(facilitator)

    assert client.post(address(asked, other)).status_code == 404
    asked.refresh_from_db()
    assert asked.state == "waiting"


def test_does_not_exist_for_others(client, asked, powerless):
    client.force_login(powerless(asked.group))

    assert client.post(address(asked)).status_code == 404
    asked.refresh_from_db()
    assert asked.state == "waiting"


@pytest.mark.parametrize("pk", [0, 10**9, 10**30])
def test_does_not_exist_for_an_unknown_number(client, by_request, facilitator, pk):
    client.force_login(facilitator)
    here = reverse("groups:request_accept", args=[by_request.slug, pk])

    assert client.post(here).status_code == 404


def test_takes_a_deed_and_an_account(client, asked, facilitator):
    assert client.post(address(asked)).url.startswith(reverse("account_login"))
    client.force_login(facilitator)

    assert client.get(address(asked)).status_code == 405
    asked.refresh_from_db()
    assert asked.state == "waiting"
