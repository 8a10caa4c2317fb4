import pytest
from allauth.socialaccount.providers import registry

from peersupport.core import context
from peersupport.members import oidc
from peersupport.members.actions import add_passkey, ask_for_new_passkey, new_recovery_codes
from tests.conftest import SignedIn

from .device import Device
from .door import Clock, Phone, log_in, log_in_with, show_password_again, turn_on
from .idp import CLIENT, SECRET, Institution


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


@pytest.fixture(scope="session")
def server_of_an_institution():
    server = Institution()
    yield server
    server.close()


@pytest.fixture
def institution(server_of_an_institution, settings, monkeypatch):
    """A site at which members of an institution may log in."""
    server = server_of_an_institution
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {"APPS": [{
            "provider_id": "uni", "name": "The University", "client_id": CLIENT, "secret": SECRET,
            "settings": {"server_url": server.url},
        }]}
    }  # fmt: skip
    monkeypatch.setitem(registry.provider_map, "openid_connect", oidc.Institution)
    monkeypatch.setitem(context.SITE, "institutions", [{"id": "uni", "name": "The University"}])
    return server


@pytest.fixture
def device(guarded):
    """A device with a passkey of the guarded member."""
    device = Device()
    question, state = ask_for_new_passkey(guarded)
    add_passkey(guarded, name="My laptop", answer=device.make(question), state=state)
    return device
