import pytest
from django.urls import reverse

from groups import actions
from groups.models import Group, Role

LIST = reverse("groups:group_list")


def address(group):
    return group.place_url("group_leave")


def test_says_what_goes_and_does_nothing_yet(client, group, let_in):
    member = let_in(group)
    client.force_login(member)

    response = client.get(address(group), {"nonsense": "1"})

    assert response.status_code == 200
    assert "Leave <bdi>Quiet maths</bdi>?" in response.text
    assert "Your place goes to the next in line." in response.text
    assert group.memberships.filter(member=member).exists()


@pytest.mark.parametrize("kind", [Group.Kind.INVITATION, Group.Kind.HIDDEN])
def test_says_that_only_an_invitation_leads_back(client, make_group, bring_in, kind):
    group = make_group(kind=kind)
    client.force_login(bring_in(group))

    assert "You can only come back by a new invitation." in client.get(address(group)).text


@pytest.mark.parametrize("who", ["member", "deputy"])
def test_sent_one_is_out(client, hidden, somebody, who):
    member = somebody(who, hidden)
    client.force_login(member)

    response = client.post(address(hidden), follow=True)

    assert response.redirect_chain == [(LIST, 302)]
    assert "You have left the group." in response.text
    assert "Zugvogel" not in response.text
    assert not hidden.memberships.filter(member=member).exists()
    assert client.get(hidden.get_absolute_url()).status_code == 404
    assert client.post(address(hidden)).status_code == 404


def test_the_place_goes_to_the_next_in_line(client, full, let_in):
    member = full.memberships.filter(role=Role.MEMBER).first().member
    next_one = let_in(full)
    client.force_login(member)

    client.post(address(full))

    assert full.memberships.filter(member=next_one).exists()


@pytest.mark.parametrize("when", ["before", "meanwhile"])
def test_the_only_facilitator_hands_over_first(
    client, group, facilitator, bring_in, administrator, meanwhile, when
):
    client.force_login(facilitator)
    if when == "meanwhile":  # there were two, and the other one has just left
        other = bring_in(group)
        actions.appoint(group, handle=other.handle, role=Role.FACILITATOR, by=administrator)
        with meanwhile(lambda: actions.leave(group, member=other)):
            response = client.post(address(group), follow=True)
    else:
        response = client.post(address(group), follow=True)

    assert response.redirect_chain == [(group.get_absolute_url(), 302)]
    assert "You are the only facilitator. Hand the group over first" in response.text
    assert group.memberships.filter(member=facilitator).exists()


def test_the_facilitator_of_an_archived_group_may_leave(client, group, facilitator):
    actions.archive(group, by=facilitator)
    client.force_login(facilitator)

    client.post(address(group))

    assert not group.memberships.exists()


def test_who_was_removed_meanwhile_is_told(client, group, facilitator, let_in, meanwhile):
    member = let_in(group)
    client.force_login(member)
    removal = {"handle": member.handle, "by": facilitator, "reason": "Three warnings."}

    with meanwhile(lambda: actions.remove(group, **removal)):
        response = client.post(address(group), follow=True)

    assert response.redirect_chain == [(group.get_absolute_url(), 302)]
    assert "You are not in this group." in response.text


def test_does_not_exist_for_others(client, group, outsider):
    client.force_login(outsider(group))
    before = group.memberships.count()

    assert client.get(address(group)).status_code == 404
    assert client.post(address(group)).status_code == 404
    assert group.memberships.count() == before


def test_asks_visitors_to_log_in(client, group):
    assert client.post(address(group)).url.startswith(reverse("account_login"))
