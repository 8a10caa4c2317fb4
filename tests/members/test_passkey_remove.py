import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django_otp_webauthn.models import WebAuthnCredential

from peersupport.core.exceptions import Refused
from peersupport.members.actions import remove_passkey, turn_off_second_factor
from peersupport.members.models import SecurityEvent
from peersupport.notifications.actions import deliver_next

from .device import question_on
from .door import (
    CODE,
    LOGIN,
    PASSKEY,
    REAUTHENTICATE,
    SECURITY,
    is_inside,
    is_outside,
    leads_to,
    let_time_pass,
    log_in,
    log_in_with,
)


def page_of(passkey):
    return reverse("members:passkey_remove", args=[passkey.pk])


def test_a_removed_passkey_opens_nothing_and_other_sessions_end(
    guarded_client, guarded, device, phone, clock
):
    elsewhere, pending = Client(), Client()
    log_in_with(elsewhere, guarded, phone.code())
    log_in(pending, guarded)
    question = question_on(pending.get(CODE).text)
    passkey = WebAuthnCredential.objects.get()
    assert "My laptop" in guarded_client.get(page_of(passkey)).text
    assert WebAuthnCredential.objects.exists()

    response = guarded_client.post(page_of(passkey))

    assert leads_to(response, SECURITY)
    pending.post(PASSKEY, {"answer": device.show(question)})
    assert is_outside(pending)
    assert leads_to(elsewhere.get(SECURITY), LOGIN)
    assert is_inside(guarded_client)
    while deliver_next():
        pass
    assert "A passkey was removed" in mail.outbox[-1].body
    assert guarded.security_events.filter(kind=SecurityEvent.Kind.PASSKEY_REMOVED).exists()


def test_it_asks_for_the_password_first(guarded_client, device):
    let_time_pass(guarded_client, 3600)

    response = guarded_client.post(page_of(WebAuthnCredential.objects.get()))

    assert leads_to(response, REAUTHENTICATE)
    assert WebAuthnCredential.objects.exists()


def test_somebody_elses_does_not_exist(guarded_client, guarded, device, helper):
    WebAuthnCredential.objects.update(user=helper)

    passkey = WebAuthnCredential.objects.get()

    assert guarded_client.post(page_of(passkey)).status_code == 404
    with pytest.raises(Refused):
        remove_passkey(guarded, pk=passkey.pk)
    assert WebAuthnCredential.objects.exists()


def test_turning_two_step_sign_in_off_takes_them_along(guarded, device):
    turn_off_second_factor(guarded)

    assert not WebAuthnCredential.objects.exists()
