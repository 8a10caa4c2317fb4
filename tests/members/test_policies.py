"""Versions of terms and privacy notice, and records of who said what to which words."""

import hashlib
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from moderation.actions import accept_norms
from peersupport.core.exceptions import Refused
from peersupport.members.actions import (
    accept_policies,
    give_consent,
    publish_policy,
    withdraw_consent,
)
from peersupport.members.models import (
    WORDS,
    ConsentRecord,
    Member,
    PolicyDocument,
    Purpose,
    SecurityEvent,
)
from peersupport.members.rules import choices_of, has_consented

from .door import log_in

ACCEPT = reverse("moderation:norms_accept")


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


def fresh(member):
    return Member.objects.get(pk=member.pk)


# ── versions ────────────────────────────────────────────────────────────────────────────────


def test_versions_number_themselves(policies):
    again = publish_policy("terms", body="Two.", is_major=True, changes="x")
    small = publish_policy("terms", body="Two and a bit.", is_major=False, changes="x")

    assert [each.version for each in (policies[0], again, small)] == ["1.0", "2.0", "2.1"]
    assert policies[0].sha256 == sha256("My terms text.")


def test_refuses_the_same_words_and_a_day_before_the_last(policies):
    with pytest.raises(Refused, match="word for word"):
        publish_policy("terms", body="My terms text.", is_major=True)
    with pytest.raises(Refused, match="later day"):
        publish_policy(
            "terms", body="New.", is_major=True, effective_from=timezone.now() - timedelta(days=1)
        )


def test_a_major_version_asks_again_from_its_day_on_and_a_minor_one_does_not(stranger, policies):
    tomorrow = timezone.now() + timedelta(days=1)
    publish_policy("privacy", body="A bit.", is_major=False, changes="x")
    assert fresh(stranger).has_accepted_norms
    publish_policy("terms", body="Later.", is_major=True, changes="x", effective_from=tomorrow)
    assert fresh(stranger).has_accepted_norms

    publish_policy("privacy", body="All new.", is_major=True, changes="x")

    assert not fresh(stranger).has_accepted_norms


