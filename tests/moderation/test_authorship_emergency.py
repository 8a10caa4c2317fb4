import pytest
from django.urls import reverse

from moderation.models import AuthorshipRequest
from tests.members.door import REAUTHENTICATE, leads_to

from .conftest import NAME

NOW = {"reason": "Says goodbye, an hour ago.", "in_danger": "on"}


@pytest.fixture
def page(sealed):
    return reverse("moderation:authorship_emergency", args=[sealed.pk])


def test_opens_the_name_at_once(as_staff, page, trained):
    response = as_staff(trained).post(page, NOW, follow=True)

    assert NAME in response.text
    assert AuthorshipRequest.objects.get().is_emergency


def test_asks_for_the_password_and_for_the_tick(as_staff, page, trained):
    assert leads_to(as_staff(trained, fresh=False).get(page), REAUTHENTICATE)

    response = as_staff(trained).post(page, NOW | {"in_danger": ""})

    assert response.status_code == 422
    assert "Says goodbye" in response.text
    assert "Then ask another to agree." in response.text
    assert not AuthorshipRequest.objects.exists()


def test_is_not_there_for_who_is_not_trained(as_staff, page, administrator):
    client = as_staff(administrator)

    assert client.get(page).status_code == client.post(page, NOW).status_code == 404
    assert not AuthorshipRequest.objects.exists()
