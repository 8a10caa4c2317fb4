from django.urls import reverse

from forums.actions import run_prompts, schedule_prompt
from forums.models import Prompt
from peersupport.members.models import Member


def test_leads_to_the_discussion_once_it_is_open(client, category, moderator):
    prompt = schedule_prompt(category, author=moderator, title="Now", body="Words.")
    client.force_login(moderator)
    assert "Cancel it" in client.get(prompt.get_absolute_url()).text

    run_prompts()

    prompt.refresh_from_db()
    text = client.get(prompt.get_absolute_url()).text
    assert prompt.topic.get_absolute_url() in text
    assert "Cancel it" not in text


def test_its_writer_still_reads_it_without_the_role_and_may_only_cancel(
    client, category, moderator
):
    prompt = schedule_prompt(category, author=moderator, title="Later", body="Words.")
    Member.objects.filter(pk=moderator.pk).update(role="", second_factor_at=None)
    client.force_login(Member.objects.get(pk=moderator.pk))

    text = client.get(prompt.get_absolute_url()).text

    assert reverse("forums:prompt_cancel", args=[prompt.pk]) in text
    assert reverse("forums:prompt_edit", args=[prompt.pk]) not in text
    assert reverse("forums:prompt_list", args=[category.slug]) not in text
    assert Prompt.objects.get().is_scheduled
