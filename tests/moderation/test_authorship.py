"""Who wrote something without a name: never for one person alone, by no door, and not for long."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.apps import apps
from django.contrib import admin
from django.core import serializers
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from moderation.actions import (
    answer_authorship,
    ask_authorship,
    flag_missing_reviews,
    forget_authorships_of,
    open_authorship,
    open_authorship_at_once,
    opened_author,
    seal_author,
)
from moderation.models import AuthorshipRequest, SealedAuthorship
from peersupport.activity.models import Activity
from peersupport.core.encryption import Unreadable, new_key, read_ring
from peersupport.core.exceptions import Refused
from peersupport.members.models import Member, Role
from peersupport.notifications.models import Letter, Notice
from peersupport.reactions import settle
from tests.conftest import without_factor

from .conftest import NAME, WHY

LATER = timedelta(minutes=30, seconds=1)


def verbs():
    asked = Activity.objects.filter(verb__startswith="moderation.authorship")
    return [(each.verb.partition("_")[2], each.actor_id) for each in asked.order_by("pk")]


def ago(asked, **columns):
    """The same request, with things that happened longer ago."""
    now = timezone.now()
    AuthorshipRequest.objects.filter(pk=asked.pk).update(
        **{name: now - delta for name, delta in columns.items()}
    )
    asked.refresh_from_db()
    return asked


# ── what is stored ───────────────────────────────────────────────────────────────────────────


def test_no_column_and_no_export_tells_the_author(sealed, opened, author):
    with connection.cursor() as cursor:
        rows = []
        for model in apps.get_app_config("moderation").get_models():
            cursor.execute(f"SELECT t::text FROM {model._meta.db_table} t")
            rows += [row[0] for row in cursor.fetchall()]
    text = " ".join(rows) + serializers.serialize(
        "json", [*SealedAuthorship.objects.all(), *AuthorshipRequest.objects.all(),
                 *Activity.objects.filter(verb__startswith="moderation.authorship")],
    )  # fmt: skip

    assert "sealed_author" in text
    for secret in (author.handle, NAME, author.email, author.pk.to_bytes(8).hex()):
        assert secret not in text
    links = {field.related_model for field in SealedAuthorship._meta.fields}
    assert Member not in links
    assert author.pk.to_bytes(8) not in bytes(sealed.sealed_author)
    assert not Activity.objects.filter(
        verb__startswith="moderation.authorship", actor=author
    ).exists()


def test_two_seals_of_one_author_have_nothing_in_common(sealed, make_topic, author):
    other = seal_author(make_topic().posts.get(), author=author)

    assert bytes(other.sealed_author)[1:] != bytes(sealed.sealed_author)[1:]
    assert len(other.sealed_author) == len(sealed.sealed_author)


def test_a_seal_moved_to_another_thing_opens_nothing(opened, sealed, moderator, make_topic):
    SealedAuthorship.objects.filter(pk=sealed.pk).update(target_id=make_topic().posts.get().pk)

    with pytest.raises(Unreadable):
        opened_author(opened, by=moderator)


def test_the_admin_knows_nothing_of_it():
    models = {model.__name__ for model in admin.site._registry}

    assert not models & {"SealedAuthorship", "AuthorshipRequest"}


def test_keys_change_and_the_author_stays(opened, moderator, author, settings):
    newer = read_ring(f"2:{new_key()}")
    settings.FIELD_KEYS = settings.FIELD_KEYS | newer

    call_command("rotate_keys", verbosity=0)

    settings.FIELD_KEYS = newer
    assert opened_author(opened, by=moderator) == author


def test_after_an_erasure_nobody_can_know(opened, author, moderator, make_topic, helper):
    seal_author(make_topic().posts.get(), author=helper)

    assert forget_authorships_of(author) == 1

    opened.refresh_from_db()
    with pytest.raises(Refused):
        opened_author(opened, by=moderator)
    assert SealedAuthorship.objects.count() == 1


# ── two people ───────────────────────────────────────────────────────────────────────────────


def test_two_people_open_it_and_both_are_named(opened, moderator, administrator, author):
    assert opened_author(opened, by=moderator) == author
    assert verbs() == [
        ("asked", moderator.pk), ("agreed", administrator.pk), ("opened", moderator.pk),
    ]  # fmt: skip
    activity = Activity.objects.get(verb="moderation.authorship_opened")
    assert activity.data == {"agreed_by": administrator.pk, "emergency": False}


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.ADMINISTRATOR])
def test_one_person_alone_comes_through_no_door(sealed, make_member, role):
    alone = make_member(role=role, is_superuser=role == Role.ADMINISTRATOR)
    asked = ask_authorship(sealed, by=alone, reason=WHY)

    for attempt in (
        lambda: open_authorship(asked, by=alone),
        lambda: answer_authorship(asked, by=alone, agreed=True),
        lambda: opened_author(asked, by=alone),
        lambda: open_authorship_at_once(sealed, by=alone, reason=WHY),
    ):
        with pytest.raises(Refused):
            attempt()
    for columns in (
        {"answer": "agreed", "answered_by": alone, "answered_at": timezone.now()},
        {"opened_at": timezone.now()},
        {"answer": "agreed"},
    ):  # and the database says no when the code does not
        with pytest.raises(IntegrityError), transaction.atomic():
            AuthorshipRequest.objects.filter(pk=asked.pk).update(**columns)
    assert verbs() == [("asked", alone.pk)]


def test_of_the_two_one_is_an_administrator(asked, make_member):
    colleague = make_member(role=Role.MODERATOR)

    with pytest.raises(Refused):
        answer_authorship(asked, by=colleague, agreed=True)

    by_the_administrator = ask_authorship(
        asked.authorship, by=make_member(role=Role.ADMINISTRATOR), reason=WHY
    )
    assert answer_authorship(by_the_administrator, by=colleague, agreed=True).may_open


@pytest.mark.parametrize("who", ["stranger", "organiser", "unguarded"])
def test_nobody_else_asks_or_answers(sealed, asked, stranger, make_member, who):
    by = {
        "stranger": lambda: stranger,
        "organiser": lambda: make_member(role=Role.ORGANISER, qualifications=["safeguarding"]),
        "unguarded": lambda: without_factor(
            make_member(role=Role.ADMINISTRATOR, qualifications=["safeguarding"])
        ),
    }[who]()

    for attempt in (
        lambda: ask_authorship(sealed, by=by, reason=WHY),
        lambda: answer_authorship(asked, by=by, agreed=True),
        lambda: open_authorship_at_once(sealed, by=by, reason=WHY),
    ):
        with pytest.raises(Refused):
            attempt()


def test_only_who_asked_reads_the_name(opened, administrator, another):
    for other in (administrator, another):
        with pytest.raises(Refused):
            opened_author(opened, by=other)


def test_who_loses_the_role_meanwhile_reads_nothing(opened, moderator):
    Member.objects.filter(pk=moderator.pk).update(role=Role.NONE)
    moderator.refresh_from_db()

    with pytest.raises(Refused):
        opened_author(opened, by=moderator)


def test_it_needs_a_reason(sealed, moderator, trained):
    with pytest.raises(Refused):
        ask_authorship(sealed, by=moderator, reason=" ")
    with pytest.raises(Refused):
        open_authorship_at_once(sealed, by=trained, reason=" ")


def test_what_is_declined_stays_shut(asked, moderator, administrator):
    answer_authorship(asked, by=administrator, agreed=False, note="Ask them in the topic first.")

    with pytest.raises(Refused):
        open_authorship(asked, by=moderator)
    with pytest.raises(Refused):  # and an answer is given once
        answer_authorship(asked, by=administrator, agreed=True)


# ── time ─────────────────────────────────────────────────────────────────────────────────────


def test_it_closes_after_half_an_hour_and_does_not_open_again(opened, moderator):
    assert 29 <= opened.minutes_left <= 30
    ago(opened, opened_at=LATER)

    with pytest.raises(Refused):
        opened_author(opened, by=moderator)
    with pytest.raises(Refused):
        open_authorship(opened, by=moderator)


def test_opening_twice_lengthens_nothing(opened, moderator):
    again = open_authorship(opened, by=moderator)

    assert again.opened_at == opened.opened_at
    assert [verb for verb, _ in verbs()].count("opened") == 1


def test_an_agreement_lapses_after_a_day_and_a_question_after_three(
    agreed, moderator, administrator, sealed
):
    ago(agreed, answered_at=timedelta(hours=24, seconds=1))
    with pytest.raises(Refused):
        open_authorship(agreed, by=moderator)

    asked = ask_authorship(sealed, by=moderator, reason=WHY)
    assert ask_authorship(sealed, by=moderator, reason="Sent twice.") == asked
    ago(asked, asked_at=timedelta(hours=72, seconds=1))
    with pytest.raises(Refused):
        answer_authorship(asked, by=administrator, agreed=True)
    assert ask_authorship(sealed, by=moderator, reason=WHY) != asked


def test_two_answers_at_once_are_one(committed, asked, administrator, another):
    barrier = Barrier(2)

    def answer(by):
        try:
            barrier.wait()
            return answer_authorship(asked, by=by, agreed=by == another)
        except Refused:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        done = [each for each in pool.map(answer, [administrator, another]) if each]

    assert len(done) == 1
    assert AuthorshipRequest.objects.get().answered_by == done[0].answered_by
    assert len(verbs()) == 2


# ── who is told ──────────────────────────────────────────────────────────────────────────────


def test_the_officer_gets_a_letter_without_the_author(agreed, moderator, author, settings):
    settings.DPO_EMAIL = "officer@example.org"
    assert not Letter.objects.exists()

    open_authorship(agreed, by=moderator)

    letter = Letter.objects.get(address="officer@example.org")
    assert "Moderator has opened" in letter.text
    assert "Administrator agreed" in letter.text
    for secret in (NAME, author.handle, WHY):
        assert secret not in letter.text + letter.subject


def test_without_an_officer_administrators_get_it(opened, administrator):
    assert Letter.objects.get().address == administrator.email


def test_who_may_answer_hears_of_it_once(asked, administrator, moderator, make_member):
    make_member(role=Role.MODERATOR)  # may not answer a moderator
    settle()
    settle()

    assert [notice.recipient for notice in Notice.objects.all()] == [administrator]
    assert [letter.address for letter in Letter.objects.all()] == [administrator.email]
    answer_authorship(asked, by=administrator, agreed=True)
    settle()
    assert Notice.objects.filter(recipient=moderator).count() == 1


# ── somebody is in danger now ────────────────────────────────────────────────────────────────


def test_one_trained_person_opens_at_once_and_the_officer_is_told_with_it(
    sealed, trained, author, administrator
):
    opened = open_authorship_at_once(sealed, by=trained, reason="Says goodbye, an hour ago.")

    assert opened_author(opened, by=trained) == author
    assert "Trained has opened alone" in Letter.objects.get().text
    assert open_authorship_at_once(sealed, by=trained, reason="Again.") == opened
    assert verbs() == [("opened", trained.pk)]
    with pytest.raises(Refused):
        answer_authorship(opened, by=trained, agreed=True)
    answer_authorship(opened, by=administrator, agreed=True)
    assert Letter.objects.filter(text__contains="has reviewed that Trained").exists()


def test_if_the_officer_cannot_be_told_it_does_not_open(sealed, trained, monkeypatch):
    def fail(**letter):
        raise OSError

    monkeypatch.setattr("moderation.actions.authorship.post_account_mail", fail)
    Member.objects.filter(pk=trained.pk).update(role=Role.ADMINISTRATOR)  # somebody to be told
    trained.refresh_from_db()

    with pytest.raises(OSError):  # noqa: PT011
        open_authorship_at_once(sealed, by=trained, reason="Now.")

    assert not AuthorshipRequest.objects.exists()


def test_a_review_that_finds_it_wrong_closes_it(sealed, trained, administrator):
    opened = open_authorship_at_once(sealed, by=trained, reason="Now.")

    answer_authorship(opened, by=administrator, agreed=False)

    with pytest.raises(Refused):
        opened_author(opened, by=trained)
    with pytest.raises(Refused, match="no emergency"):
        open_authorship_at_once(sealed, by=trained, reason="Now, really.")


def test_a_missing_review_is_flagged_once_and_still_possible(sealed, trained, administrator):
    opened = open_authorship_at_once(sealed, by=trained, reason="Now.")
    assert flag_missing_reviews() == 0
    ago(opened, opened_at=timedelta(hours=24, seconds=1))

    assert flag_missing_reviews() == 1
    assert flag_missing_reviews() == 0

    assert Letter.objects.filter(text__contains="nobody has reviewed it yet").count() == 1
    settle()
    assert Notice.objects.filter(
        recipient=administrator, activity__verb="moderation.authorship_review_overdue"
    ).exists()
    assert answer_authorship(opened, by=administrator, agreed=True).answer == "agreed"


def test_nobody_opens_alone_where_no_training_is_named(sealed, trained, settings):
    settings.AUTHORSHIP_EMERGENCY_QUALIFICATION = ""

    with pytest.raises(Refused):
        open_authorship_at_once(sealed, by=trained, reason="Now.")
