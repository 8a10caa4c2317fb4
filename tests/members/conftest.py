import pytest

from peersupport.members.actions import new_recovery_codes
from tests.conftest import SignedIn

from .door import Clock, Phone, log_in, log_in_with, show_password_again, turn_on


@pytest.fixture
def clock(monkeypatch):
    """Codes are checked against this clock instead of the computer's."""
    clock = Clock()
    monkeypatch.setattr("django_otp.oath.time", lambda: clock.now)
    return clock


@pytest.fixture
def codes():
    return new_recovery_codes()


@pytest.fixture
def guarded(make_member, codes):
    """A member with two-step sign-in and ten recovery codes."""
    member = make_member(display_name="Guarded")
    turn_on(member, codes)
    return member


@pytest.fixture
def phone(guarded, clock):
    return Phone(guarded.authenticator_set.get().seed, clock)


@pytest.fixture
def open_client(stranger):
    """The browser of somebody without two-step sign-in who has just typed the password."""
    client = SignedIn()
    log_in(client, stranger)
    show_password_again(client)
    return client


@pytest.fixture
def guarded_client(guarded, phone, clock):
    """The browser of somebody who has just shown password and code."""
    client = SignedIn()
    log_in_with(client, guarded, phone.code())
    show_password_again(client)
    clock.forward(2)
    return client
