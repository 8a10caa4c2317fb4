import pytest
from django.utils import timezone

from moderation.actions import accept_norms, publish_norms, report
from moderation.models import Norm, Report
from peersupport.activity.models import Activity
from peersupport.members.models import Member, current_norms_version
from tests.conftest import close_report


def verbs():
    return list(
        Activity.objects.filter(verb__startswith="moderation.")
        .order_by("pk").values_list("verb", flat=True)
    )  # fmt: skip


def test_norms_published_are_in_force_for_everybody(stranger, administrator):
    norm = Norm.objects.create(version=2, title="New", body="Be **kinder**.", html="")
    publish_norms(norm, by=administrator)

    norm.refresh_from_db()
    assert norm.html == "<p>Be <strong>kinder</strong>.</p>\n"
    assert norm.published_at <= timezone.now()
    assert current_norms_version() == 2
    assert not Member.objects.get(pk=stranger.pk).has_accepted_norms
    assert verbs() == ["moderation.norms_published"]


def test_norms_published_again_keep_their_date(norms, administrator):
    before = norms.published_at

    assert publish_norms(norms, by=administrator).published_at == before


def test_a_member_agrees_and_may_write(make_member, norms):
    newcomer = make_member(norms_version=0)
    assert not newcomer.has_accepted_norms

    assert accept_norms(norms, member=newcomer).has_accepted_norms

    assert Member.objects.get(pk=newcomer.pk).norms_version == 1
    assert verbs() == ["moderation.norms_accepted"]


def test_who_agreed_to_a_later_version_stays_there(make_member, norms):
    member = make_member(norms_version=3)

    accept_norms(norms, member=member)

    member.refresh_from_db()
    assert member.norms_version == 3


def test_a_report_is_made_once_and_added_to(topic, stranger):
    post = topic.posts.get()
    first = report(post, reporter=stranger, reason="spam", note="One.")
    for note in ("Two.", "", "Three."):
        assert report(post, reporter=stranger, reason="harm", note=note) == first

    first.refresh_from_db()
    assert (first.reason, first.note) == ("harm", "One.\n\nTwo.\n\nThree.")
    assert verbs() == ["moderation.opened", "moderation.reported"]
    assert "One." not in str(Activity.objects.get(verb="moderation.reported").data)


def test_two_people_report_the_same_thing_each(topic, stranger, helper):
    reports = {report(topic, reporter=who, reason="spam").pk for who in (stranger, helper)}

    assert len(reports) == 2


def test_about_something_decided_another_report_may_be_made(topic, stranger, moderator):
    made = report(topic, reporter=stranger, reason="spam")
    closed = close_report(made, by=moderator)

    assert report(topic, reporter=stranger, reason="spam") != closed
    assert Report.objects.open().count() == 1


@pytest.mark.parametrize("reason", Report.Reason.values)
def test_a_report_reads_as_a_sentence(topic, stranger, reason):
    made = report(topic, reporter=stranger, reason=reason)

    assert str(made) == f"R-{made.pk}"
