import uuid
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import IntegrityError
from django.utils import timezone
from guardian.shortcuts import assign_perm

from forums.actions import (
    delete,
    edit,
    lock,
    mark_all_read,
    mark_answer,
    mark_read,
    move,
    pin,
    react,
    reply,
    slug_of,
    start_topic,
    with_latest,
)
from forums.models import Post, Reaction, ReadMark, Topic
from peersupport.activity.models import Activity
from peersupport.core.exceptions import Conflict, Refused
from peersupport.invariants import broken_invariants
from peersupport.members.models import Member
from peersupport.notifications.actions import watch
from peersupport.notifications.models import Watch


@pytest.fixture(autouse=True)
def everything_adds_up(db):
    """After each deed, counters equal counts."""
    yield
    assert list(broken_invariants()) == []


def verbs():
    return list(Activity.objects.order_by("pk").values_list("verb", flat=True))


def test_a_reply_takes_the_next_number_and_moves_the_topic_up(topic, helper):
    post = reply(topic, author=helper, body="Yes.")

    topic.refresh_from_db()
    assert (post.number, topic.last_number, topic.reply_count) == (2, 2, 1)
    assert topic.last_post_at == post.posted_at
    assert topic.recent_authors == [helper.pk]


def test_a_topic_starts_with_its_first_post(category, asker):
    topic = start_topic(category, author=asker, title="Köln & ich", body="# Big\n*Words* here.")

    category.refresh_from_db()
    post = topic.posts.get()
    assert (topic.slug, topic.excerpt, topic.last_number) == ("koln-ich", "Big Words here.", 1)
    assert (post.number, post.html) == (1, "<h3>Big</h3>\n<p><em>Words</em> here.</p>\n")
    assert post.posted_at == topic.posted_at
    assert category.topic_count == 1
    assert Watch.objects.get(member=asker).level == Watch.Level.FOLLOWING
    assert ReadMark.objects.get(member=asker).number == 1
    assert verbs() == ["forums.started"]


def test_a_topic_sent_twice_starts_once(category, asker):
    token = uuid.uuid4()
    first, second = (
        start_topic(category, author=asker, title="T", body=body, submit_token=token)
        for body in ("One.", "Two.")
    )

    category.refresh_from_db()
    assert first == second
    assert Post.objects.get().body == "One."
    assert category.topic_count == 1
    assert verbs() == ["forums.started"]


def test_a_reply_sent_twice_is_one(topic, helper):
    token = uuid.uuid4()
    first, second = (
        reply(topic, author=helper, body=body, submit_token=token) for body in ("One.", "Two.")
    )

    topic.refresh_from_db()
    assert (first, first.body, second.body) == (second, "One.", "One.")
    assert (topic.last_number, topic.reply_count) == (2, 1)


def test_one_token_of_two_people_makes_two_rows(topic, helper, stranger):
    token = uuid.uuid4()

    for author in (helper, stranger):
        reply(topic, author=author, body="Me.", submit_token=token)

    assert topic.posts.count() == 3


def test_a_mistake_of_another_kind_is_not_taken_for_a_second_click(category, asker):
    with pytest.raises(IntegrityError):
        start_topic(category, author=asker, title="", body="x", submit_token=uuid.uuid4())
    with pytest.raises(IntegrityError):
        start_topic(category, author=asker, title="", body="x")


@pytest.mark.parametrize("deed", ["start", "reply"])
def test_newcomers_agree_to_the_norms_before_they_write(make_member, category, topic, deed):
    newcomer = make_member(norms_version=0)
    before = verbs()

    with pytest.raises(Refused, match="community norms first"):
        if deed == "start":
            start_topic(category, author=newcomer, title="T", body="x")
        else:
            reply(topic, author=newcomer, body="x")
    assert verbs() == before
    assert Post.objects.count() == 1


def test_topics_are_not_started_where_others_start_them(make_category, stranger):
    with pytest.raises(Refused, match="for others to start"):
        start_topic(make_category(start=2), author=stranger, title="T", body="x")
    assert not Topic.objects.exists()


def test_the_rule_is_asked_after_the_lock(topic, helper):
    Topic.objects.filter(pk=topic.pk).update(is_locked=True)

    assert not topic.is_locked
    with pytest.raises(Refused, match="closed to new replies"):
        reply(topic, author=helper, body="Late.")


