from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from moderation.actions import answer_appeal, say_in_appeal
from moderation.models import Decision
from tests.moderation.conftest import earlier


def test_says_what_why_how_long_and_never_who_decided(client, restricted, helper, moderator):
    client.force_login(helper)

    response = client.get(restricted.get_absolute_url())

    for words in (
        "You called somebody useless.",
        "It ends by itself on",
        "Kindness",
        "It fades on",
    ):
        assert words in response.text
    assert moderator.display_name not in response.text.replace("A moderator", "")
    assert moderator.handle not in response.text
    assert "Do you see it differently?" in response.text
    assert "Get help now" in response.text


def test_is_there_for_nobody_else(client, restricted, stranger, reviewer, moderator):
    missing = reverse("moderation:decision_detail", args=[999_999])
    for person in (stranger, reviewer, moderator):
        client.force_login(person)
        response = client.get(restricted.get_absolute_url())
        assert response.status_code == 404
        assert len(response.content) == len(client.get(missing).content)


def test_notes_when_it_was_first_read(client, restricted, helper):
    client.force_login(helper)
    client.get(restricted.get_absolute_url())
    first = Decision.objects.get(pk=restricted.pk).seen_at
    client.get(restricted.get_absolute_url())

    assert timezone.now() - first < timedelta(minutes=1)
    assert Decision.objects.get(pk=restricted.pk).seen_at == first


def test_offers_no_appeal_after_half_a_year(client, restricted, helper):
    earlier(restricted, timedelta(days=200))
    client.force_login(helper)

    assert "Do you see it differently?" not in client.get(restricted.get_absolute_url()).text


def test_shows_the_thread_without_names_of_staff(client, taken_appeal, helper, reviewer):
    say_in_appeal(taken_appeal, by=reviewer, text="Is that so?")
    client.force_login(helper)

    text = client.get(taken_appeal.decision.get_absolute_url()).text

    assert "I said sorry." in text
    assert "Is that so?" in text
    assert reviewer.display_name not in text
    assert "Another moderator is reading everything again." in text


def test_who_decided_reads_how_it_ended_and_not_what_was_said(
    client, taken_appeal, reviewer, moderator
):
    page = taken_appeal.decision.get_absolute_url()
    answer_appeal(taken_appeal, by=reviewer, outcome="kept", reasons="It stands, and here is why.")
    client.force_login(moderator)

    text = client.get(page).text

    assert "It stands, and here is why." in text
    assert "I said sorry." not in text
    assert Decision.objects.get().seen_at is None
