import pytest
from django.urls import reverse

from moderation.models import AuthorshipRequest
from tests.members.door import REAUTHENTICATE, leads_to

from .conftest import NAME


@pytest.fixture
def page(asked):
    return reverse("moderation:authorship_open", args=[asked.pk])


def test_opens_what_was_agreed(as_staff, page, agreed, moderator):
    client = as_staff(moderator)

    assert NAME in client.post(page, follow=True).text
    again = client.post(page, follow=True)
    assert NAME in again.text
    assert "not any more" not in again.text


def test_asks_for_the_password_first(as_staff, page, agreed, moderator):
    assert leads_to(as_staff(moderator, fresh=False).post(page), REAUTHENTICATE)
    assert AuthorshipRequest.objects.get().opened_at is None


@pytest.mark.parametrize("who", ["moderator", "administrator"])
def test_stays_shut_before_another_agreed_and_for_who_agreed(request, as_staff, page, agreed, who):
    if who == "moderator":
        AuthorshipRequest.objects.update(answer="", answered_by=None, answered_at=None)

    response = as_staff(request.getfixturevalue(who)).post(page, follow=True)

    assert "This cannot be opened by you" in response.text
    assert NAME not in response.text
    assert AuthorshipRequest.objects.get().opened_at is None
