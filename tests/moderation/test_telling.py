"""Whom a decision concerns reads why; who reported hears that it was decided; each of them once."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from moderation.actions import end_sanctions, tell_decided
from moderation.models import Decision, ReviewItem, Sanction, Step
from moderation.tasks import tell_decided as task
from peersupport.activity.models import Activity
from peersupport.members.models import Member
from peersupport.notifications.models import Letter, MailOptOut, Notice
from peersupport.reactions import settle
from tests.moderation.conftest import FACTS


def half_a_minute_later(decision):
    Decision.objects.filter(pk=decision.pk).update(
        made_at=timezone.now() - timedelta(seconds=31)
    )  # fmt: skip
    ReviewItem.objects.get(pk=decision.item_id).reports.update(
        closed_at=Decision.objects.get(pk=decision.pk).made_at
    )


def test_nobody_is_told_what_can_still_be_taken_back(decided):
    decided()

    assert tell_decided() == 0
    assert not Notice.objects.exists()
    assert not Letter.objects.exists()


def test_the_member_and_the_reporters_are_told_once(
    client, decided, helper, stranger, asker, moderator
):
    MailOptOut.objects.create(member=helper, kind="account")  # statements always come
    decision = decided()
    half_a_minute_later(decision)
    task()

    assert tell_decided() == 0
    letter = Letter.objects.get()
    assert (letter.key, letter.address) == (f"decision:{decision.pk}", helper.email)
    assert FACTS in letter.text
    assert "It ends by itself on" in letter.text
    assert decision.get_absolute_url() in letter.text
    assert moderator.display_name not in letter.text
    told = {notice.recipient_id: notice.target for notice in Notice.objects.all()}
    assert told[helper.pk] == decision
    assert set(told) == {helper.pk, stranger.pk, asker.pk}
    assert FACTS not in str(Activity.objects.get(verb="moderation.told").data)

    client.force_login(stranger)
    page = client.get(reverse("notifications:notice_list")).text
    assert "What you reported was decided" in page
    assert FACTS not in page


def test_a_letter_about_something_private_repeats_no_words(decided, item):
    ReviewItem.objects.filter(pk=item.pk).update(is_private=True)
    half_a_minute_later(decided())
    tell_decided()

    letter = Letter.objects.get()
    assert FACTS not in letter.text
    assert item.target.topic.title not in letter.text


def test_who_keeps_what_was_reported_tells_the_reporters_alone(decided, helper):
    half_a_minute_later(decided(step=Step.NOTHING, norm=None, days=None, facts=""))
    tell_decided()

    assert not Letter.objects.exists()
    assert not Notice.objects.filter(recipient=helper).exists()
    assert Notice.objects.count() == 2


def test_a_letter_is_on_the_clock_of_who_reads_it(decided, helper):
    Member.objects.filter(pk=helper.pk).update(time_zone="Asia/Tokyo")
    decision = decided()
    half_a_minute_later(decision)
    Sanction.objects.update(ends_at="2027-01-31T20:00:00Z")
    tell_decided()

    assert "Monday 1 February 2027, 05:00" in Letter.objects.get().text


def test_who_may_write_again_hears_of_it(client, decided, helper):
    decided()
    Sanction.objects.update(starts_at="2026-01-01T00:00Z", ends_at="2026-01-04T00:00Z")
    end_sanctions()
    settle()

    assert Notice.objects.get(recipient=helper).activity.verb == "moderation.lifted"
    client.force_login(Member.objects.get(pk=helper.pk))
    page = client.get(reverse("notifications:notice_list")).text
    assert "What was limited for you has ended" in page


@pytest.mark.parametrize("gone", [{"is_active": False}, {"email": None, "claimed_at": None}])
def test_who_left_is_told_nothing(decided, helper, gone):
    decision = decided()
    half_a_minute_later(decision)
    Member.objects.filter(pk=helper.pk).update(**gone)
    tell_decided()

    decision.refresh_from_db()
    assert decision.told_at is not None
    assert not Letter.objects.exists()
