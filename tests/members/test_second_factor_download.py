import pytest
from django.urls import reverse

from .door import (
    CODES,
    CODES_NEW,
    DOWNLOAD,
    LOGIN,
    REAUTHENTICATE,
    codes_on,
    connect,
    leads_to,
    let_time_pass,
)


@pytest.fixture
def waiting(open_client, clock):
    """A browser in which ten codes wait to be kept."""
    connect(open_client, clock)
    return open_client


def test_holds_the_codes_of_the_page_as_a_text_file(waiting):
    shown = codes_on(waiting.get(CODES).text)

    response = waiting.get(DOWNLOAD, {"nonsense": "1"})

    lines = response.text.splitlines()
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Content-Disposition"].startswith("attachment;")
    assert "Commonroom%20recovery%20codes.txt" in response["Content-Disposition"]
    assert lines[0] == "Recovery codes for Commonroom. Each works once."
    assert [line for line in lines if line in shown] == shown
    assert len(shown) == 10


@pytest.mark.parametrize("name", ["Nüsse & Co", 'A "quoted" room', "Zeile\r\nSet-Cookie: x=1"])
def test_any_name_of_the_site_makes_one_safe_header(waiting, settings, name):
    settings.SITE_NAME = name

    header = waiting.get(DOWNLOAD)["Content-Disposition"]

    assert header.isascii()
    assert not set(header.partition("UTF-8''")[2]) & set("\r\n\"';, ")


def test_holds_new_codes_too(guarded_client):
    guarded_client.post(CODES_NEW)

    for code in codes_on(guarded_client.get(CODES).text):
        assert code in guarded_client.get(DOWNLOAD).text


def test_does_not_exist_when_nothing_waits(open_client, guarded_client):
    assert open_client.get(DOWNLOAD).status_code == 404
    assert guarded_client.get(DOWNLOAD).status_code == 404


def test_does_not_exist_once_the_codes_are_kept(waiting):
    waiting.post(CODES, {"stored": "on"})

    assert waiting.get(DOWNLOAD).status_code == 404


def test_an_old_session_is_led_to_the_password(waiting):
    let_time_pass(waiting, 601)

    response = waiting.get(DOWNLOAD)

    assert leads_to(response, REAUTHENTICATE)
    assert response.text == ""


def test_asks_visitors_to_log_in(client, db):
    assert client.get(DOWNLOAD).url == f"{LOGIN}?next={reverse('members:second_factor_download')}"


def test_is_kept_out_of_every_cache(waiting):
    assert waiting.get(DOWNLOAD)["Cache-Control"] == "private, no-store"
