import pytest
from django.urls import reverse

from moderation.models import AuthorshipRequest


@pytest.fixture
def page(asked):
    return reverse("moderation:authorship_answer", args=[asked.pk])


def test_another_agrees_with_their_name(as_staff, page, asked, administrator):
    response = as_staff(administrator).post(page, {"answer": "agreed", "note": "Be quick."})

    assert response.url == asked.get_absolute_url()
    asked.refresh_from_db()
    assert (asked.answer, asked.answered_by, asked.answer_note) == (
        "agreed", administrator, "Be quick.",
    )  # fmt: skip


def test_one_s_own_question_is_refused_and_nothing_changes(as_staff, page, moderator):
    response = as_staff(moderator).post(page, {"answer": "agreed"})

    assert response.status_code == 422
    assert "Somebody else has to answer this" in response.text
    assert AuthorshipRequest.objects.get().answer == ""


def test_an_answer_is_yes_or_no(as_staff, page, administrator):
    assert as_staff(administrator).post(page, {"answer": "opened"}).status_code == 422
    assert AuthorshipRequest.objects.get().answer == ""
