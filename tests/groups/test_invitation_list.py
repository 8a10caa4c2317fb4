from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from groups import actions
from groups.models import Group, Invitation, Role
from peersupport.notifications.models import Letter

LINK = {"address": "", "most_uses": "5", "days": "30"}


def address(group):
    return group.place_url("invitation_list")


def test_says_that_none_is_open(client, group, facilitator):
    client.force_login(facilitator)

    response = client.get(address(group), {"nonsense": "1"})

    assert response.status_code == 200
    assert "No invitation is open." in response.text
    assert "A link for people you know, or a letter to one address." in response.text


@pytest.mark.parametrize("who", ["facilitator", "deputy"])
def test_makes_a_link(client, hidden, somebody, who, settings):
    inviter = somebody(who, hidden)
    client.force_login(inviter)
    assert "This group is hidden." in client.get(address(hidden)).text

    response = client.post(address(hidden), LINK, follow=True)

    made = Invitation.objects.get()
    assert response.redirect_chain == [(address(hidden), 302)]
    assert "The link is there." in response.text
    assert settings.SITE_URL + made.get_absolute_url() in response.text
    assert "A link, for 5 more" in response.text
    assert (made.made_by, made.most_uses, made.address) == (inviter, 5, "")
    assert abs(made.expires_at - timezone.now() - timedelta(days=30)) < timedelta(minutes=1)


def test_sends_a_letter_to_one_address(client, hidden, facilitator):
    client.force_login(facilitator)

    response = client.post(address(hidden), LINK | {"address": "New@Example.org"}, follow=True)

    made = Invitation.objects.get()
    assert "The letter to new@example.org is on its way." in response.text
    assert "<bdi>new@example.org</bdi>" in response.text
    assert made.token not in response.text
    assert (made.address, made.most_uses) == ("new@example.org", 1)
    assert Letter.objects.get().address == "new@example.org"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"address": "nobody"}, "Enter a valid email address."),
        ({"address": "a\x00b@example.org"}, "There is a problem"),
        ({"most_uses": "0"}, "greater than or equal to 1"),
        ({"most_uses": "51"}, "less than or equal to 50"),
        ({"most_uses": "many"}, "Enter a whole number."),
        ({"days": "1000"}, "Select a valid choice."),
        ({"days": ""}, "This field is required."),
    ],
)
def test_says_what_is_to_be_mended_and_keeps_the_rest(client, group, facilitator, wrong, words):
    client.force_login(facilitator)

    response = client.post(address(group), LINK | {"address": "kept@example.org"} | wrong)

    assert response.status_code == 422
    assert "There is a problem" in response.text
    assert words in response.text
    assert ("kept@example.org" in response.text) is ("address" not in wrong)
    assert not Invitation.objects.exists()


def test_many_open_ones_are_enough(client, group, facilitator):
    for _number in range(30):
        actions.invite(group, by=facilitator)
    client.force_login(facilitator)

    response = client.post(address(group), LINK)

    assert response.status_code == 422
    assert "There are many open invitations. Take some back first." in response.text
    assert Invitation.objects.count() == 30


def test_lists_those_that_can_still_be_used(client, group, facilitator, asker):
    links = [actions.invite(group, by=facilitator, most_uses=n) for n in (2, 1, 1, 1)]
    actions.use_invitation(links[1].token, member=asker, norms_version=1)
    actions.revoke(links[2], by=facilitator)
    Invitation.objects.filter(pk=links[3].pk).update(expires_at=timezone.now())
    client.force_login(facilitator)

    response = client.get(address(group))

    assert list(response.context["invitations"]) == [links[0]]
    assert reverse("groups:invitation_revoke", args=[group.slug, links[0].pk]) in response.text
    for gone in links[1:]:
        assert gone.token not in response.text


def test_members_invite_where_the_group_says_so_and_see_their_own(
    client, make_group, facilitator, bring_in
):
    group = make_group(members_may_invite=True)
    theirs = actions.invite(group, by=facilitator)
    member = bring_in(group)
    client.force_login(member)

    response = client.post(address(group), LINK, follow=True)

    assert Invitation.objects.get(made_by=member).token in response.text
    assert theirs.token not in response.text
    assert group.place_url("group_lead") not in response.text
    client.force_login(facilitator)
    assert Invitation.objects.get(made_by=member).token in client.get(address(group)).text


def test_a_deputy_sees_their_own_alone(client, group, facilitator, bring_in):
    theirs = actions.invite(group, by=facilitator)
    client.force_login(bring_in(group, Role.DEPUTY))

    assert theirs.token not in client.get(address(group)).text


@pytest.mark.parametrize("why", ["not allowed", "hidden", "norms changed", "archived"])
def test_does_not_exist_for_members_who_may_not(client, make_group, facilitator, bring_in, why):
    kind = Group.Kind.HIDDEN if why == "hidden" else Group.Kind.OPEN
    group = make_group(kind=kind, members_may_invite=why != "not allowed")
    member = bring_in(group)
    if why == "norms changed":
        actions.change_norms(group, by=facilitator, norms="Only this.", questions="")
    elif why == "archived":
        actions.archive(group, by=facilitator)
    client.force_login(member)

    assert client.get(address(group)).status_code == 404
    assert client.post(address(group), LINK).status_code == 404
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("how", ["archived", "no longer a deputy"])
def test_what_ends_while_sending_is_said(client, group, facilitator, bring_in, meanwhile, how):
    deputy = bring_in(group, Role.DEPUTY)
    event = {"handle": deputy.handle, "role": Role.MEMBER, "by": facilitator}
    client.force_login(deputy)

    with meanwhile(
        lambda: (
            actions.archive(group, by=facilitator)
            if how == "archived"
            else actions.appoint(group, **event)
        )
    ):
        response = client.post(address(group), LINK | {"address": "kept@example.org"})

    assert response.status_code == 422
    assert "You cannot invite people to this group." in response.text
    assert "kept@example.org" in response.text
    assert not Invitation.objects.exists()
    assert not Letter.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_does_not_exist_for_others(client, make_group, outsider, method):
    group = make_group(members_may_invite=True)
    client.force_login(outsider(group))

    assert getattr(client, method)(address(group), LINK).status_code == 404
    assert not Invitation.objects.exists()


def test_asks_visitors_to_log_in(client, group):
    assert client.post(address(group), LINK).url.startswith(reverse("account_login"))
