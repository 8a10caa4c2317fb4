from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from .door import INSTITUTION, LOGIN, go_to, is_inside, leads_to, log_in

pytestmark = pytest.mark.django_db


def test_a_button_leads_there_with_questions_of_our_own(client, institution):
    assert "Log in with The University" in client.get(LOGIN).text

    address = go_to(client, scope="profile", auth_params="prompt=none", process="redirect")

    asked = parse_qs(urlsplit(address).query)
    assert address.startswith(f"{institution.url}/sign-in?")
    assert set(asked["scope"][0].split()) == {"openid", "email"}
    assert asked["code_challenge_method"] == ["S256"]
    assert len(asked["nonce"][0]) >= 32
    assert "prompt" not in asked
    callback = reverse("members:institution_callback", args=["uni"])
    assert asked["redirect_uri"] == [settings.SITE_URL + callback]


def test_each_try_asks_anew(client, institution):
    one, two = (parse_qs(urlsplit(go_to(client)).query) for _ in range(2))

    for what in ("state", "nonce", "code_challenge"):
        assert one[what] != two[what]


def test_no_button_where_none_is_set_up(client):
    assert "Log in with" not in client.get(LOGIN).text
    assert client.post(INSTITUTION).status_code == 404


def test_another_site_cannot_begin_it(institution):
    assert Client(enforce_csrf_checks=True).post(INSTITUTION).status_code == 403


def test_an_institution_that_does_not_answer_is_said(client, institution, settings, stranger):
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    app["settings"] = {"server_url": "http://127.0.0.1:9"}

    response = client.post(INSTITUTION)

    assert leads_to(response, LOGIN)
    assert "The University does not answer just now." in client.get(LOGIN).text
    log_in(client, stranger)
    assert is_inside(client)


def test_it_is_not_asked_for_ever(client, institution, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}

    codes = [client.post(INSTITUTION).status_code for _ in range(3)]

    assert codes == [200, 200, 429]
