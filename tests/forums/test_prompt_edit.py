from datetime import UTC, datetime

import pytest
from django.urls import reverse

from forums.actions import PollFacts, run_prompts, schedule_prompt
from peersupport.activity.models import Activity


@pytest.fixture
def prompt(category, moderator):
    poll = PollFacts(question="Which?", options=["One", "Two"])
    return schedule_prompt(
        category, author=moderator, title="What helped?", body="Tell.", poll=poll,
        opens_at=datetime(2030, 7, 1, 18, tzinfo=UTC),
    )  # fmt: skip


def test_changes_what_has_not_opened(client, moderator, prompt):
    address = reverse("forums:prompt_edit", args=[prompt.pk])
    client.force_login(moderator)
    text = client.get(address).text
    assert 'value="2030-07-01T18:00"' in text
    assert "One\nTwo</textarea>" in text
    data = {"title": "What else?", "body": "Tell.", "opens_at": "2030-07-02T18:00"}

    assert client.post(address, data | {"pinned_days": "3"}).url == prompt.get_absolute_url()

    prompt.refresh_from_db()
    assert (prompt.title, prompt.opens_at.day, prompt.pinned_days) == ("What else?", 2, 3)
    assert prompt.poll_question == ""
    assert Activity.objects.filter(verb="forums.prompt_edited").exists()


def test_does_not_exist_for_others_and_not_once_it_is_open(client, moderator, make_member, prompt):
    address = reverse("forums:prompt_edit", args=[prompt.pk])
    client.force_login(make_member(role="moderator"))
    assert client.get(address).status_code == 404

    run_prompts(prompt.opens_at)

    client.force_login(moderator)
    assert client.get(address).status_code == 404