def test_the_latest_three_people_besides_the_starter_stand_beside_a_topic(
    topic, asker, make_member
):
    people = [make_member() for _ in range(4)]
    for author in (*people, asker, people[2]):
        reply(topic, author=author, body="Hello.")

    topic.refresh_from_db()
    assert topic.recent_authors == [people[2].pk, people[3].pk, people[1].pk]


@pytest.mark.parametrize(
    ("authors", "author", "expected"),
    [
        ([], 2, [2]), ([2], 2, [2]), ([], 1, []), ([2, 3], 3, [3, 2]),
        ([2, 3, 4], 5, [5, 2, 3]), ([2, 3], 1, [2, 3]),
    ],
)  # fmt: skip
def test_people_stand_once_and_the_latest_first(authors, author, expected):
    assert with_latest(authors, author, 1) == expected


@pytest.mark.parametrize(
    ("title", "slug"),
    [("Hello, World!", "hello-world"), ("日本語", "topic"), ("---", "topic"), ("é" * 200, "e" * 80),
     ("a" * 79 + " b", "a" * 79)],
)  # fmt: skip
def test_an_address_is_made_of_any_title(title, slug):
    assert slug_of(title) == slug


def test_an_edit_keeps_what_was_said(topic, asker, edits_are_kept):
    post = topic.posts.get()
    edit(post, editor=asker, body="Second.", version=1, title="New title")
    post = edit(post, editor=asker, body="Third.", version=2, reason="Typo.")

    topic.refresh_from_db()
    kept = list(post.revisions.values_list("version", "body", "reason"))
    assert kept == [(1, "What do you think?", ""), (2, "Second.", "Typo.")]
    assert (post.body, post.version) == ("Third.", 3)
    assert post.edited_at is not None
    assert (topic.title, topic.slug, topic.excerpt) == ("New title", "new-title", "Third.")
    assert verbs()[-2:] == ["forums.edited", "forums.edited"]


def test_an_edit_that_changes_nothing_leaves_no_trace(topic, asker):
    post = edit(topic.posts.get(), editor=asker, body="What do you think?", version=1)

    assert (post.version, post.edited_at, post.revisions.count()) == (1, None, 0)
    assert verbs() == ["forums.started"]


def test_an_edit_of_an_earlier_version_conflicts(topic, asker, moderator):
    post = topic.posts.get()
    edit(post, editor=moderator, body="Theirs.", version=1, reason="Why.")

    with pytest.raises(Conflict) as conflict:
        edit(post, editor=asker, body="Mine.", version=1)

    post.refresh_from_db()
    assert post.body == "Theirs."
    assert (conflict.value.current.version, conflict.value.current.body) == (2, "Theirs.")
    assert post.revisions.count() == 1


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_moderators_edit_needs_a_reason(topic, moderator, reason):
    with pytest.raises(Refused, match="Say why"):
        edit(topic.posts.get(), editor=moderator, body="x", version=1, reason=reason)
    assert topic.posts.get().body == "What do you think?"


def test_a_reply_edited_leaves_the_topics_title_alone(topic, make_post, helper):
    edit(make_post(topic), editor=helper, body="New.", version=1, title="Mine now")

    topic.refresh_from_db()
    assert topic.title != "Mine now"
    assert topic.excerpt == "What do you think?"


def test_others_edit_nothing(topic, stranger):
    with pytest.raises(Refused):
        edit(topic.posts.get(), editor=stranger, body="x", version=1, reason="Fun.")


def test_a_reply_taken_back_leaves_its_number(topic, make_post, helper, stranger, asker):
    make_post(topic)
    gone = make_post(topic, author=stranger)
    delete(gone, by=stranger)

    topic.refresh_from_db()
    assert (topic.last_number, topic.reply_count) == (3, 1)
    assert topic.recent_authors == [helper.pk]
    assert topic.posts.get(number=3).standing == "deleted"
    assert make_post(topic).number == 4
    assert "forums.deleted" in verbs()


def test_an_answer_taken_back_is_no_answer(asker, helper, make_topic, make_post):
    topic = make_topic(kind="question")
    post = make_post(topic)
    mark_answer(topic, post=post, by=asker)

    delete(post, by=helper)

    topic.refresh_from_db()
    assert not topic.is_answered


