"""Cleaning up after a spammer: one decision, one effect, undone where nobody did more since."""

from datetime import timedelta

import pytest
from django.utils import timezone

from forums.actions import delete
from forums.models import Post, Topic
from moderation.actions import (
    decision_that_stands,
    report,
    statement_of,
    take_back,
    undo,
    undo_clean_up,
)
from moderation.models import CleanUp, Decision, ReviewItem, Sanction
from peersupport.activity.models import Activity
from peersupport.core.exceptions import Conflict, Refused
from peersupport.invariants import broken_invariants
from peersupport.members.models import Member
from tests.moderation.conftest import clean


def shown():
    return set(Post.objects.filter(standing="visible").values_list("pk", flat=True))


def test_all_of_the_last_days_is_hidden_by_one_decision(spam, moderator):
    spammer, old, posts, own, item, other = spam
    before = shown()
    done = clean(item, moderator)

    gone = {post.pk for post in posts} | {own.posts.get().pk}
    assert shown() == before - gone
    assert old.pk in shown()
    assert not Topic.objects.visible_to(spammer).filter(pk=own.pk, standing="visible").exists()
    assert Decision.objects.get() == done.decision
    other.refresh_from_db()
    assert (other.state, done.items) == ("decided", [other.pk])
    assert decision_that_stands(other) == done.decision
    assert Member.objects.get(pk=spammer.pk).is_suspended
    assert "other thing" in {p.name: p.text for p in statement_of(done.decision).parts}["what"]
    told = Activity.objects.get(verb="moderation.cleaned_up")
    assert told.data["hidden"] == len(done.hidden) == 4  # two more posts, the topic, its first post
    assert list(broken_invariants()) == []


def test_a_second_clean_up_learns_who_was_first(spam, moderator, administrator):
    _spammer, _old, _posts, _own, item, other = spam
    done = clean(item, moderator)

    for late in (item, other):
        with pytest.raises(Conflict) as conflict:
            clean(late, administrator)
        assert conflict.value.current == done.decision
    assert CleanUp.objects.count() == 1


def test_undone_at_once_all_waits_again(spam, moderator):
    before = shown()
    _spammer, _old, _posts, _own, item, other = spam
    undo(clean(item, moderator).decision, by=moderator)

    assert shown() == before
    assert ReviewItem.objects.open().count() == 2
    assert set(item.reports.values_list("state", flat=True)) == {"open"}
    assert list(broken_invariants()) == []


def test_undone_within_thirty_days_it_shows_what_nobody_changed_since(
    spam, moderator, administrator
):
    before = shown()
    spammer, _old, posts, _own, item, _other = spam
    done = clean(item, moderator)
    CleanUp.objects.update(made_at=timezone.now() - timedelta(days=29))
    Post.objects.filter(pk=posts[2].pk).update(standing="removed")  # somebody did more to it

    undo_clean_up(done, by=administrator)
    again = undo_clean_up(done, by=administrator)

    assert again.undone_by == administrator
    assert shown() == before - {posts[2].pk}
    assert Member.objects.get(pk=spammer.pk).is_suspended  # that is for an appeal to change
    assert Activity.objects.filter(verb="moderation.clean_up_undone").count() == 1


def test_after_thirty_days_it_stays_but_an_appeal_still_overturns_it(
    spam, moderator, administrator
):
    before = shown()
    done = clean(spam[4], moderator)
    CleanUp.objects.update(made_at=timezone.now() - timedelta(days=31))
    done.refresh_from_db()
    with pytest.raises(Refused, match="After 30 days"):
        undo_clean_up(done, by=administrator)

    take_back(done.decision, by=administrator, why=Sanction.Lifted.OVERTURNED)

    assert shown() == before
    assert not Member.objects.get(pk=spam[0].pk).is_suspended
    assert list(broken_invariants()) == []


def test_what_may_be_urgent_never_leaves_with_it(spam, moderator, stranger, make_member):
    _spammer, _old, _posts, own, item, other = spam
    report(own, reporter=make_member(), reason="worry")
    done = clean(item, moderator)

    other.refresh_from_db()
    assert other.is_open
    assert done.items == []


def test_it_is_for_moderators_of_the_site(spam, stranger, make_member):
    facilitator = make_member()
    for by in (facilitator, spam[0]):
        with pytest.raises(Refused):
            clean(spam[4], by)
    assert not CleanUp.objects.exists()


def test_what_its_author_took_back_meanwhile_stays_theirs(spam, moderator):
    spammer, _old, posts, _own, item, _other = spam
    delete(posts[2], by=spammer)
    done = clean(item, moderator)
    undo_clean_up(done, by=moderator)

    assert Post.objects.get(pk=posts[2].pk).standing == "deleted"