def test_the_gate_is_one_statement(stranger, policies, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert stranger.has_accepted_norms


# ── the page that asks ──────────────────────────────────────────────────────────────────────


def test_who_must_agree_again_may_read_take_their_data_and_leave(client, stranger, topic, policies):
    publish_policy("terms", body="All new.", is_major=True, changes="Shorter words.")
    publish_policy("terms", body="All new indeed.", is_major=False, changes="A word more.")
    client.force_login(stranger)

    reply = reverse("forums:topic_reply", args=[topic.pk])
    assert client.post(reply, {"body": "Hm."}).url.startswith(ACCEPT)
    assert client.get(topic.get_absolute_url()).status_code == 200
    assert client.get(reverse("members:settings_privacy")).status_code == 200
    assert client.get(reverse("account_logout")).status_code == 200
    page = client.get(ACCEPT).text
    assert "Please read this before you write" in page
    assert "Shorter words." in page
    assert "A word more." in page
    assert "I agree to the terms." in page
    assert "privacy notice." not in page
    assert reverse("members:settings_privacy") in page


def test_only_what_waits_is_agreed_to_and_with_the_words_shown(client, stranger, policies):
    new = publish_policy("terms", body="All new.", is_major=True, changes="x")
    client.force_login(stranger)

    assert client.post(ACCEPT, {"next": "/forums/"}).status_code == 422
    assert client.post(ACCEPT, {"agree": "on", "next": "/forums/"}).url == "/forums/"

    record = ConsentRecord.objects.get()
    assert (record.purpose, record.version, record.granted) == ("terms", "2.0", True)
    assert (record.text_sha256, record.document, record.method) == (new.sha256, new, "accepted")
    assert fresh(stranger).has_accepted_norms


def test_nobody_agrees_to_a_text_that_came_after_the_page(client, make_member, policies):
    member = make_member(norms_version=0, terms_version=0, privacy_version=0)
    client.force_login(member)
    shown = "norms 1, terms 1.0, privacy 1.0"
    assert f'value="{shown}"' in client.get(ACCEPT).text
    publish_policy("terms", body="All new.", is_major=True, changes="x")

    response = client.post(ACCEPT, {"agree": "on", "shown": shown})

    assert response.status_code == 422
    assert "This has changed since you opened the page." in response.text
    assert 'value="norms 1, terms 2.0, privacy 1.0"' in response.text
    assert " checked" not in response.text
    assert not ConsentRecord.objects.exists()


def test_norms_are_recorded_with_their_text_too(stranger, norms):
    accept_norms(norms, member=stranger)

    record = stranger.consents.get()
    assert (record.purpose, record.version, record.document) == ("norms", "1", None)
    assert record.text_sha256 == sha256("<p>Be kind.</p>")


def test_a_small_change_is_told_once_at_the_next_sign_in(client, stranger, policies):
    stranger.security_events.create(
        kind=SecurityEvent.Kind.SIGNED_IN, happened_at=timezone.now() - timedelta(days=2)
    )
    publish_policy("privacy", body="A bit.", is_major=False, changes="<b>Names</b> a new cookie.")

    big = publish_policy("terms", body="All new.", is_major=True, changes="Agreed to since.")
    accept_policies(stranger, [big])

    def sees():
        log_in(client, stranger)
        page = client.get("/").text
        client.logout()
        assert "Agreed to since." not in page
        return "&lt;b&gt;Names&lt;/b&gt; a new cookie." in page

    assert sees()
    assert not sees()


# ── free choices ────────────────────────────────────────────────────────────────────────────


def test_silence_is_no(stranger):
    assert not any(has_consented(stranger, purpose) for purpose in Purpose)
    assert choices_of(stranger) == {}


def test_the_latest_word_counts_and_all_of_them_stay(stranger, make_member, policies):
    other = make_member()
    give_consent(other, Purpose.ANALYTICS)
    record = give_consent(stranger, Purpose.RESEARCH, method=ConsentRecord.Method.LETTER)

    assert has_consented(stranger, Purpose.RESEARCH)
    assert list(Member.objects.consenting(Purpose.RESEARCH)) == [stranger]
    assert record.text_sha256 == sha256(str(WORDS[Purpose.RESEARCH]))
    assert (record.version, record.method) == ("1.0", "letter")

    withdraw_consent(stranger, Purpose.RESEARCH)

    assert not has_consented(stranger, Purpose.RESEARCH)
    assert not Member.objects.consenting(Purpose.RESEARCH).exists()
    assert [record.granted for record in stranger.consents.all()] == [False, True]
    assert not choices_of(stranger)["research"].granted


def test_saying_the_same_again_adds_nothing(stranger):
    assert withdraw_consent(stranger, Purpose.DIGEST) is None
    give_consent(stranger, Purpose.DIGEST)
    assert give_consent(stranger, Purpose.DIGEST) is None
    assert stranger.consents.count() == 1


@pytest.mark.parametrize("purpose", [Purpose.NORMS, Purpose.TERMS, Purpose.PRIVACY])
def test_what_membership_stands_on_is_no_free_choice(stranger, purpose):
    with pytest.raises(Refused):
        withdraw_consent(stranger, purpose)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE members_consentrecord SET granted = false",
        "DELETE FROM members_consentrecord",
        "TRUNCATE members_consentrecord",
        "UPDATE members_policydocument SET body = 'x'",
        "DELETE FROM members_policydocument",
        "TRUNCATE members_policydocument CASCADE",
    ],
)
def test_what_was_said_and_published_stays_in_the_database(stranger, policies, statement):
    accept_policies(stranger, policies)

    refusal = pytest.raises(DatabaseError, match=r"append-only|Cannot (update|delete) rows")
    with refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement)

    assert PolicyDocument.objects.count() == ConsentRecord.objects.count() == 2


# ── the admin ───────────────────────────────────────────────────────────────────────────────


def test_an_administrator_adds_versions_and_changes_none(client, administrator, policies):
    client.force_login(administrator)
    add = reverse("admin:members_policydocument_add")
    now = timezone.now()
    new = {"kind": "terms", "body": "New.", "is_major": "on", "changes": "", "effective_from_0": now.date(),
           "effective_from_1": "23:59:59"}  # fmt: skip

    assert "My terms text." in client.get(add, {"kind": "terms"}).text
    assert "Say in a sentence what changed." in client.post(add, new).text
    assert (
        "word for word" in client.post(add, new | {"body": "My terms text.", "changes": "x"}).text
    )
    client.post(add, new | {"changes": "Shorter."})

    latest = PolicyDocument.objects.filter(kind="terms").first()
    assert (latest.version, latest.body, latest.changes) == ("2.0", "New.", "Shorter.")
    change = reverse("admin:members_policydocument_change", args=[latest.pk])
    assert client.get(change).status_code == 200
    assert client.post(change, new).status_code == 403
