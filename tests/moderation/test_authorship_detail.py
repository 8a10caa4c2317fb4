from datetime import timedelta

from django.utils import timezone

from moderation.models import AuthorshipRequest

from .conftest import NAME, WHY


def test_shows_the_name_to_who_asked_and_to_nobody_else(
    as_staff, opened, moderator, administrator, another
):
    page = opened.get_absolute_url()
    response = as_staff(moderator).get(page)
    assert NAME in response.text
    assert "This closes in 30 minutes." in response.text
    assert response["Cache-Control"] == "private, no-store"

    for other in (administrator, another):
        text = as_staff(other).get(page).text
        assert NAME not in text
        assert "kanarienvogel" not in text
        assert WHY in text


def test_is_closed_after_half_an_hour(as_staff, opened, moderator):
    at = timezone.now() - timedelta(minutes=31)
    AuthorshipRequest.objects.update(opened_at=at)

    text = as_staff(moderator).get(opened.get_absolute_url()).text

    assert NAME not in text
    assert "Was open, closed now" in text


def test_offers_each_what_they_may_do(as_staff, asked, moderator, administrator):
    page = asked.get_absolute_url()

    assert "Decline" not in as_staff(moderator).get(page).text
    text = as_staff(administrator).get(page).text
    assert "Decline" in text
    assert "Open the name" not in text
    assert WHY in text
