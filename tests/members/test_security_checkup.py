from django.urls import reverse
from django.utils import timezone

from .door import CODES_NEW, NEW, SECURITY

CHECKUP = reverse("members:security_checkup")


def test_says_what_would_make_an_account_safer(open_client, stranger):
    stranger.emailaddress_set.update(verified=False)

    text = open_client.get(CHECKUP).text

    assert "2 things would make your account safer." in text
    assert f'href="{NEW}"' in text
    assert "Your address is not confirmed yet" in text
    assert "You are signed in on 1 device." in text


def test_says_that_all_is_well(guarded_client):
    text = guarded_client.get(CHECKUP).text

    assert "Everything is as it should be." in text
    assert "10 are left." in text
    assert "To do" not in text


def test_warns_of_few_codes(guarded_client, guarded):
    some = guarded.recovery_codes.values("pk")[:7]
    guarded.recovery_codes.filter(pk__in=some).update(used_at=timezone.now())

    text = guarded_client.get(CHECKUP).text

    assert "3 are left." in text
    assert "Make new ones" in text
    assert CODES_NEW not in text  # a deed of the security page, where it is explained


def test_remembers_the_day(open_client, stranger):
    assert stranger.checked_up_at is None

    response = open_client.post(CHECKUP)

    assert response.url == CHECKUP
    stranger.refresh_from_db()
    assert (timezone.now() - stranger.checked_up_at).total_seconds() < 60
    assert "Last done" in open_client.get(SECURITY).text
