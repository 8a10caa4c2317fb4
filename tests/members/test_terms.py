from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from peersupport.members.actions import publish_policy

PAGE = reverse("members:terms")


def test_shows_what_counts_and_lists_what_is_announced(client, policies):
    tomorrow = timezone.now() + timedelta(days=1)
    publish_policy(
        "terms", body="Later words.", is_major=True, changes="Later.", effective_from=tomorrow
    )

    page = client.get(PAGE).text

    assert "My terms text." in page
    assert "Later words." not in page
    assert "Version 1.0, counts from" in page
    assert reverse("members:policy_version", args=["terms", "2.0"]) in page


def test_what_staff_write_is_cleaned(client, db):
    publish_policy("terms", body="Read <script>alert(1)</script> **this**.", is_major=True)

    page = client.get(PAGE).text

    assert "<strong>this</strong>" in page
    assert "<script>alert" not in page
