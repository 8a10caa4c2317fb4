"""Who may make an account: the modes of sign-up, and invitations."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from peersupport import privacy
from peersupport.core import context
from peersupport.members.actions import (
    HELD,
    change_role,
    community_token,
    invite_to_community,
    revoke_community_invitation,
    use_way_in,
)
from peersupport.members.models import CommunityInvitation, Member, Role

from .door import at_once

SIGNUP = reverse("account_signup")
NEW = {
    "email": "newcomer@example.org", "display_name": "Night Owl", "handle": "night-owl",
    "password1": "quiet lamp over seven rivers", "time_zone": "Europe/Berlin",
}  # fmt: skip


@pytest.fixture
def by_invitation(settings, monkeypatch):
    settings.SIGNUP_MODE = "invitation"
    monkeypatch.setitem(context.SITE, "signup_mode", "invitation")


@pytest.fixture
def invite(administrator):
    def make(**how):
        return invite_to_community(by=administrator, **how)

    return make


def link_of(invitation):
    return reverse("members:invitation_detail", args=[community_token(invitation)])


def come_with(client, invitation, email=NEW["email"]):
    """Open the link, go on, and make an account."""
    assert client.post(link_of(invitation)).url == SIGNUP
    return client.post(SIGNUP, NEW | {"email": email})


def has_come(email=NEW["email"]):
    return Member.objects.filter(email=email).exists()


# ── modes ───────────────────────────────────────────────────────────────────────────────────


def test_without_an_invitation_one_is_told_kindly_and_gets_no_account(client, by_invitation, norms):
    assert "You need an invitation" in client.get(SIGNUP).text

    client.post(SIGNUP, NEW)

    assert not has_come()


@pytest.mark.parametrize(
    ("email", "comes"),
    [
        ("ann@uni.example", True),
        ("ann@UNI.example", True),
        ("ann@b.example", True),
        ("ann@students.uni.example", False),
        ("ann@notuni.example", False),
        ("ann@uni.example.evil.example", False),
        ('"ann@uni.example"@evil.example', False),
    ],
)
def test_a_domain_lets_in_the_addresses_of_it_alone(client, settings, norms, email, comes):
    settings.SIGNUP_MODE, settings.SIGNUP_DOMAINS = "domain", ["uni.example", "b.example"]

    response = client.post(SIGNUP, NEW | {"email": email})

    assert (response.status_code == 302) is comes
    assert Member.objects.exists() is comes
    if not comes:
        assert response.status_code == 422


def test_a_domain_says_which_addresses_it_takes(client, settings, norms):
    settings.SIGNUP_MODE, settings.SIGNUP_DOMAINS = "domain", ["uni.example"]

    response = client.post(SIGNUP, NEW)

    assert "Use an address that ends in @uni.example." in response.text
    assert "night-owl" in response.text  # what was typed stays


@pytest.mark.parametrize("mode", ["open", "domain", "invitation"])
def test_an_invitation_opens_every_mode_but_closed(client, settings, invite, mode):
    settings.SIGNUP_MODE, settings.SIGNUP_DOMAINS = mode, ["uni.example"]
    invitation = invite()

    come_with(client, invitation)

    assert has_come()
    invitation.refresh_from_db()
    assert invitation.uses == 1
    assert HELD not in client.session


def test_an_invitation_opens_nothing_where_sign_up_is_closed(client, settings, invite):
    invitation = invite()
    client.post(link_of(invitation))
    settings.SIGNUP_MODE = "closed"

    assert client.get(link_of(invitation)).status_code == 410
    client.post(SIGNUP, NEW)

    assert not has_come()


# ── whom it is for ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("bound", "email", "comes"),
    [
        ({"address": "Ann@example.org"}, "ann@EXAMPLE.org", True),
        ({"address": "ann@example.org"}, "eve@example.org", False),
        ({"domain": "uni.example"}, "ann@uni.example", True),
        ({"domain": "uni.example"}, "ann@students.uni.example", False),
    ],
)
def test_it_is_for_whom_it_was_made(client, by_invitation, invite, bound, email, comes):
    invitation = invite(**bound)

    response = come_with(client, invitation, email)

    assert has_come(email.casefold()) is comes
    invitation.refresh_from_db()
    assert invitation.uses == int(comes)
    if not comes:
        assert response.status_code == 422
        assert "This invitation is for a" in response.text


def test_it_works_once(by_invitation, invite):
    invitation = invite()
    first, second = Client(), Client()
    for client in (first, second):
        client.post(link_of(invitation))
    first.post(SIGNUP, NEW)

    response = second.post(SIGNUP, NEW | {"email": "b@example.org", "handle": "other-one"})

    assert "This invitation no longer works. Ask for a new one." in response.text
    assert not has_come("b@example.org")
    assert Client().get(link_of(invitation)).status_code == 410


def test_an_account_that_was_not_made_uses_no_invitation(client, by_invitation, invite, stranger):
    invitation = invite()

    come_with(client, invitation, stranger.email)  # has an account: a letter says so
    client.post(SIGNUP, NEW | {"handle": stranger.handle})

    invitation.refresh_from_db()
    assert invitation.uses == 0


def test_of_eight_who_come_at_once_one_gets_in(committed, by_invitation, invite):
    token = community_token(invite())

    def come():
        use_way_in("a@example.org", token=token)
        return "in"

    assert at_once(8, come).count("in") == 1
    assert CommunityInvitation.objects.get().uses == 1


def test_who_loses_the_race_gets_no_account(client, by_invitation, invite, monkeypatch):
    invitation = invite()
    monkeypatch.setattr("peersupport.members.account_forms.way_in", lambda email, token: None)
    client.post(link_of(invitation))
    CommunityInvitation.objects.update(uses=1)

    response = client.post(SIGNUP, NEW, follow=True)

    assert "This invitation no longer works" in response.text
    assert not has_come()


# ── its end ─────────────────────────────────────────────────────────────────────────────────


def expire(invitation):
    CommunityInvitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))


def revoke(invitation):
    revoke_community_invitation(invitation, by=invitation.made_by)


def step_down(invitation):
    change_role(invitation.made_by, role=Role.NONE)


@pytest.mark.parametrize("end", [expire, revoke, step_down])
def test_an_invitation_that_ended_says_so_and_opens_nothing(client, by_invitation, invite, end):
    invitation = invite()
    client.post(link_of(invitation))

    end(invitation)

    response = client.get(link_of(invitation))
    assert response.status_code == 410
    assert "This invitation no longer works" in response.text
    assert client.post(SIGNUP, NEW).status_code == 422
    assert not has_come()


def test_invitations_are_forgotten_a_month_after_their_end(invite):
    old, ended = invite(address="a@example.org"), invite(address="b@example.org")
    rows = CommunityInvitation.objects
    rows.filter(pk=old.pk).update(expires_at=timezone.now() - timedelta(days=31))
    rows.filter(pk=ended.pk).update(expires_at=timezone.now() - timedelta(days=29))

    privacy.apply_retention()

    assert list(rows.all()) == [ended]


def test_a_member_who_opens_it_leaves_it_for_others(client, by_invitation, invite, stranger):
    invitation = invite()
    client.force_login(stranger)

    assert "You have an account already" in client.post(link_of(invitation)).text
    assert HELD not in client.session


def test_looking_at_it_promises_nothing(client, by_invitation, invite):
    client.get(link_of(invite()))

    assert "You need an invitation" in client.get(SIGNUP).text
