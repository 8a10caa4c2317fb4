"""A passkey in place of the code: between a right password and a session, and nowhere else."""

import json

import pytest
from django.contrib.auth import authenticate
from django.test import Client
from django.urls import reverse
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp_webauthn.models import WebAuthnCredential

from peersupport.core.exceptions import Refused
from peersupport.members.actions import (
    MOST_GUESSES,
    add_passkey,
    ask_for_new_passkey,
    ask_for_passkey,
    change_role,
    check_code,
    check_passkey,
    passkeys_of,
)
from peersupport.members.models import Role, SecurityEvent

from .device import Device, question_on
from .door import CODE, LOGIN, PASSKEY, at_once, is_inside, is_outside, leads_to, log_in, turn_on


def asked(client, member):
    """The question at the door, after the password."""
    log_in(client, member)
    return question_on(client.get(CODE).text)


def show(client, answer):
    return client.post(PASSKEY, {"answer": answer})


def test_password_and_passkey_open_the_door(client, guarded, device):
    question = asked(client, guarded)
    assert is_outside(client)

    response = show(client, device.show(question))

    assert leads_to(response, "/")
    assert is_inside(client)
    assert "passkey_asked" not in client.session
    passkey = WebAuthnCredential.objects.get()
    assert client.session[DEVICE_ID_SESSION_KEY] == passkey.persistent_id
    assert passkey.last_used_at


def test_it_counts_for_staff(guarded, device):
    change_role(guarded, role=Role.MODERATOR)
    client = Client()

    show(client, device.show(asked(client, guarded)))

    assert client.get(reverse("admin:index")).status_code == 200


def test_without_a_password_before_it_opens_nothing(client, guarded, device):
    question, _state = ask_for_passkey(guarded)

    assert leads_to(show(client, device.show(question)), LOGIN)
    assert is_outside(client)
    assert authenticate(None, webauthn_credential=WebAuthnCredential.objects.get()) is None


def test_who_has_no_passkey_is_not_asked_for_one(client, guarded, phone):
    log_in(client, guarded)

    assert "passkey" not in client.get(CODE).text
    assert show(client, Device().show({"challenge": "AAAA"})).status_code == 422
    assert is_outside(client)


@pytest.mark.parametrize(
    "wrong",
    [
        {"key": Device().key},
        {"number": bytes(32)},
        {"origin": "https://localhost.evil.example"},
        {"site": "evil.example"},
        {"count": -1},
    ],
)
def test_another_device_or_site_opens_nothing(client, guarded, device, wrong):
    WebAuthnCredential.objects.update(sign_count=5)
    device.count = 5
    for name, value in wrong.items():
        setattr(device, name, value)

    response = show(client, device.show(asked(client, guarded)))

    assert response.status_code == 422
    assert "That passkey was not accepted." in response.text
    assert is_outside(client)
    kind = SecurityEvent.Kind.CODE_REFUSED
    assert guarded.security_events.filter(kind=kind).count() == 1


def test_rubbish_opens_nothing(client, guarded, device):
    asked(client, guarded)

    for answer in ("", "null", "[]", "{", "7", json.dumps({"id": 1}), "\0"):
        assert show(client, answer).status_code == 422, answer

    assert is_outside(client)


def test_an_answer_counts_once_and_where_it_was_asked(guarded, device):
    first, second = Client(), Client()
    question = asked(first, guarded)
    asked(second, guarded)
    answer = device.show(question)

    assert show(second, answer).status_code == 422
    show(first, answer)
    assert is_inside(first)
    first.post(reverse("account_logout"))
    log_in(first, guarded)
    assert show(first, answer).status_code == 422
    assert is_outside(first)


def test_an_answer_that_comes_late_opens_nothing(client, guarded, device):
    question = asked(client, guarded)
    session = client.session
    session["passkey_asked"] = session["passkey_asked"] | {"until": 1}
    session.save()

    assert show(client, device.show(question)).status_code == 422
    assert is_outside(client)


def test_somebody_elses_passkey_opens_nothing(client, guarded, device, helper):
    turn_on(helper)
    theirs = Device()
    question, state = ask_for_new_passkey(helper)
    add_passkey(helper, name="x", answer=theirs.make(question), state=state)

    assert show(client, theirs.show(asked(client, guarded))).status_code == 422
    assert is_outside(client)


def test_a_code_still_opens_the_door(client, guarded, device, phone):
    asked(client, guarded)

    client.post(CODE, {"code": phone.code()})

    assert is_inside(client)


def test_wrong_passkeys_count_as_wrong_codes_do(guarded, device, phone):
    for number in range(MOST_GUESSES):
        client = Client(headers={"X-Forwarded-For": f"198.51.100.{number}"})
        asked(client, guarded)
        assert show(client, Device().show({"challenge": "AAAA"})).status_code == 422

    client = Client()
    response = show(client, device.show(asked(client, guarded)))

    assert "Too many wrong codes." in response.text
    assert is_outside(client)
    with pytest.raises(Refused):
        check_code(guarded, phone.code())


def test_answers_that_come_at_once_are_counted_one_by_one(committed, guarded, device):
    _question, state = ask_for_passkey(guarded)

    found = at_once(MOST_GUESSES + 6, lambda: check_passkey(guarded, answer="{}", state=state))

    assert not any(found)
    kind = SecurityEvent.Kind.CODE_REFUSED
    assert guarded.security_events.filter(kind=kind).count() == MOST_GUESSES


def test_it_is_the_members_own(guarded, device, helper):
    assert [passkey.name for passkey in passkeys_of(guarded)] == ["My laptop"]
    assert passkeys_of(helper) == []
