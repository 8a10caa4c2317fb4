"""What a report of private words brings along: who may open it, and what is kept of that."""

import json

import pytest

from groups.rooms.actions import new_room
from groups.rooms.models import Line
from moderation.actions import (
    Excerpt,
    ExcerptLine,
    forget_in_excerpts,
    open_excerpt,
    report,
)
from moderation.models import ReportedExcerpt
from peersupport.activity.models import Activity
from peersupport.core.exceptions import Refused
from peersupport.core.redaction import Redaction
from peersupport.members.models import Member, Role
from tests.conftest import close_report, without_factor

pytestmark = pytest.mark.django_db
CANARY = "Kanarienvogel"


def private(author):
    """Something private that somebody said; what an excerpt says of it is up to each test."""
    return Line.objects.create(room=new_room(), number=1, author=author)


def reported_words(reporter, *, words=CANARY, parties=()):
    """A report that brought one line of the reporter along."""
    line = ExcerptLine(reporter.pk, "2026-03-01T12:00:00+00:00", words, ["notes.txt"], True)
    excerpt = Excerpt([line], parties)
    return report(private(reporter), reporter=reporter, reason="other", excerpt=excerpt)


@pytest.fixture
def made(stranger, helper):
    return reported_words(stranger, parties=[helper.pk])


def test_opens_for_who_decides_and_each_time_is_on_record(made, stranger, moderator, administrator):
    for by in (moderator, administrator):
        (line,) = open_excerpt(made, by=by)
        assert (line.text, line.author, line.files) == (CANARY, stranger, ["notes.txt"])
        assert line.moment.year == 2026

    opened = Activity.objects.of("moderation.excerpt_opened")
    assert [each.actor for each in opened.order_by("pk")] == [moderator, administrator]
    assert {(each.target_id, json.dumps(each.data)) for each in opened} == {
        (made.pk, json.dumps({"excerpt": made.excerpt.pk}))
    }


def test_is_shut_to_everybody_else_and_keeps_no_record_of_them(made, make_member, stranger, helper):
    organiser = make_member(role=Role.ORGANISER)
    off_duty = without_factor(make_member(role=Role.ADMINISTRATOR, is_superuser=True))
    Member.objects.filter(pk__in=[stranger.pk, helper.pk]).update(role=Role.MODERATOR)
    parties = [Member.objects.get(pk=pk) for pk in (stranger.pk, helper.pk)]
    for party in parties:
        party.second_factor_at = made.reported_at
        assert party.is_on_duty

    for by in (organiser, off_duty, make_member(), *parties):
        with pytest.raises(Refused, match="no part in it"):
            open_excerpt(made, by=by)
    assert not Activity.objects.of("moderation.excerpt_opened").exists()
    assert not ReportedExcerpt.objects.visible_to(parties[0]).exists()


def test_if_it_cannot_be_recorded_it_does_not_open(made, moderator, monkeypatch):
    def fail(*args, **facts):
        raise RuntimeError

    monkeypatch.setattr("moderation.actions.excerpts.record", fail)
    with pytest.raises(RuntimeError):
        open_excerpt(made, by=moderator)


def test_no_report_without_it_and_none_for_what_is_public(stranger, topic):
    line = ExcerptLine(stranger.pk, "2026-03-01T12:00:00+00:00", "Words", [], True)
    for target, excerpt in [
        (private(stranger), None), (topic, Excerpt([line], [])),
        (private(stranger), Excerpt([], [])), (private(stranger), Excerpt([line] * 6, [])),
    ]:  # fmt: skip
        with pytest.raises(ValueError, match="excerpt"):
            report(target, reporter=topic.author, reason="spam", excerpt=excerpt)


def test_a_decided_one_goes_with_whoever_is_erased_and_an_open_one_loses_the_name(
    stranger, helper, moderator
):
    still = reported_words(stranger, words="Stranger, ask @helper.", parties=[helper.pk])
    decided = close_report(reported_words(helper), by=moderator)
    others = close_report(
        reported_words(moderator, words="Ask Helper at h@e.example"), by=moderator
    )
    redaction = Redaction(
        handle="helper", name="Helper", addresses=frozenset(["h@e.example"]), posts=frozenset(),
        instead="Former member",
    )  # fmt: skip

    assert forget_in_excerpts(helper, redaction) == 3

    assert not ReportedExcerpt.objects.filter(report=decided).exists()
    assert open_excerpt(still, by=moderator)[0].text == "Stranger, ask Former member."
    assert ReportedExcerpt.objects.filter(report=others).exists()
    close_report(still, by=moderator)
    forget_in_excerpts(helper, redaction)
    assert not ReportedExcerpt.objects.filter(report=still).exists()
