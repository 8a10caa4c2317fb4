import base64
import re
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from django.urls import reverse

from peersupport.members.actions import new_seed, open_seed
from peersupport.members.models import Authenticator
from tests.conftest import SignedIn, without_factor

from .door import (
    CODES,
    LOGIN,
    NEW,
    PASSWORD,
    REAUTHENTICATE,
    SECURITY,
    Phone,
    codes_on,
    leads_to,
    let_time_pass,
    log_in,
    seed_field_on,
    seed_on,
    show_password_again,
)


@pytest.fixture
def page(open_client):
    return open_client.get(NEW, {"nonsense": "1"}).text


@pytest.fixture
def app(page, clock):
    """An app that has scanned the page."""
    return Phone(seed_on(page), clock)


def send(client, page, code):
    return client.post(NEW, {"seed_field": seed_field_on(page), "code": code})


def test_shows_one_secret_in_three_ways(page, stranger):
    address = urlsplit(re.search(r'href="(otpauth:[^"]+)"', page)[1].replace("&amp;", "&"))

    facts = parse_qs(address.query)
    assert (address.netloc, unquote(address.path)) == ("totp", f"/Commonroom:{stranger.email}")
    assert base64.b32decode(facts["secret"][0]) == seed_on(page)
    assert facts["issuer"] == ["Commonroom"]
    assert '<svg viewBox="0 0' in page
    assert len(seed_on(page)) == 20


def test_what_the_page_carries_is_sealed_for_its_member(page, stranger):
    sealed = base64.b64decode(seed_field_on(page))

    assert seed_on(page) not in sealed
    assert open_seed(sealed, stranger) == seed_on(page)


def test_every_visit_has_a_secret_of_its_own(open_client, page):
    assert seed_on(open_client.get(NEW).text) != seed_on(page)


@pytest.mark.parametrize("pasted", ["{0}{1}", "{0} {1}", "{0}-{1}", " {0}{1} ", "{0}\u00a0{1}"])
def test_the_right_code_leads_to_the_recovery_codes(open_client, page, app, pasted):
    code = app.code()

    response = send(open_client, page, pasted.format(code[:3], code[3:]))

    assert leads_to(response, CODES)
    assert len(codes_on(open_client.get(CODES).text)) == 10


@pytest.mark.parametrize("steps", [-1, 1])
def test_a_clock_may_be_half_a_minute_off(open_client, page, app, steps):
    assert leads_to(send(open_client, page, app.code(steps)), CODES)


def test_nothing_counts_yet(open_client, page, app, stranger):
    send(open_client, page, app.code())

    stranger.refresh_from_db()
    assert stranger.second_factor_at is None
    assert not Authenticator.objects.exists()
    assert not stranger.recovery_codes.exists()
    assert log_in(SignedIn(), stranger).url == "/"


def test_a_wrong_code_is_said_and_the_secret_stays(open_client, page, app):
    wrong = app.wrong_code()

    response = send(open_client, page, wrong)

    assert response.status_code == 422
    assert "There is a problem" in response.text
    assert (
        "That code is not right. Check that your phone sets its clock by itself." in response.text
    )
    assert f'value="{wrong}"' in response.text
    assert seed_on(response.text) == seed_on(page)
    assert leads_to(send(open_client, response.text, app.code()), CODES)


@pytest.mark.parametrize("steps", [-2, 2])
def test_a_code_of_another_minute_is_wrong(open_client, page, app, steps):
    assert send(open_client, page, app.code(steps)).status_code == 422
    assert leads_to(open_client.get(CODES), SECURITY)


@pytest.mark.parametrize(
    "typed", ["", " ", "12345", "1234567", "abcdef", "٠٠٠٠٠٠", "x" * 21, "\x00"]
)
def test_nonsense_is_no_code(open_client, page, typed):
    response = send(open_client, page, typed)

    assert response.status_code == 422
    assert seed_on(response.text) == seed_on(page)
    assert leads_to(open_client.get(CODES), SECURITY)


