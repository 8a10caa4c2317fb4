from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from groups import actions
from groups.models import Invitation, Role

YES = {"norms_version": "1", "agree": "on"}


@pytest.fixture
def invitation(hidden, facilitator):
    return actions.invite(hidden, by=facilitator)


def names_nothing(response):
    """The answer to an invitation that opens nothing, whatever the reason."""
    words = "This invitation does not work"
    assert (response.status_code, words in response.text) == (404, True)
    for secret in ("Zugvogel", "zugvogel", "We fly at night", "Facilitator", "Listen first"):
        assert secret not in response.text
    return True


def test_shows_what_it_opens_and_by_whom(client, invitation, stranger):
    client.force_login(stranger)

    response = client.get(invitation.get_absolute_url(), {"nonsense": "1"})

    assert response.status_code == 200
    for words in (
        "You are invited to <bdi>Zugvogel</bdi>", "We fly at night.", "Listen first.", "Hidden",
        "<bdi>Facilitator</bdi>", "1 member, 12 places.", "Join the group",
    ):  # fmt: skip
        assert words in response.text


def test_a_yes_leads_in(client, hidden, invitation, stranger):
    client.force_login(stranger)

    response = client.post(invitation.get_absolute_url(), YES, follow=True)

    invitation.refresh_from_db()
    assert response.redirect_chain == [(hidden.get_absolute_url(), 302)]
    assert "You are in. Welcome to Zugvogel." in response.text
    assert hidden.memberships.filter(member=stranger).exists()
    assert invitation.uses == 1


def test_a_full_group_puts_the_invited_in_line(client, hidden, invitation, bring_in, stranger):
    actions.edit(hidden, by=hidden.founded_by, size=3)
    for _person in range(2):
        bring_in(hidden)
    client.force_login(stranger)
    assert (
        "It is full: you would be next in line." in client.get(invitation.get_absolute_url()).text
    )

    response = client.post(invitation.get_absolute_url(), YES, follow=True)

    assert response.redirect_chain == [(hidden.place_url("group_waiting"), 302)]
    assert "You are next" in response.text
    assert hidden.line.get().member == stranger


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"norms_version": "1"}, "Read the norms and agree to them"),
        ({"norms_version": "2", "agree": "on"}, "The norms have changed"),
        ({"norms_version": "x", "agree": "on"}, "Enter a whole number."),
    ],
)
def test_says_what_is_to_be_mended(client, hidden, invitation, stranger, sent, words):
    client.force_login(stranger)

    response = client.post(invitation.get_absolute_url(), sent)

    assert response.status_code == 422
    assert "There is a problem" in response.text
    assert words in response.text
    assert not hidden.memberships.filter(member=stranger).exists()


def test_norms_that_changed_are_read_once_more(client, hidden, invitation, facilitator, stranger):
    actions.change_norms(hidden, by=facilitator, norms="Only this.", questions="")
    client.force_login(stranger)

    response = client.post(invitation.get_absolute_url(), YES)

    assert response.status_code == 422
    assert "Read them once more." in response.text
    assert "Only this" in response.text
    assert 'name="norms_version" value="2"' in response.text


@pytest.mark.parametrize(
    "how", ["unknown", "used", "expired", "revoked", "archived", "inviter left", "other address"]
)
def test_one_that_opens_nothing_names_nothing(
    client, hidden, invitation, facilitator, stranger, asker, bring_in, how
):
    token = invitation.token
    if how == "unknown":
        token = "no-such-token"
    elif how == "used":
        actions.use_invitation(token, member=asker, norms_version=1)
    elif how == "expired":
        Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    elif how == "revoked":
        actions.revoke(invitation, by=facilitator)
    elif how == "archived":
        actions.archive(hidden, by=facilitator)
    elif how == "other address":
        token = actions.invite(hidden, by=facilitator, address=asker.email).token
    else:
        deputy = bring_in(hidden, Role.DEPUTY)
        token = actions.invite(hidden, by=deputy).token
        actions.leave(hidden, member=deputy)
    address = reverse("groups:invitation_detail", args=[token])
    client.force_login(stranger)

    assert names_nothing(client.get(address))
    assert names_nothing(client.post(address, YES))
    assert not hidden.memberships.filter(member=stranger).exists()


@pytest.mark.parametrize("token", ["x" * 500, "é", "%00", "a%00b", "' OR 1=1"])
def test_a_nonsense_token_names_nothing(client, invitation, stranger, token):
    client.force_login(stranger)

    assert names_nothing(client.get(f"/groups/-/invitation/{token}/"))


@pytest.mark.parametrize("how", ["used up", "revoked", "archived"])
def test_one_that_ends_while_sending_opens_nothing(
    client, hidden, invitation, facilitator, stranger, asker, meanwhile, how
):
    event = {
        "used up": lambda: actions.use_invitation(invitation.token, member=asker, norms_version=1),
        "revoked": lambda: actions.revoke(invitation, by=facilitator),
        "archived": lambda: actions.archive(hidden, by=facilitator),
    }[how]
    client.force_login(stranger)

    with meanwhile(event):
        response = client.post(invitation.get_absolute_url(), YES)

    assert response.status_code == 422
    assert "This invitation no longer works." in response.text
    assert not hidden.memberships.filter(member=stranger).exists()


def test_one_for_an_address_opens_for_its_owner(client, hidden, facilitator, asker):
    letter = actions.invite(hidden, by=facilitator, address=asker.email.upper())
    client.force_login(asker)

    assert client.post(letter.get_absolute_url(), YES).url == hidden.get_absolute_url()
    assert hidden.memberships.filter(member=asker).exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_leads_members_to_their_group_and_is_not_used_up(
    client, hidden, invitation, bring_in, method
):
    client.force_login(bring_in(hidden))

    response = getattr(client, method)(invitation.get_absolute_url(), YES)

    invitation.refresh_from_db()
    assert response.url == hidden.get_absolute_url()
    assert invitation.uses == 0


@pytest.mark.parametrize("method", ["get", "post"])
def test_leads_newcomers_to_the_norms_and_visitors_to_log_in(
    client, hidden, invitation, newcomer, method
):
    here = invitation.get_absolute_url()
    assert getattr(client, method)(here, YES).url.startswith(reverse("account_login"))
    client.force_login(newcomer)

    response = getattr(client, method)(here, YES)

    assert response.url == f"{reverse('moderation:norms_accept')}?next={here}"
    assert hidden.memberships.count() == 1
