import pytest
from django.urls import reverse

from forums.models import Category
from forums.querysets import Audience
from moderation.models import AuthorshipRequest

from .conftest import NAME, WHY


@pytest.fixture
def page(sealed):
    return reverse("moderation:authorship_ask", args=[sealed.pk])


def test_asks_and_shows_the_request(as_staff, page, moderator):
    response = as_staff(moderator).post(page, {"reason": WHY})

    asked = AuthorshipRequest.objects.get()
    assert response.url == asked.get_absolute_url()
    assert (asked.asked_by, asked.reason, asked.opened_at) == (moderator, WHY, None)


def test_says_what_happens_next_and_needs_a_reason(as_staff, page, moderator):
    client = as_staff(moderator)
    text = client.get(page).text
    assert "One of you two is an administrator." in text
    assert NAME not in text
    assert "Open it at once" not in text

    assert client.post(page, {"reason": "  "}).status_code == 422
    assert not AuthorshipRequest.objects.exists()


def test_fields_of_the_row_cannot_be_sent_along(as_staff, page, moderator, administrator):
    extra = {"answer": "agreed", "answered_by": administrator.pk, "asked_by": administrator.pk,
             "opened_at": "2026-01-01", "is_emergency": "on"}  # fmt: skip
    as_staff(moderator).post(page, {"reason": WHY} | extra)

    asked = AuthorshipRequest.objects.get()
    assert (asked.asked_by, asked.answer, asked.answered_by) == (moderator, "", None)
    assert not asked.is_emergency
    assert asked.opened_at is None


def test_what_one_cannot_read_one_cannot_ask_about(as_staff, page, moderator, monkeypatch):
    """As in a group, whose words no role of the site opens."""
    monkeypatch.setattr("forums.querysets.categories.audience_of", lambda member: Audience.PUBLIC)
    Category.objects.update(
        see=Audience.STAFF, read=Audience.STAFF, start=Audience.STAFF, reply=Audience.STAFF
    )

    assert as_staff(moderator).get(page).status_code == 404
