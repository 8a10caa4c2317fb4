import pytest
from django.urls import reverse

from groups import actions
from groups.models import Role


def address(invitation, group=None):
    group = group or invitation.group
    return reverse("groups:invitation_revoke", args=[group.slug, invitation.pk])


def is_open(invitation):
    invitation.refresh_from_db()
    return invitation.revoked_at is None


@pytest.mark.parametrize("who", ["deputy", "facilitator"])
def test_who_made_it_takes_it_back_and_who_edits_the_group(client, hidden, bring_in, request, who):
    deputy = bring_in(hidden, Role.DEPUTY)
    invitation = actions.invite(hidden, by=deputy)
    client.force_login(deputy if who == "deputy" else request.getfixturevalue(who))

    response = client.post(address(invitation), follow=True)

    assert response.redirect_chain == [(hidden.place_url("invitation_list"), 302)]
    assert "The invitation does not work any more." in response.text
    assert not is_open(invitation)
    assert client.post(address(invitation)).status_code == 302


def test_from_then_on_it_names_nothing(client, hidden, facilitator, stranger):
    invitation = actions.invite(hidden, by=facilitator)
    client.force_login(facilitator)
    client.post(address(invitation))
    client.force_login(stranger)

    response = client.get(invitation.get_absolute_url())

    assert response.status_code == 404
    assert "Zugvogel" not in response.text


@pytest.mark.parametrize("who", ["deputy", "member"])
def test_nobody_takes_back_what_another_made(client, group, facilitator, somebody, who):
    invitation = actions.invite(group, by=facilitator)
    client.force_login(somebody(who, group))

    assert client.post(address(invitation)).status_code == 404
    assert is_open(invitation)


def test_one_of_another_group_does_not_exist_here(client, group, hidden, facilitator):
    invitation = actions.invite(hidden, by=facilitator)
    client.force_login(facilitator)

    assert client.post(address(invitation, group)).status_code == 404
    assert is_open(invitation)


def test_who_left_takes_nothing_back(client, hidden, bring_in):
    deputy = bring_in(hidden, Role.DEPUTY)
    invitation = actions.invite(hidden, by=deputy)
    actions.leave(hidden, member=deputy)
    client.force_login(deputy)

    assert client.post(address(invitation)).status_code == 404
    assert is_open(invitation)


def test_who_handed_over_meanwhile_takes_back_no_other_persons(
    client, group, facilitator, let_in, bring_in, meanwhile
):
    successor = let_in(group)
    invitation = actions.invite(group, by=bring_in(group, Role.DEPUTY))
    asked = actions.ask_to_take_over(group, by=facilitator, to=successor)
    client.force_login(facilitator)

    with meanwhile(lambda: actions.answer_hand_over(asked, by=successor, accepted=True)):
        response = client.post(address(invitation), follow=True)

    assert is_open(invitation)
    assert "This invitation is somebody else’s." in response.text
    assert response.status_code == 200


def test_does_not_exist_for_others(client, group, facilitator, outsider):
    invitation = actions.invite(group, by=facilitator)
    client.force_login(outsider(group))

    assert client.post(address(invitation)).status_code == 404
    assert is_open(invitation)


@pytest.mark.parametrize("pk", [0, 10**9, 10**30])
def test_does_not_exist_for_an_unknown_number(client, group, facilitator, pk):
    client.force_login(facilitator)
    here = reverse("groups:invitation_revoke", args=[group.slug, pk])

    assert client.post(here).status_code == 404


def test_takes_a_deed_and_an_account(client, group, facilitator):
    invitation = actions.invite(group, by=facilitator)
    assert client.post(address(invitation)).url.startswith(reverse("account_login"))
    client.force_login(facilitator)

    assert client.get(address(invitation)).status_code == 405
    assert is_open(invitation)
