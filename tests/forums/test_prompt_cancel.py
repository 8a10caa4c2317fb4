from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from forums.actions import run_prompts, schedule_prompt
from forums.models import Prompt, Topic


@pytest.mark.parametrize(("later", "left"), [("", 2), ("1", 1)])
def test_takes_it_back_and_its_later_weeks_when_asked(
    client, category, moderator, make_member, later, left
):
    soon = timezone.now() + timedelta(days=1)
    schedule_prompt(category, author=moderator, title="Weekly", body="B", opens_at=soon, weeks=3)
    first, second, _third = Prompt.objects.order_by("opens_at")
    address = reverse("forums:prompt_cancel", args=[second.pk])
    client.force_login(make_member(role="organiser"))  # anybody who may run prompts here
    assert "Cancel the 1 later week as well" in client.get(address).text

    client.post(address, {"with_later": later})

    waiting = Prompt.objects.filter(state="scheduled")
    assert (waiting.count(), waiting.order_by("opens_at").first()) == (left, first)
    assert client.get(address).status_code == 404  # it waits no longer
    run_prompts(soon + timedelta(days=60))
    assert Topic.objects.count() == left
