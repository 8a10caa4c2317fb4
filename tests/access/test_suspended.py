"""Who is suspended keeps their data, decisions, appeals and help, and opens nothing else."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from forums.actions import make_feed_key
from peersupport.members.models import Member

from .table import walk

pytestmark = pytest.mark.django_db
# Beside the ways in and out that the account library brings. Adding one here is a decision.
OPEN = {
    "core:healthz", "core:readyz",
    "safety:help_now", "safety:leaving", "safety:limits",
    "members:accessibility", "members:keyboard", "members:terms", "members:privacy",
    "members:policy_version", "members:trust_levels", "moderation:norms_detail",
    "members:settings_privacy", "members:consent_change", "members:data_export_new",
    "members:data_export_detail", "members:data_export_download", "members:erasure_new",
    "members:erasure_stop", "moderation:decision_list", "moderation:decision_detail",
    "moderation:decision_appeal", "moderation:appeal_say", "moderation:appeal_withdraw",
    "moderation:report_detail", "moderation:report_list", "moderation:moderator_list",
    "moderation:transparency", "moderation:transparency_file", "moderation:restoration_ask",
    "notifications:letter_unsubscribe", "notifications:dev_mail",
    "members:login_code", "members:login_passkey", "members:institution_login",
    "members:institution_callback", "members:settings_security", "members:second_factor_new",
    "members:second_factor_codes", "members:second_factor_download", "members:recovery_codes_new",
    "members:second_factor_off", "members:factor_reset_stop", "members:passkey_new",
    "members:passkey_remove", "members:session_end", "members:session_end_others",
    "members:security_checkup", "members:dev_codes",
}  # fmt: skip
LIBRARY = ("account_", "socialaccount_", "openid_connect")


def suspend(member, *, days=7):
    until = timezone.now() + timedelta(days=days) if days else None
    Member.objects.filter(pk=member.pk).update(suspended_at=timezone.now(), suspended_until=until)


def test_what_stays_open_is_written_down():
    flags = {name: pattern.callback.while_suspended for name, _route, pattern in walk()}
    ours = {name for name, is_open in flags.items() if is_open and not name.startswith(LIBRARY)}

    assert ours == OPEN
    assert flags["account_logout"]
    assert flags["account_reauthenticate"]
    assert not any(is_open for name, is_open in flags.items() if name.startswith("admin:"))


@pytest.mark.parametrize(
    "name", ["forums:home", "forums:category_list", "notifications:notice_list"]
)
def test_elsewhere_they_read_until_when_and_what_is_open(client, helper, name):
    client.force_login(helper)
    assert client.get(reverse(name)).status_code == 200
    suspend(helper)  # while they are here: the next look is refused

    response = client.get(reverse(name))

    assert response.status_code == 403
    assert "It ends by itself" in response.text
    for link in ("moderation:decision_list", "members:settings_privacy", "safety:help_now"):
        assert reverse(link) in response.text


def test_data_decisions_and_help_stay_open(client, helper):
    suspend(helper, days=None)
    client.force_login(helper)

    for name in ("moderation:decision_list", "members:settings_privacy", "safety:help_now",
                 "moderation:norms_detail", "members:data_export_new", "members:erasure_new"):  # fmt: skip
        response = client.get(reverse(name))
        assert response.status_code in {200, 302}, name
        assert "core/suspended.html" not in [t.name for t in response.templates or []]
    assert "It has no end" in client.get("/").text


def test_it_ends_without_anybody(client, helper):
    Member.objects.filter(pk=helper.pk).update(
        suspended_at=timezone.now() - timedelta(days=7), suspended_until=timezone.now()
    )
    client.force_login(helper)

    assert client.get("/").status_code == 200


def test_a_feed_of_theirs_is_closed_as_well(client, helper):
    token = make_feed_key(helper)
    address = reverse("forums:member_feed", args=[token, "unread"])
    assert client.get(address).status_code == 200
    suspend(helper)

    assert client.get(address).status_code == 404


def test_writing_nothing_they_are_asked_for_by_nobody_else(client, stranger, topic):
    client.force_login(stranger)
    suspend(stranger)

    response = client.post(reverse("forums:topic_reply", args=[topic.pk]), {"body": "Let me in."})

    assert response.status_code == 403
    assert topic.posts.count() == 1
