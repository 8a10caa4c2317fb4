import pytest
from django.core import mail
from django.test import Client
from django_otp_webauthn.models import (
    WebAuthnAttestation,
    WebAuthnCredential,
    WebAuthnUserHandle,
)

from peersupport.members.actions import MOST_PASSKEYS, add_passkey, ask_for_new_passkey
from peersupport.members.models import SecurityEvent
from peersupport.notifications.actions import deliver_next

from .device import Device, question_on
from .door import (
    CODE,
    NEW,
    PASSKEY_NEW,
    REAUTHENTICATE,
    SECURITY,
    is_inside,
    leads_to,
    let_time_pass,
    log_in,
)


def add(client, device, **more):
    question = question_on(client.get(PASSKEY_NEW).text)
    return client.post(PASSKEY_NEW, {"name": "My laptop", "answer": device.make(question)} | more)


def test_a_device_makes_a_passkey_that_gets_a_name(guarded_client, guarded):
    page = guarded_client.get(PASSKEY_NEW)
    assert "js/passkey" in page.text
    question = question_on(page.text)
    assert question["rp"]["id"] == "localhost"
    assert guarded.email not in page.text.replace("&quot;", '"').split("data-question")[1][:900]
    assert not WebAuthnUserHandle.objects.exists()

    response = add(guarded_client, Device())

    assert leads_to(response, SECURITY)
    passkey = WebAuthnCredential.objects.get()
    assert (passkey.user, passkey.name, passkey.aaguid) == (guarded, "My laptop", "")
    assert not WebAuthnAttestation.objects.exists()
    assert "My laptop" in guarded_client.get(SECURITY).text
    while deliver_next():
        pass
    assert "A passkey was added" in mail.outbox[-1].body
    assert guarded.security_events.filter(kind=SecurityEvent.Kind.PASSKEY_ADDED).exists()


def test_it_asks_for_the_password_first(guarded_client):
    let_time_pass(guarded_client, 3600)

    assert leads_to(guarded_client.get(PASSKEY_NEW), REAUTHENTICATE)
    assert leads_to(guarded_client.post(PASSKEY_NEW, {"name": "x"}), REAUTHENTICATE)


def test_it_stands_beside_an_app_and_not_alone(open_client):
    assert leads_to(open_client.get(PASSKEY_NEW), NEW)


def test_the_pages_load_the_script_and_no_others_do(guarded_client, guarded, device):
    assert "js/passkey" not in guarded_client.get(SECURITY).text
    client = Client()
    log_in(client, guarded)
    assert "js/passkey" in client.get(CODE).text


def test_an_answer_that_is_none_is_said_and_nothing_kept(guarded_client):
    rubbish = ["", "{}", "[1]", "9", '{"id": "a", "rawId": "a", "type": "x", "response": {}}']

    for wrong in [{"name": ""}, *({"answer": answer} for answer in rubbish)]:
        assert add(guarded_client, Device(), **wrong).status_code == 422, wrong

    assert not WebAuthnCredential.objects.exists()
    assert is_inside(guarded_client)


@pytest.mark.parametrize(
    "device", [Device(origin="https://evil.example"), Device(site="evil.example")]
)
def test_an_answer_for_another_site_is_refused(guarded_client, device):
    assert add(guarded_client, device).status_code == 422
    assert not WebAuthnCredential.objects.exists()


def test_an_answer_counts_once(guarded_client):
    question = question_on(guarded_client.get(PASSKEY_NEW).text)
    first, second = Device(), Device()
    guarded_client.post(PASSKEY_NEW, {"name": "a", "answer": first.make(question)})

    response = guarded_client.post(PASSKEY_NEW, {"name": "b", "answer": second.make(question)})

    assert response.status_code == 422
    assert WebAuthnCredential.objects.count() == 1


def test_one_key_is_one_members(guarded_client, device, helper):
    WebAuthnCredential.objects.update(user=helper)

    assert add(guarded_client, device).status_code == 422
    assert WebAuthnCredential.objects.get().user == helper


def test_there_is_an_end_to_them(guarded_client, guarded):
    for _ in range(MOST_PASSKEYS):
        question, state = ask_for_new_passkey(guarded)
        add_passkey(guarded, name="x", answer=Device().make(question), state=state)

    response = add(guarded_client, Device())

    assert response.status_code == 422
    assert "Remove one first." in response.text
