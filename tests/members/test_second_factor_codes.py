import pytest

from peersupport.members.models import SecurityEvent
from peersupport.members.views.security import PENDING
from tests.conftest import SignedIn

from .door import (
    CODE,
    CODES,
    CODES_NEW,
    DOWNLOAD,
    LOGIN,
    LOGOUT,
    REAUTHENTICATE,
    SECURITY,
    Phone,
    codes_on,
    connect,
    is_inside,
    is_outside,
    leads_to,
    let_time_pass,
    log_in,
    log_in_with,
    show_password_again,
    turn_on,
)

KEPT = {"stored": "on"}


@pytest.fixture
def app(open_client, clock) -> Phone:
    """The app of `stranger`, whose first code was right."""
    return connect(open_client, clock)


@pytest.fixture
def renewing(guarded_client):
    """A browser that has asked for ten new codes."""
    guarded_client.post(CODES_NEW)
    return guarded_client


def test_shows_ten_different_codes(open_client, app):
    text = open_client.get(CODES, {"nonsense": "1"}).text

    assert len(set(codes_on(text))) == 10
    assert "Two-step sign-in is not on yet." in text
    assert f'href="{DOWNLOAD}"' in text


def test_the_same_codes_stay_until_they_are_kept(open_client, app):
    assert codes_on(open_client.get(CODES).text) == codes_on(open_client.get(CODES).text)


def test_codes_that_are_kept_turn_it_on(open_client, app, stranger, clock):
    shown = codes_on(open_client.get(CODES).text)

    response = open_client.post(CODES, KEPT)

    stranger.refresh_from_db()
    assert leads_to(response, SECURITY)
    assert "Two-step sign-in is on." in open_client.get(SECURITY).text
    assert stranger.second_factor_at
    assert stranger.authenticator_set.get().seed == app.seed
    assert stranger.security_events.first().kind == SecurityEvent.Kind.FACTOR_ON
    clock.forward(2)
    for code in (app.code(), shown[0]):
        client = SignedIn()
        assert leads_to(log_in(client, stranger), CODE)
        client.post(CODE, {"code": code})
        assert is_inside(client)


def test_this_session_stays_and_all_others_end(open_client, app, stranger):
    others = [SignedIn() for _ in range(3)]
    for other in others:
        log_in(other, stranger)
        assert is_inside(other)

    open_client.post(CODES, KEPT)

    assert is_inside(open_client)
    for other in others:
        assert leads_to(other.get(SECURITY), LOGIN)
        assert is_outside(other)


def test_codes_are_shown_once(open_client, app):
    open_client.post(CODES, KEPT)

    assert leads_to(open_client.get(CODES), SECURITY)
    assert open_client.get(DOWNLOAD).status_code == 404
    assert PENDING not in open_client.session


@pytest.mark.parametrize(
    "sent", [{"csrfmiddlewaretoken": "x"}, {"stored": ""}, {"stored": "false"}]
)
def test_nothing_counts_before_the_codes_are_said_to_be_kept(open_client, app, stranger, sent):
    shown = codes_on(open_client.get(CODES).text)

    response = open_client.post(CODES, sent)

    stranger.refresh_from_db()
    assert response.status_code == 422
    assert "Put the codes somewhere safe first." in response.text
    assert codes_on(response.text) == shown
    assert stranger.second_factor_at is None
    assert not stranger.authenticator_set.exists()
    assert not stranger.recovery_codes.exists()
    other = SignedIn()
    log_in(other, stranger)
    assert is_inside(other)


def test_who_connected_nothing_is_led_back(open_client, stranger):
    assert leads_to(open_client.get(CODES), SECURITY)
    assert leads_to(open_client.post(CODES, KEPT), SECURITY)

    stranger.refresh_from_db()
    assert stranger.second_factor_at is None


def test_what_waits_in_one_members_session_is_nothing_in_anothers(open_client, app, helper):
    other = SignedIn()
    log_in(other, helper)
    show_password_again(other)
    session = other.session
    session[PENDING] = open_client.session[PENDING]
    session.save()

    assert leads_to(other.get(CODES), SECURITY)
    assert leads_to(other.post(CODES, KEPT), SECURITY)
    assert other.get(DOWNLOAD).status_code == 404
    helper.refresh_from_db()
    assert helper.second_factor_at is None


def test_two_windows_turn_it_on_once(open_client, app, stranger):
    pending = open_client.session[PENDING]
    open_client.post(CODES, KEPT)
    session = open_client.session
    session[PENDING] = pending
    session.save()

    response = open_client.post(CODES, KEPT)

    assert leads_to(response, SECURITY)
    assert "Two-step sign-in is on already." in open_client.get(SECURITY).text
    assert stranger.authenticator_set.count() == 1
    assert stranger.recovery_codes.count() == 10


def test_logging_out_forgets_what_waits(open_client, app, stranger):
    open_client.post(LOGOUT)
    log_in(open_client, stranger)
    show_password_again(open_client)

    assert leads_to(open_client.get(CODES), SECURITY)


# ── ten new ones ────────────────────────────────────────────────────────────────────────────


def test_new_codes_count_once_they_are_kept(renewing, guarded, codes, phone):
    page = renewing.get(CODES).text
    assert "Your old codes still count." in page

    renewing.post(CODES, KEPT)

    assert guarded.recovery_codes.count() == 10
    assert guarded.security_events.first().kind == SecurityEvent.Kind.CODES_MADE
    assert guarded.authenticator_set.get().seed == phone.seed
    old, new = SignedIn(), SignedIn()
    log_in_with(old, guarded, codes[0])
    log_in_with(new, guarded, codes_on(page)[0])
    assert is_outside(old)
    assert is_inside(new)


def test_old_codes_count_until_the_new_ones_are_kept(renewing, guarded, codes):
    renewing.post(CODES, {"stored": ""})

    old, new = SignedIn(), SignedIn()
    log_in_with(new, guarded, codes_on(renewing.get(CODES).text)[0])
    log_in_with(old, guarded, codes[0])
    assert is_outside(new)
    assert is_inside(old)


def test_new_codes_end_no_session(renewing, guarded, phone):
    other = SignedIn()
    log_in_with(other, guarded, phone.code())

    renewing.post(CODES, KEPT)

    assert is_inside(renewing)
    assert is_inside(other)


# ── who is refused ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_old_session_is_led_to_the_password(open_client, app, stranger, method):
    let_time_pass(open_client, 601)

    response = getattr(open_client, method)(CODES, KEPT)

    stranger.refresh_from_db()
    assert leads_to(response, REAUTHENTICATE)
    assert stranger.second_factor_at is None


@pytest.mark.parametrize("method", ["get", "post"])
def test_asks_visitors_to_log_in(client, db, method):
    assert leads_to(getattr(client, method)(CODES), LOGIN)


def test_is_kept_out_of_every_cache(open_client, app):
    assert open_client.get(CODES)["Cache-Control"] == "private, no-store"


def test_two_members_never_share_codes(open_client, app, helper, clock):
    other = SignedIn()
    log_in(other, helper)
    show_password_again(other)
    connect(other, clock)

    assert not set(codes_on(open_client.get(CODES).text)) & set(codes_on(other.get(CODES).text))


def test_somebody_who_got_it_elsewhere_meanwhile_is_signed_out(open_client, app, stranger):
    turn_on(stranger)

    assert leads_to(open_client.post(CODES, KEPT), LOGIN)
    assert stranger.authenticator_set.get().seed != app.seed
