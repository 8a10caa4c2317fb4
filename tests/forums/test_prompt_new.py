from datetime import UTC, datetime

import pytest
from django.urls import reverse

from forums.models import Prompt
from peersupport.members.models import Member

GOOD = {
    "title": "What helped?", "body": "Tell **us**.", "opens_at": "2030-07-01T18:00",
    "pinned_days": "7", "open_days": "14", "weeks": "3", "poll_question": "Which?",
    "poll_options": "One\n\n Two ", "poll_is_hidden": "on",
}  # fmt: skip


@pytest.fixture
def new(client, category, moderator):
    Member.objects.filter(pk=moderator.pk).update(time_zone="Europe/London")
    moderator.refresh_from_db()
    client.force_login(moderator)
    return reverse("forums:prompt_new", args=[category.slug])


def test_schedules_it_at_the_time_of_the_writers_clock(client, new, moderator):
    assert "Your time zone: Europe/London." in client.get(new).text

    response = client.post(new, GOOD)

    prompts = list(Prompt.objects.order_by("opens_at"))
    assert [prompt.opens_at.day for prompt in prompts] == [1, 8, 15]
    first = prompts[0]
    assert response.url == first.get_absolute_url()
    assert first.opens_at == datetime(2030, 7, 1, 17, tzinfo=UTC)
    assert (first.author, first.zone, first.options) == (moderator, "Europe/London", ["One", "Two"])
    assert (first.poll_is_hidden, first.poll_can_change) == (True, False)
    text = client.get(response.url).text
    assert "Monday 1 July, 18:00" in text
    assert "Tell <strong>us</strong>." in text


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"title": "!"}, "at least one letter"),
        ({"opens_at": "2020-01-01T00:00"}, "Choose a time that is still to come."),
        ({"opens_at": "2030-03-31T01:30"}, "be interpreted in time zone Europe/London"),
        ({"poll_options": "One"}, "A poll has two to ten answers"),
        ({"poll_options": "One\none"}, "Two of the answers are the same."),
        ({"poll_options": ""}, "Write at least two answers"),
        ({"poll_question": ""}, "Write what the poll asks."),
        ({"weeks": "53"}, "less than or equal to 12"),
    ],
)
def test_keeps_what_was_typed_when_something_is_wrong(client, new, wrong, says):
    response = client.post(new, GOOD | wrong)

    assert response.status_code == 422
    assert says in response.text
    assert "Tell **us**.</textarea>" in response.text
    assert not Prompt.objects.exists()


def test_previews_without_writing(client, new):
    assert "<strong>us</strong>" in client.post(new, GOOD | {"preview": "1"}).text
    assert not Prompt.objects.exists()
