from django.urls import reverse

from peersupport.members.actions import ask_erasure, erasure_token
from tests.conftest import SignedIn


def test_the_link_stops_it_without_signing_in_and_works_once(stranger):
    erasure = ask_erasure(stranger, choice="remove")
    address = reverse("members:erasure_stop", args=[erasure_token(erasure)])

    assert "Keep your account?" in SignedIn().get(address).text
    erasure.refresh_from_db()
    assert erasure.stopped_at is None
    response = SignedIn().post(address)

    erasure.refresh_from_db()
    assert "Your account stays" in response.text
    assert erasure.stopped_at is not None
    assert SignedIn().get(address).status_code == 404
    assert SignedIn().post(address).status_code == 404
    assert ask_erasure(stranger, choice="remove").pk != erasure.pk
