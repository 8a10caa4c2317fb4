from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from peersupport.administration.actions import audit
from peersupport.administration.models import REVIEW_DAYS, RoleGrant
from peersupport.members.models import Role
from tests.conftest import without_factor


def test_says_what_was_found_on_that_day(client, administrator, moderator, make_member, settings):
    settings.SECURE_HSTS_SECONDS = 0
    without_factor(moderator)
    long_ago = timezone.now() - timedelta(days=REVIEW_DAYS + 1)
    RoleGrant.objects.create(
        member=moderator, role="moderator", reason="Why", granted_at=long_ago,
        expires_at=timezone.now(),
    )  # fmt: skip
    make_member(role=Role.ORGANISER, is_active=False)
    made = audit(by=administrator)
    client.force_login(administrator)

    text = client.get(reverse("administration:audit_detail", args=[made.pk])).text

    staff = made.result["staff"]
    assert staff == {
        "count": 2, "without_second_step": [moderator.handle],
        "without_record": [administrator.handle], "not_reviewed": [moderator.handle],
        "past_last_day": [moderator.handle],
    }  # fmt: skip
    assert any("HSTS" in row["text"] for row in made.result["checks"])
    assert "SECURE_HSTS_SECONDS" in text
    assert made.sha256 in text
    assert "The record does not fit it" not in text
    assert "Never, as far as this site knows" in text
    django = next(row for row in made.result["packages"] if row["name"] == "django")
    assert django["installed"] == django["version"]
    assert django["days"] >= 0
    assert "@example.org" not in str(made.result)


def test_does_not_exist_for_a_number_without_a_record(client, administrator):
    client.force_login(administrator)

    assert client.get(reverse("administration:audit_detail", args=[99])).status_code == 404