def test_a_topic_nobody_answered_goes_with_its_post(topic, category, asker):
    delete(topic.posts.get(), by=asker)

    for row in (topic, category):
        row.refresh_from_db()
    assert topic.standing == "deleted"
    assert category.topic_count == 0


def test_a_topic_with_replies_stays_without_the_words_that_began_it(
    topic, category, make_post, moderator
):
    make_post(topic)

    delete(topic.posts.get(number=1), by=moderator)

    for row in (topic, category):
        row.refresh_from_db()
    assert (topic.standing, topic.excerpt, topic.reply_count) == ("visible", "", 1)
    assert topic.posts.get(number=1).standing == "removed"
    assert category.topic_count == 1


def test_a_topic_whose_replies_are_all_gone_goes_with_its_first_post(
    topic, asker, helper, make_post
):
    delete(make_post(topic), by=helper)

    delete(topic.posts.get(number=1), by=asker)

    topic.refresh_from_db()
    assert topic.standing == "deleted"


def test_the_last_words_of_a_topic_take_it_along(topic, asker, helper, make_post):
    post = make_post(topic)
    delete(topic.posts.get(number=1), by=asker)

    delete(post, by=helper)

    topic.refresh_from_db()
    assert topic.is_gone


def test_nothing_is_deleted_twice(topic, make_post, helper, moderator):
    post = make_post(topic)
    delete(post, by=helper)

    with pytest.raises(Refused):
        delete(post, by=moderator)
    topic.refresh_from_db()
    assert topic.reply_count == 0
    assert topic.posts.get(number=2).standing == "deleted"


def test_others_delete_nothing(topic, stranger):
    with pytest.raises(Refused):
        delete(topic.posts.get(), by=stranger)


def test_an_answer_is_marked_and_unmarked(asker, make_topic, make_post):
    topic = make_topic(kind="question")
    first, second = make_post(topic), make_post(topic)

    for post in (first, second, second, None, None):
        topic = mark_answer(topic, post=post, by=asker)
        assert topic.answer == post

    marked = ["forums.answer_marked", "forums.answer_marked", "forums.answer_unmarked"]
    assert verbs()[-3:] == marked


@pytest.mark.parametrize("case", ["stranger", "first", "elsewhere", "gone", "discussion", "locked"])
def test_an_answer_is_refused(case, asker, helper, stranger, make_topic, make_post):
    topic = make_topic(kind="discussion" if case == "discussion" else "question")
    post, by = make_post(topic), stranger if case == "stranger" else asker
    if case == "first":
        post = topic.posts.get(number=1)
    if case == "elsewhere":
        post = make_post(make_topic())
    if case == "gone":
        delete(post, by=helper)
        post = Post.objects.get(pk=post.pk)
    if case == "locked":
        Topic.objects.update(is_locked=True)

    with pytest.raises(Refused):
        mark_answer(topic, post=post, by=by)
    topic.refresh_from_db()
    assert topic.answer is None


def test_words_for_a_post_are_counted_and_taken_back(topic, helper, stranger):
    post = topic.posts.get()

    for member, kind, counts in [
        (helper, "helpful", {"helpful": 1}),
        (stranger, "helpful", {"helpful": 2}),
        (helper, "thank_you", {"helpful": 2, "thank_you": 1}),
        (helper, "helpful", {"helpful": 1, "thank_you": 1}),
        (helper, "thank_you", {"helpful": 1}),
        (stranger, "helpful", {}),
    ]:
        assert react(post, member=member, kind=kind).reaction_counts == counts
    assert not Reaction.objects.exists()
    assert verbs().count("forums.reacted") == 3


@pytest.mark.parametrize("case", ["own", "locked", "gone"])
def test_words_for_a_post_are_refused(case, topic, asker, stranger):
    post, member = topic.posts.get(), stranger
    if case == "own":
        member = asker
    if case == "locked":
        Topic.objects.update(is_locked=True)
    if case == "gone":
        delete(post, by=asker)

    with pytest.raises(Refused):
        react(post, member=member, kind="helpful")
    assert not Reaction.objects.exists()


