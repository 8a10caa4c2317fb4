"""Coming back from an institution: whom we believe, and what we do with it."""

import json
import time

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.core.serializers import serialize
from django.test import Client
from django.urls import reverse

from peersupport.members.actions import community_token, invite_to_community
from peersupport.members.models import Member, SecurityEvent
from peersupport.notifications.actions import deliver_next
from tests.conftest import SignedIn

from .door import (
    CODE,
    CONNECTIONS,
    LOGIN,
    REAUTHENTICATE,
    come_from,
    go_to,
    is_inside,
    is_outside,
    leads_to,
    let_time_pass,
    log_in,
    show_password_again,
)
from .idp import CLIENT, KID, NAME, SECRET

pytestmark = pytest.mark.django_db
NAMES_PAGE = reverse("socialaccount_signup")
SENT = reverse("account_email_verification_sent")
ADDRESS = "margaret@uni.example"
NAMES = {"display_name": "Night Owl", "handle": "night-owl", "time_zone": "Europe/Berlin"}


def letters():
    while deliver_next():
        pass
    return {letter.to[0]: letter.body for letter in mail.outbox}


def connected(member, sub="m-4711"):
    return SocialAccount.objects.create(user=member, provider="uni", uid=sub)


# ── a first visit ───────────────────────────────────────────────────────────────────────────


def test_a_first_visit_asks_for_names_and_keeps_no_real_one(client, institution, norms):
    assert leads_to(come_from(client, institution), NAMES_PAGE)
    page = client.get(NAMES_PAGE).text
    assert ADDRESS in page
    assert NAME not in page
    assert is_outside(client)

    client.post(NAMES_PAGE, NAMES | {"email": "somebody-else@example.org"})

    member = Member.objects.get()
    assert (member.email, member.handle) == (ADDRESS, "night-owl")
    assert member.emailaddress_set.get().verified
    assert not member.has_usable_password()
    assert is_inside(client)
    kept = serialize("json", [member, SocialAccount.objects.get()])
    assert "Realname" not in kept + json.dumps(dict(client.session))


def test_it_opens_the_account_from_then_on(client, institution, stranger):
    connected(stranger)

    come_from(client, institution)

    assert client.session["_auth_user_id"] == str(stranger.pk)
    assert is_inside(client)


@pytest.mark.parametrize(("sub", "address"), [("m-4711", ADDRESS), ("somebody-else", "")])
def test_an_address_may_be_said_apart_but_of_the_same_person(
    client, institution, norms, sub, address
):
    said = {"sub": sub, "email": ADDRESS, "email_verified": True, "name": NAME}
    institution.userinfo = said

    come_from(client, institution, email=None, email_verified=None)

    page = client.get(NAMES_PAGE)
    assert page.context["form"].initial["email"] == address
    assert NAME not in page.text + json.dumps(dict(client.session))


@pytest.mark.parametrize("verified", [False, None, "false"])
def test_an_address_nobody_vouches_for_is_confirmed_by_letter(client, institution, norms, verified):
    come_from(client, institution, email_verified=verified)

    response = client.post(NAMES_PAGE, NAMES | {"email": ADDRESS})

    assert leads_to(response, SENT)
    assert not Member.objects.get().emailaddress_set.get().verified
    assert ADDRESS in letters()
    assert is_outside(client)


@pytest.mark.parametrize("verified", [True, False])
def test_an_account_with_that_address_is_not_linked(client, institution, make_member, verified):
    member = make_member(email=ADDRESS)

    come_from(client, institution, email_verified=verified)
    response = client.post(NAMES_PAGE, NAMES | {"email": ADDRESS})

    assert leads_to(response, SENT)
    assert is_outside(client)
    assert not SocialAccount.objects.exists()
    assert Member.objects.get() == member
    assert "There is one already" in letters()[ADDRESS]


def test_it_does_not_say_whether_there_is_an_account(institution, make_member):
    make_member(email="known@uni.example")
    answers = []
    for who in ("known", "other"):
        client = Client()
        come_from(client, institution, email=f"{who}@uni.example", email_verified=False, sub=who)
        data = NAMES | {"email": f"{who}@uni.example"}
        answers.append(client.post(NAMES_PAGE, data, follow=True))

    known, other = answers
    assert known.redirect_chain == other.redirect_chain
    assert known.text.replace("known@", "other@") == other.text


@pytest.mark.parametrize("mode", ["closed", "invitation", "domain"])
def test_the_modes_of_sign_up_count_here_too(client, institution, settings, norms, mode):
    settings.SIGNUP_MODE, settings.SIGNUP_DOMAINS = mode, ["college.example"]

    come_from(client, institution)
    client.post(NAMES_PAGE, NAMES)

    assert not Member.objects.exists()
    assert is_outside(client)


def test_an_invitation_counts_here_too(client, institution, settings, administrator):
    settings.SIGNUP_MODE = "invitation"
    invitation = invite_to_community(by=administrator, domain="uni.example")
    link = reverse("members:invitation_detail", args=[community_token(invitation)])
    client.post(link)

    come_from(client, institution)
    client.post(NAMES_PAGE, NAMES)

    assert is_inside(client)
    invitation.refresh_from_db()
    assert invitation.uses == 1


# ── what is not believed ────────────────────────────────────────────────────────────────────


