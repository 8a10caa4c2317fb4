import pytest
from django.urls import reverse

from groups import actions
from groups.models import Role


def address(group, person):
    return reverse("groups:membership_welcome", args=[group.slug, person.handle])


def welcomed(group, person):
    return group.memberships.get(member=person).welcomed_at


@pytest.fixture
def member(group, let_in):
    return let_in(group, display_name="Newling")


@pytest.mark.parametrize("who", ["facilitator", "deputy"])
def test_notes_that_somebody_said_hello(client, group, member, somebody, who):
    client.force_login(somebody(who, group))

    response = client.post(address(group, member), follow=True)

    assert response.redirect_chain == [(group.place_url("group_lead"), 302)]
    assert "Good. Newling is not on this list any more." in response.text
    assert welcomed(group, member) is not None


def test_twice_is_once(client, group, facilitator, member):
    client.force_login(facilitator)
    client.post(address(group, member))
    first = welcomed(group, member)

    client.post(address(group, member))

    assert welcomed(group, member) == first


def test_who_lost_the_power_meanwhile_is_told_so(
    client, group, facilitator, member, bring_in, meanwhile
):
    deputy = bring_in(group, Role.DEPUTY)
    client.force_login(deputy)
    event = {"handle": deputy.handle, "role": Role.MEMBER, "by": facilitator}

    with meanwhile(lambda: actions.appoint(group, **event)):
        response = client.post(address(group, member), follow=True)

    assert welcomed(group, member) is None
    assert "You no longer look after this group." in response.text
    assert response.status_code == 200


def test_who_is_not_in_the_group_is_not_welcomed(client, group, facilitator, stranger):
    client.force_login(facilitator)

    assert client.post(address(group, stranger)).status_code == 404


def test_does_not_exist_for_others(client, group, member, powerless):
    client.force_login(powerless(group))

    assert client.post(address(group, member)).status_code == 404
    assert welcomed(group, member) is None


def test_takes_a_deed_and_an_account(client, group, facilitator, member):
    assert client.post(address(group, member)).url.startswith(reverse("account_login"))
    client.force_login(facilitator)

    assert client.get(address(group, member)).status_code == 405
    assert welcomed(group, member) is None
