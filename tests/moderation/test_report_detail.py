from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from moderation.actions import report
from moderation.models import Decision, NormRule

from .test_excerpts import CANARY, reported_words


@pytest.fixture
def made(topic, stranger):
    return report(topic, reporter=stranger, reason="unkind", note="A note of mine.")


def test_is_the_receipt_and_says_what_happens_next(client, made, stranger, moderator, topic):
    client.force_login(stranger)

    text = client.get(made.get_absolute_url()).text

    assert f"Your reference is <strong>R-{made.pk}</strong>" in text
    assert '<li aria-current="step">' in text
    assert "A note of mine." in text
    assert "ever told that it was you" in text
    assert "Get help now" in text
    Decision.objects.create(
        item=made.item, target_type=made.target_type, target_id=made.target_id, about=topic.author,
        made_by=moderator, made_at=timezone.now() - timedelta(minutes=1), act="hide", step="warn",
        norm=NormRule.objects.get(key="kindness"), facts="Insults in post 3.",
    )  # fmt: skip
    text = client.get(made.get_absolute_url()).text
    assert "We have decided" in text
    assert "It broke the norm “Kindness”." in text
    for secret in ("Insults in post 3.", "warn", moderator.display_name):
        assert secret not in text


def test_says_how_much_of_private_messages_is_read_and_shows_none(client, stranger):
    made = reported_words(stranger)
    client.force_login(stranger)

    text = client.get(made.get_absolute_url()).text

    assert "two before and two after it, and nothing else" in text
    assert CANARY not in text


def test_does_not_exist_for_anybody_else(client, made, helper, topic, administrator):
    for member in (helper, topic.author, administrator):
        client.force_login(member)
        assert client.get(made.get_absolute_url()).status_code == 404
    assert client.get(reverse("moderation:report_detail", args=[10**30])).status_code == 404