def test_the_seed_of_another_members_page_is_not_accepted(open_client, helper, clock):
    sealed = new_seed(helper)
    others = Phone(open_seed(sealed, helper), clock)

    response = open_client.post(
        NEW, {"seed_field": base64.b64encode(sealed).decode(), "code": others.code()}
    )

    assert response.status_code == 422
    assert seed_on(response.text) != others.seed
    assert leads_to(open_client.get(CODES), SECURITY)


@pytest.mark.parametrize("sent", ["", "x", "====", "AAAA", "é", "A" * 400, "AQ==", "/w=="])
def test_a_seed_that_we_did_not_seal_is_replaced(open_client, page, app, sent):
    response = open_client.post(NEW, {"seed_field": sent, "code": app.code()})

    assert response.status_code == 422
    assert seed_on(response.text) != seed_on(page)


def test_a_changed_seed_is_replaced(open_client, page, app):
    sealed = bytearray(base64.b64decode(seed_field_on(page)))
    sealed[-1] ^= 1

    response = open_client.post(
        NEW, {"seed_field": base64.b64encode(sealed).decode(), "code": app.code()}
    )

    assert response.status_code == 422
    assert seed_on(response.text) != seed_on(page)


def test_who_has_it_is_led_back(guarded_client, guarded):
    assert leads_to(guarded_client.get(NEW), SECURITY)
    assert leads_to(guarded_client.post(NEW, {"code": "000000"}), SECURITY)
    assert Authenticator.objects.filter(user=guarded).count() == 1


def test_tells_staff_why(moderator):
    client = SignedIn()
    log_in(client, without_factor(moderator))
    show_password_again(client)

    assert "Your role needs it." in client.get(NEW).text


def test_tells_nobody_else_that_it_must_be(page):
    assert "Your role needs it." not in page


@pytest.mark.parametrize(("seconds", "status"), [(590, 200), (601, 302)])
def test_asks_for_the_password_again_after_ten_minutes(open_client, seconds, status):
    let_time_pass(open_client, seconds)

    assert open_client.get(NEW).status_code == status


def test_an_old_session_is_led_to_the_password_and_back(open_client):
    let_time_pass(open_client, 601)

    asked = open_client.get(NEW)
    response = open_client.post(asked.url, {"password": PASSWORD, "next": NEW})

    assert asked.url == f"{REAUTHENTICATE}?next={NEW.replace('/', '%2F')}"
    assert (response.status_code, response.url) == (302, NEW)
    assert open_client.get(NEW).status_code == 200


def test_a_code_that_came_too_late_counts_after_the_password(open_client, page, app):
    let_time_pass(open_client, 601)

    asked = send(open_client, page, app.code())
    refused = open_client.post(asked.url, {"password": "wrong", "next": NEW})
    assert refused.status_code == 422
    assert leads_to(open_client.get(CODES), REAUTHENTICATE)
    response = open_client.post(asked.url, {"password": PASSWORD, "next": NEW})

    assert leads_to(response, CODES)


def test_a_session_without_a_password_is_asked_for_it(client, stranger):
    client.force_login(stranger)

    assert leads_to(client.get(NEW), REAUTHENTICATE)


@pytest.mark.parametrize("method", ["get", "post"])
def test_asks_visitors_to_log_in(client, db, method):
    assert getattr(client, method)(NEW).url == f"{LOGIN}?next={NEW}"


def test_is_kept_out_of_every_cache(open_client):
    assert open_client.get(NEW)["Cache-Control"] == "private, no-store"


def test_the_secret_is_not_in_the_address_of_anything_that_is_fetched(page):
    secret = re.search(r"secret=([A-Z2-7]+)", page)[1]

    fetched = re.findall(r'(?:src|action)="([^"]*)"', page)
    assert fetched
    assert not any(secret in address for address in fetched)
    assert reverse("members:settings_security") in page
