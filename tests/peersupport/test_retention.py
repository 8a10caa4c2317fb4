"""What is older than its rule says goes, what is not stays, and a report says how much went."""

import os
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.core.management import call_command
from django.utils import timezone

from forums.actions import start_topic
from forums.models import Draft
from groups.actions import found
from groups.models import Invitation, JoinRequest, Removal
from moderation.actions import decide, report
from moderation.models import (
    Appeal,
    AuthorshipRequest,
    Decision,
    NormRule,
    Report,
    ReviewItem,
    Sample,
    SampledDecision,
    Sanction,
    Step,
)
from peersupport import privacy
from peersupport.members.models import (
    CommunityInvitation,
    DataExport,
    Erasure,
    FactorReset,
    Member,
    RetentionRun,
    SecurityEvent,
    Session,
)
from peersupport.notifications.models import Letter
from tests.conftest import new_member


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.EXPORT_FOLDER = tmp_path


def ago(days):
    return timezone.now() - timedelta(days=days)


def rows(asker, helper, topic, days):
    """One row under each rule, `days` old."""
    at = ago(days)
    group = found(founder=asker, name="A group", norms="Be kind.", purpose="Company.")
    new_member(joined_at=at).emailaddress_set.update(verified=False)
    made = report(topic.posts.get(), reporter=helper, reason="other")
    Report.objects.filter(pk=made.pk).update(state="closed", closed_at=at)
    return [
        Letter.objects.create(key=f"k{days}", kind="reply", state="sent", final_at=at),
        Session.objects.create(session_key=f"s{days}", session_data="", expire_date=at),
        SecurityEvent.objects.create(member=asker, kind="signed_in", happened_at=at),
        FactorReset.objects.create(member=asker, asked_by=helper, reason="R", done_at=at),
        DataExport.objects.create(member=asker, state="ready", expires_at=at),
        Erasure.objects.create(member=asker, choice="remove", stopped_at=at),
        LogEntry.objects.create(user=asker, object_repr="A", action_flag=2, action_time=at),
        Invitation.objects.create(group=group, token=f"t{days}", made_by=asker, expires_at=at),
        JoinRequest.objects.create(group=group, member=helper, norms_version=1, state="declined",
                                   decided_at=at),
        Removal.objects.create(group=group, member=helper, reason="R", removed_at=at),
        RetentionRun.objects.create(ran_at=at),
        CommunityInvitation.objects.create(made_by=asker, expires_at=at),
        AuthorshipRequest.objects.create(asked_by=helper, reason="R", asked_at=at),
        Draft.objects.create(member=helper, topic=topic, words={"body": "B"}, saved_at=at),
    ]  # fmt: skip


def test_only_what_is_old_goes_and_the_report_says_how_much(asker, helper, topic, capsys):
    old = rows(asker, helper, topic, 800)
    young = rows(asker, helper, start_topic(topic.category, author=asker, title="T", body="B"), 6)

    call_command("apply_retention", dry_run=True)
    dry = capsys.readouterr().out
    assert all(type(row).objects.filter(pk=row.pk).exists() for row in old)
    call_command("apply_retention")

    gone_early = {"Session", "DataExport"}  # by their own date, whatever their age
    assert [row for row in old if type(row)._base_manager.filter(pk=row.pk).exists()] == []
    kept = [row for row in young if type(row).__name__ not in gone_early]
    assert [row for row in kept if not type(row)._base_manager.filter(pk=row.pk).exists()] == []
    assert Member.objects.filter(emailaddress__verified=False).count() == 1
    removed = RetentionRun.objects.latest("pk").removed
    assert removed["letters"] == removed["unconfirmed-accounts"] == removed["reports"] == 1
    assert "letters                   30         1" in dry


def test_an_account_that_is_used_or_was_imported_is_no_unconfirmed_one(make_member):
    for facts in ({"last_login": ago(20)}, {"source": "se", "source_id": 1}, {"role": "moderator"}):
        make_member(joined_at=ago(20), **facts).emailaddress_set.update(verified=False)
    make_member(joined_at=ago(20))
    waiting = make_member(joined_at=ago(20))
    waiting.emailaddress_set.update(verified=False)

    (rule,) = [rule for rule in privacy.rules() if rule.name == "unconfirmed-accounts"]

    assert list(rule.rows()) == [waiting]


def test_a_site_may_say_its_own_figure_and_one_rule_that_fails_stops_no_other(
    settings, helper, monkeypatch
):
    settings.RETENTION_DAYS = {"security-events": 5}
    SecurityEvent.objects.create(member=helper, kind="signed_in", happened_at=ago(6))
    broken = privacy.Keep("broken", 1, "fails", lambda before: 1 / 0)
    rules = [broken, *privacy.rules()]
    monkeypatch.setattr(privacy, "rules", lambda: rules)

    privacy.apply_retention()

    assert RetentionRun.objects.get().removed == {"security-events": 1}


def test_a_file_without_a_row_is_swept_away(db, tmp_path):
    for name in ("left.zip", "fresh.zip"):
        (tmp_path / name).write_bytes(b"")
    old = ago(2).timestamp()
    os.utime(tmp_path / "left.zip", (old, old))

    privacy.apply_retention()

    assert [path.name for path in tmp_path.iterdir()] == ["fresh.zip"]


@pytest.mark.parametrize(
    ("step", "kind", "stays"), [("warn", "warning", False), ("ban", "ban", True)]
)
def test_a_decision_goes_with_all_that_hangs_on_it_unless_it_is_in_force(
    topic, asker, helper, moderator, step, kind, stays
):
    made = report(topic.posts.get(), reporter=helper, reason="unkind")
    decision = decide(
        made.item, by=moderator, version=1, step=Step(step), facts="F.",
        norm=NormRule.objects.get(key="kindness"),
    )  # fmt: skip
    assert decision.sanctions.get().kind == kind
    at = ago(1200)
    Report.objects.update(closed_at=at)
    ReviewItem.objects.update(decided_at=at)
    sample = Sample.objects.create(week="2020-01-06", seed=1, drawn_from=1)
    SampledDecision.objects.create(sample=sample, decision=decision, decided_by=moderator)
    Appeal.objects.create(decision=decision, member=asker, decided_by=moderator, answer_by=at)

    privacy.apply_retention()

    left = [Decision, Sanction, Appeal, SampledDecision]
    assert {model.objects.exists() for model in left} == {stays}
    assert not Report.objects.exists()
    assert Sample.objects.exists()  # numbers of nobody
