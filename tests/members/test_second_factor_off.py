import pytest

from peersupport.core.exceptions import Refused
from peersupport.members.actions import turn_off_second_factor
from peersupport.members.models import Role, SecurityEvent
from tests.conftest import SignedIn

from .door import (
    LOGIN,
    OFF,
    REAUTHENTICATE,
    SECURITY,
    is_inside,
    is_outside,
    leads_to,
    let_time_pass,
    log_in,
    log_in_with,
    show_password_again,
)


def is_on(member):
    member.refresh_from_db()
    return bool(member.second_factor_at) and member.authenticator_set.count() == 1


def test_looking_at_it_changes_nothing(guarded_client, guarded):
    response = guarded_client.get(OFF, {"nonsense": "1"})

    assert response.status_code == 200
    assert "Turn off two-step sign-in?" in response.text
    assert is_on(guarded)
    assert guarded.recovery_codes.count() == 10


def test_a_press_turns_it_off_and_forgets_app_and_codes(guarded_client, guarded):
    response = guarded_client.post(OFF)

    guarded.refresh_from_db()
    assert leads_to(response, SECURITY)
    assert "Two-step sign-in is off." in guarded_client.get(SECURITY).text
    assert guarded.second_factor_at is None
    assert not guarded.authenticator_set.exists()
    assert not guarded.recovery_codes.exists()
    assert guarded.security_events.first().kind == SecurityEvent.Kind.FACTOR_OFF


def test_the_password_alone_opens_the_account_then(guarded_client, guarded):
    guarded_client.post(OFF)

    client = SignedIn()
    log_in(client, guarded)

    assert is_inside(client)


def test_this_session_stays_and_all_others_end(guarded_client, guarded, phone, clock):
    others = [SignedIn() for _ in range(3)]
    for other in others:
        log_in_with(other, guarded, phone.code())
        clock.forward(2)
        assert is_inside(other)

    guarded_client.post(OFF)

    assert is_inside(guarded_client)
    for other in others:
        assert leads_to(other.get(SECURITY), LOGIN)
        assert is_outside(other)


@pytest.mark.parametrize("role", [role for role in Role if role])
@pytest.mark.parametrize("method", ["get", "post"])
def test_does_not_exist_for_staff(client, make_member, role, method):
    member = make_member(role=role)
    client.force_login(member)
    show_password_again(client)

    assert getattr(client, method)(OFF).status_code == 404
    assert is_on(member)


def test_the_rule_is_asked_again_after_the_lock(moderator):
    seen_before = type(moderator)(pk=moderator.pk)  # a role that came meanwhile

    with pytest.raises(Refused, match="Your role asks for two-step sign-in"):
        turn_off_second_factor(seen_before)
    assert is_on(moderator)


@pytest.mark.parametrize("method", ["get", "post"])
def test_does_not_exist_for_who_has_none(open_client, stranger, method):
    assert getattr(open_client, method)(OFF).status_code == 404
    assert not stranger.security_events.filter(kind=SecurityEvent.Kind.FACTOR_OFF).exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_old_session_is_led_to_the_password(guarded_client, guarded, method):
    let_time_pass(guarded_client, 601)

    assert leads_to(getattr(guarded_client, method)(OFF), REAUTHENTICATE)
    assert is_on(guarded)


@pytest.mark.parametrize("method", ["get", "post"])
def test_asks_visitors_to_log_in(client, db, method):
    assert leads_to(getattr(client, method)(OFF), LOGIN)


def test_a_password_alone_cannot_turn_it_off(client, guarded):
    log_in(client, guarded)

    assert leads_to(client.post(OFF), LOGIN)
    assert is_on(guarded)
