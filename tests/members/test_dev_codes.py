import pytest
from django.urls import reverse

from .door import is_inside, log_in_with

PAGE = reverse("members:dev_codes")


@pytest.fixture
def demo(settings):
    settings.DEMO, settings.MODE = True, "demo"


def test_shows_the_codes_of_the_demos_accounts(client, demo, guarded, phone, stranger):
    response = client.get(PAGE, {"nonsense": "1"})

    assert response.status_code == 200
    assert guarded.email in response.text
    assert phone.code() in response.text
    assert stranger.email not in response.text


def test_a_code_of_the_page_opens_the_account(client, demo, guarded, phone):
    shown = client.get(PAGE).text
    assert phone.code() in shown

    log_in_with(client, guarded, phone.code())

    assert is_inside(client)


def test_keeps_the_zeros_a_code_begins_with(client, demo, phone, clock):
    while not phone.code().startswith("0"):
        clock.forward()

    assert f">{phone.code()}<" in client.get(PAGE).text


@pytest.mark.parametrize("mode", ["test", "production"])
@pytest.mark.parametrize("who", [None, "stranger", "guarded", "moderator", "administrator"])
def test_does_not_exist_outside_the_demo(client, guarded, phone, settings, request, who, mode):
    settings.DEMO, settings.MODE = False, mode
    if who:
        client.force_login(request.getfixturevalue(who))

    response = client.get(PAGE)

    assert response.status_code == 404
    assert phone.code() not in response.text
    assert guarded.email not in response.text
