import pytest
from django.urls import reverse

from groups import actions
from groups.models import Removal, Role

REASON = {"reason": "Three warnings."}


def address(group, person):
    return reverse("groups:membership_remove", args=[group.slug, person.handle])


def people(group):
    return group.place_url("member_list")


@pytest.fixture
def member(group, let_in):
    return let_in(group, display_name="Loud")


@pytest.fixture
def deputy(group, bring_in):
    return bring_in(group, Role.DEPUTY)


@pytest.mark.parametrize("who", ["facilitator", "deputy"])
def test_asks_somebody_to_leave_and_says_why(client, group, member, somebody, who):
    remover = somebody(who, group)
    client.force_login(remover)
    page = client.get(address(group, member), {"nonsense": "1"})
    assert page.status_code == 200
    assert "Remove <bdi>Loud</bdi> from the group" in page.text

    response = client.post(address(group, member), REASON, follow=True)

    removal = Removal.objects.get()
    assert response.redirect_chain == [(people(group), 302)]
    assert "Loud is no longer in the group, and is told why." in response.text
    assert (removal.member, removal.by, removal.reason) == (member, remover, "Three warnings.")
    assert not group.memberships.filter(member=member).exists()


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("", "Say why: the person reads it."),
        ("  ", "Say why: the person reads it."),
        ("Kept." + "x" * 300, "at most 300 characters"),
        ("Kept.\x00", "Null characters are not allowed."),
    ],
)
def test_asks_again_for_a_reason(client, group, facilitator, member, reason, words):
    client.force_login(facilitator)

    response = client.post(address(group, member), {"reason": reason})

    assert response.status_code == 422
    assert "There is a problem" in response.text
    assert words in response.text
    assert ("Kept." in response.text) is reason.startswith("Kept.")
    assert group.memberships.filter(member=member).exists()


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    ("remover", "removed"),
    [("deputy", "facilitator"), ("deputy", "deputy"), ("facilitator", "facilitator")],
)
def test_nobody_removes_who_is_not_below_them(
    client, group, facilitator, deputy, request, remover, removed, method
):
    person = request.getfixturevalue(removed)
    client.force_login(request.getfixturevalue(remover))

    response = getattr(client, method)(address(group, person), REASON)

    assert response.url == people(group)
    assert group.memberships.filter(member=person).exists()


def test_who_became_a_deputy_meanwhile_is_not_removed_by_one(
    client, group, facilitator, member, deputy, meanwhile
):
    client.force_login(deputy)
    event = {"handle": member.handle, "role": Role.DEPUTY, "by": facilitator}

    with meanwhile(lambda: actions.appoint(group, **event)):
        response = client.post(address(group, member), REASON)

    assert response.status_code == 422
    assert "You cannot remove this person." in response.text
    assert "Three warnings." in response.text
    assert group.memberships.filter(member=member).exists()


def test_who_left_meanwhile_is_not_removed(client, group, facilitator, member, meanwhile):
    client.force_login(facilitator)

    with meanwhile(lambda: actions.leave(group, member=member)):
        response = client.post(address(group, member), REASON)

    assert response.status_code == 422
    assert "This person is not in the group any more." in response.text
    assert not Removal.objects.exists()


def test_who_lost_the_power_meanwhile_is_told_so(
    client, group, facilitator, member, deputy, meanwhile
):
    client.force_login(deputy)
    event = {"handle": deputy.handle, "role": Role.MEMBER, "by": facilitator}

    with meanwhile(lambda: actions.appoint(group, **event)):
        response = client.post(address(group, member), REASON)

    assert response.status_code == 422
    assert "You cannot remove this person." in response.text
    assert group.memberships.filter(member=member).exists()


@pytest.mark.parametrize("handle", ["stranger", "nobody-at-all"])
def test_who_is_not_in_the_group_cannot_be_removed(client, group, facilitator, stranger, handle):
    handle = stranger.handle if handle == "stranger" else handle
    client.force_login(facilitator)
    here = reverse("groups:membership_remove", args=[group.slug, handle])

    assert client.get(here).status_code == 404
    assert client.post(here, REASON).status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
def test_does_not_exist_for_others(client, group, member, powerless, method):
    client.force_login(powerless(group))

    assert getattr(client, method)(address(group, member), REASON).status_code == 404
    assert group.memberships.filter(member=member).exists()


def test_asks_visitors_to_log_in(client, group, member):
    assert client.post(address(group, member), REASON).url.startswith(reverse("account_login"))