@pytest.mark.parametrize(("deed", "field"), [(lock, "locked"), (pin, "pinned")])
def test_moderators_close_and_pin_and_others_do_not(deed, field, topic, moderator, asker):
    for wanted in (True, True, False, False):
        topic = deed(topic, by=moderator, **{field: wanted})
        assert getattr(topic, f"is_{field}") == wanted
    assert verbs()[1:] == [f"forums.{field}", f"forums.un{field}"]

    with pytest.raises(Refused):
        deed(topic, by=asker, **{field: True})


def test_who_was_given_one_category_moderates_that_one(
    topic, category, make_category, make_topic, make_member
):
    facilitator = make_member(role="organiser")
    assign_perm("forums.moderate_category", facilitator, category)
    elsewhere = make_topic(category=make_category())

    assert lock(topic, by=facilitator, locked=True).is_locked
    with pytest.raises(Refused):
        lock(elsewhere, by=facilitator, locked=True)
    with pytest.raises(Refused, match="cannot move topics to that category"):
        move(topic, to=elsewhere.category, by=facilitator)


def test_a_group_that_was_given_a_category_counts_too(topic, category, make_member):
    facilitator = make_member(role="organiser")
    group = Group.objects.create(name="facilitators of study skills")
    facilitator.groups.add(group)
    assign_perm("forums.moderate_category", group, category)

    assert pin(topic, by=Member.objects.get(pk=facilitator.pk), pinned=True).is_pinned


def test_a_power_outlives_no_role(topic, category, make_member):
    member = make_member()
    assign_perm("forums.moderate_category", member, category)
    member.user_permissions.add(Permission.objects.get(codename="moderate_category"))

    with pytest.raises(Refused):
        lock(topic, by=member, locked=True)


def test_a_move_takes_the_counts_along(topic, category, make_category, moderator):
    elsewhere = make_category()

    for _ in range(2):
        topic = move(topic, to=elsewhere, by=moderator)

    for row in (category, elsewhere):
        row.refresh_from_db()
    assert topic.category == elsewhere
    assert (category.topic_count, elsewhere.topic_count) == (0, 1)
    assert verbs().count("forums.moved") == 1
    assert Activity.objects.get(verb="forums.moved").data == {
        "origin": category.pk, "to": elsewhere.pk,
    }  # fmt: skip


def test_a_deleted_topic_moved_is_not_counted(topic, category, asker, make_category, moderator):
    elsewhere = make_category()
    delete(topic.posts.get(), by=asker)

    try:
        move(topic, to=elsewhere, by=moderator)
    except Refused:
        pass

    for row in (category, elsewhere):
        row.refresh_from_db()
    assert (category.topic_count, elsewhere.topic_count) == (0, 0)


def test_others_move_nothing(topic, asker, make_category):
    with pytest.raises(Refused, match="for moderators"):
        move(topic, to=make_category(), by=asker)


def test_a_read_mark_never_moves_back(topic, stranger, make_post):
    for _ in range(4):
        make_post(topic)
    for number, read in [(2, 2), (5, 5), (3, 5), (5, 5)]:
        mark_read(topic, member=stranger, number=number)
        assert ReadMark.objects.get(member=stranger, topic=topic).number == read


def test_all_is_read_up_to_now(stranger):
    before = timezone.now()

    mark_all_read(stranger)

    stranger.refresh_from_db()
    assert before <= stranger.read_before <= timezone.now()


def test_who_muted_a_topic_and_writes_in_it_is_not_made_to_follow(topic, helper):
    watch(helper, topic, level=Watch.Level.MUTED)

    reply(topic, author=helper, body="Still.")

    assert Watch.objects.get(member=helper).level == Watch.Level.MUTED


def test_what_is_recorded_holds_no_words(topic, helper, moderator, make_post):
    post = make_post(topic, body="A secret phrase.")
    edit(post, editor=moderator, body="Another phrase.", version=1, reason="A reason phrase.")
    delete(post, by=moderator)

    assert "phrase" not in str(list(Activity.objects.values_list("data", flat=True)))


def test_a_post_is_edited_for_a_fortnight(topic, asker):
    Post.objects.update(posted_at=timezone.now() - timedelta(days=14, minutes=1))

    with pytest.raises(Refused, match="no longer be edited"):
        edit(topic.posts.get(), editor=asker, body="Late.", version=1)