def forged(server):
    """Tokens that are not what they say, by what is wrong with them."""
    past = int(time.time()) - 3600
    return {
        "another key": {"make": lambda claims: server.sign(claims, key=server.other_key)},
        "an unknown key": {"make": lambda claims: server.sign(claims, kid="yesterday")},
        "no signature": {"make": lambda claims: jwt.encode(claims, None, "none", {"kid": KID})},
        "our own secret": {"make": lambda claims: server.sign(claims, SECRET, "HS256")},
        "no token": {"make": lambda claims: None},
        "rubbish": {"make": lambda claims: "a.b.c"},
        "another issuer": {"iss": "https://evil.example"},
        "another audience": {"aud": "another-site"},
        "another party": {"aud": [CLIENT, "x"], "azp": "x"},
        "another nonce": {"nonce": "what somebody else was asked"},
        "no nonce": {"nonce": None},
        "too old": {"exp": past},
        "no end": {"exp": None},
        "nobody": {"sub": ""},
    }


@pytest.mark.parametrize("wrong", list(forged(None)))
def test_a_token_that_is_not_what_it_says_opens_nothing(client, institution, stranger, wrong):
    connected(stranger)
    connected(stranger, sub="")

    response = come_from(client, institution, **forged(institution)[wrong])

    assert response.status_code == 401
    assert "That did not work" in response.text
    assert is_outside(client)


def test_another_issuer_than_the_one_set_up_is_refused(client, institution, settings, stranger):
    connected(stranger)
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    app["settings"] = {
        "server_url": institution.url,
        "openid_configuration_overrides": {"issuer": "https://evil.example"},
    }

    response = come_from(client, institution, iss="https://evil.example")

    assert response.status_code == 401
    assert is_outside(client)


def test_an_answer_counts_once_and_in_the_browser_that_asked(client, institution, stranger):
    connected(stranger)
    address = go_to(client)
    elsewhere, back = Client(), institution.sign_in(address)

    assert elsewhere.get(back).status_code == 401
    assert is_outside(elsewhere)
    client.get(back)
    assert is_inside(client)
    client.post(reverse("account_logout"))
    again = institution.sign_in(address)  # a fresh code for the old question
    assert client.get(again).status_code == 401
    assert is_outside(client)


def test_turning_back_changes_nothing(client, institution):
    go_to(client)
    state = next(iter(client.session["socialaccount_states"]))

    back = reverse("members:institution_callback", args=["uni"])
    response = client.get(f"{back}?error=access_denied&state={state}", follow=True)

    assert "You turned back" in response.text


def test_a_closed_account_stays_closed(client, institution, make_member):
    connected(make_member(is_active=False))

    come_from(client, institution)

    assert is_outside(client)


@pytest.mark.parametrize("next_url", ["//evil.example", "/\\evil.example", "https://evil.example"])
def test_it_leads_to_this_site_alone(client, institution, stranger, next_url):
    connected(stranger)

    response = client.get(institution.sign_in(go_to(client, next=next_url)))

    assert leads_to(response, "/")


# ── connecting, and the second step ─────────────────────────────────────────────────────────


def test_the_second_step_is_asked_all_the_same(client, institution, guarded, phone):
    connected(guarded)

    response = come_from(client, institution)

    assert leads_to(response, CODE)
    assert is_outside(client)
    client.post(CODE, {"code": phone.code()})
    assert is_inside(client)


def test_who_is_signed_in_connects_it_after_the_password(institution, stranger):
    client = SignedIn()
    log_in(client, stranger)

    assert leads_to(come_from(client, institution), REAUTHENTICATE)
    assert not SocialAccount.objects.exists()
    show_password_again(client)

    assert SocialAccount.objects.get().user == stranger
    assert "The University" in client.get(CONNECTIONS).text
    assert "was connected with yours" in letters()[stranger.email]
    assert stranger.security_events.filter(kind=SecurityEvent.Kind.CONNECTED).exists()
    other = Client()
    come_from(other, institution)
    assert is_inside(other)


def test_an_account_opens_one_account_here(open_client, institution, stranger, helper):
    account = connected(helper)

    response = come_from(open_client, institution)

    assert leads_to(response, CONNECTIONS)
    assert "opens another account here already" in open_client.get(CONNECTIONS).text
    account.refresh_from_db()
    assert account.user == helper
    assert open_client.session["_auth_user_id"] == str(stranger.pk)


def test_it_is_disconnected_after_the_password(open_client, institution, stranger):
    account = connected(stranger)
    let_time_pass(open_client, 3600)
    assert leads_to(open_client.post(CONNECTIONS, {"account": account.pk}), REAUTHENTICATE)
    show_password_again(open_client)

    open_client.post(CONNECTIONS, {"account": account.pk})

    assert not SocialAccount.objects.exists()
    other = Client()
    assert leads_to(come_from(other, institution, email=stranger.email), NAMES_PAGE)


def test_the_last_way_in_cannot_be_disconnected(client, institution, norms):
    come_from(client, institution)
    client.post(NAMES_PAGE, NAMES)

    response = client.post(CONNECTIONS, {"account": SocialAccount.objects.get().pk})

    assert response.status_code == 422
    assert "Choose a password first." in response.text
    assert SocialAccount.objects.exists()


def test_nobody_disconnects_what_is_somebody_elses(open_client, institution, helper):
    account = connected(helper)

    assert open_client.post(CONNECTIONS, {"account": account.pk}).status_code == 422
    assert SocialAccount.objects.filter(pk=account.pk).exists()


def test_names_are_not_asked_of_who_did_not_come_from_there(client, institution):
    assert leads_to(client.post(NAMES_PAGE, NAMES), LOGIN)
