from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from forums.actions import cancel_prompt, run_prompts, schedule_prompt

SOON = timezone.now() + timedelta(days=1)


@pytest.mark.parametrize("weeks", [1, 10])
def test_lists_what_runs_what_waits_and_what_is_over(
    client, category, moderator, weeks, django_assert_num_queries
):
    address = reverse("forums:prompt_list", args=[category.slug])
    client.force_login(moderator)
    assert "No prompt is planned here." in client.get(address).text
    for title in ("One that runs", "One that waits", "One that was cancelled"):
        schedule_prompt(
            category, author=moderator, title=title, body="B", opens_at=SOON, weeks=weeks
        )
    running, _waiting, cancelled = category.prompts.filter(opens_at=SOON).order_by("pk")
    cancel_prompt(cancelled, by=moderator, with_later=True)
    category.prompts.exclude(pk=running.pk).update(opens_at=SOON + timedelta(days=2))
    run_prompts(SOON)

    with django_assert_num_queries(7):
        text = client.get(address).text

    parts = [text.index(words) for words in ("Open now", "One that runs", "Scheduled",
             "One that waits", "Earlier", "One that was cancelled")]  # fmt: skip
    assert parts == sorted(parts)
    assert "(UTC)" in text


def test_does_not_exist_for_members(client, category, helper):
    client.force_login(helper)

    assert client.get(reverse("forums:prompt_list", args=[category.slug])).status_code == 404
    assert "Discussion prompts" not in client.get(category.get_absolute_url()).text
