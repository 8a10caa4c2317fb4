"""What can be done to each kind of thing is done, and taken back: then all is as it was."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone
from guardian.shortcuts import assign_perm

from forums.actions import (
    delete,
    lock,
    mark_answer,
    move,
    open_category,
    start_topic,
    tag_topic,
)
from forums.models import Category, Post, Tag, Topic
from groups.actions import found, join
from groups.models import Group
from groups.resources.models import Attachment
from groups.rooms.actions import (
    open_first_room,
    say_in_room,
    start_conversation,
)
from groups.rooms.models import Line
from moderation.models import Moderated
from moderation.registry import Act, content_of, contents, places_moderated_by
from peersupport.core.exceptions import Refused
from peersupport.invariants import broken_invariants
from peersupport.members.models import Member, Tier

AREAS = ["forums", "groups", "rooms", "resources", "members"]
GROWS = ["version", "change_number"]  # how often something changed, which is never taken back
CHANGES_NOTHING = {Act.KEEP, Act.ASK_EDIT}


@pytest.fixture
def things(
    category, make_category, make_topic, make_post, make_file, make_member, asker, helper, quickly
):
    """Every kind of thing, in the places where it can stand."""
    make_category(slug="elsewhere", name="Elsewhere")
    Tag.objects.create(name="exams", description="")
    topic = make_topic(kind=Topic.Kind.QUESTION, body="A question that has words in it.")
    tag_topic(topic, names=["exams"], by=asker)
    posts = [make_post(topic), make_post(topic, author=asker), make_post(topic)]
    make_file(to=posts[1])
    mark_answer(topic, post=posts[2], by=asker)
    delete(make_post(topic), by=helper)
    tag_topic(make_topic(body="Nobody has answered this."), names=["exams"], by=asker)
    place = make_category(allows_anonymous=True)
    make_topic(category=place, anonymous=True, body="Without my name.")
    asker.tier = Tier.SUPPORTER
    asker.save(update_fields=["tier"])
    group = found(founder=asker, name="Tea", purpose="Company.", norms="Be kind.")
    join(group, member=helper, norms_version=1)
    start_topic(open_category(group), author=asker, title="Inside", body="Among us.")
    room = open_first_room(group)
    make_file(to=say_in_room(room, by=helper, body="A line."), owner=helper)
    Member.objects.filter(pk=asker.pk).update(about="About me.", pronouns="they")
    start_conversation(by=asker, to=[make_member()], body="A message.")
    return [
        *Post.objects.filter(standing="visible").order_by("pk"), *Topic.objects.order_by("pk"),
        *Line.objects.order_by("pk"), *Attachment.objects.order_by("pk"), group, asker,
    ]  # fmt: skip


def test_every_kind_of_thing_answers(things):
    kinds = {model for model in apps.get_models() if issubclass(model, Moderated)}
    assert kinds | {Attachment, Member} <= set(contents())
    assert {type(thing) for thing in things} == set(contents())


def test_each_act_is_taken_back_exactly(things, moderator):
    done = set()
    before = fingerprint()
    for thing in things:
        content = content_of(thing)
        for act in content.acts_for(thing):
            choices = content.choices_of(thing, act, by=moderator)
            is_known = act in CHANGES_NOTHING and (type(thing), act) in done
            if is_known or (act == Act.MOVE and not choices):  # a group's topic has nowhere to go
                continue
            choice = choices[-1].value if choices else ""
            facts = content.carry_out(again(thing), act, by=moderator, choice=choice, reason="")
            assert_sound(facts, thing, act)
            assert (fingerprint() == before) == (act in CHANGES_NOTHING), (thing, act)
            content.take_back(again(thing), act, facts, by=moderator)
            assert fingerprint() ^ before == set(), (thing, act)
            done.add((type(thing), act))
    assert done == {(kind, act) for kind, content in contents().items() for act in content.acts}


def test_all_that_a_spammer_made_goes_and_comes_back_in_any_order(things, asker, helper, moderator):
    since = timezone.now() - timedelta(days=1)
    before = fingerprint()
    made = [
        (content, thing)
        for content in contents().values()
        for thing in content.made_since(asker, since)
    ]
    assert {type(thing) for _content, thing in made} == {Post, Topic, Line}
    for order in (1, -1):
        facts = [
            (content, thing, content.carry_out(
                again(thing), Act.HIDE, by=moderator, choice="", reason=""))
            for content, thing in made[::order]
        ]  # fmt: skip
        assert not list(broken_invariants())
        assert not Topic.objects.visible_to(helper).filter(author=asker).exists()
        for content, thing, known in facts:
            content.take_back(again(thing), Act.HIDE, known, by=moderator)
        assert not list(broken_invariants())
        assert fingerprint() ^ before == set()


def test_a_file_put_later_with_older_words_is_made_since(make_file, make_post, topic, helper):
    post = make_post(topic)
    Post.objects.filter(pk=post.pk).update(posted_at=timezone.now() - timedelta(days=9))
    post.refresh_from_db()
    file = make_file(to=post, owner=helper)
    since = timezone.now() - timedelta(days=1)

    assert content_of(file).made_since(helper, since) == [file]


def test_what_was_done_twice_is_refused_the_second_time(things, moderator):
    for thing in things:
        content = content_of(thing)
        if Act.HIDE in content.acts_for(thing) and not getattr(thing, "is_gone", False):
            with pytest.raises(Refused):
                for _twice in range(2):
                    content.carry_out(again(thing), Act.HIDE, by=moderator, choice="", reason="")
    assert not list(broken_invariants())


def test_a_context_shows_two_before_and_two_after_in_few_statements(
    make_topic, make_post, moderator, django_assert_max_num_queries
):
    topic = make_topic()
    posts = [make_post(topic) for _number in range(8)]
    for number in (3, 4):
        delete(posts[number], by=moderator)
    with django_assert_max_num_queries(5):
        said = content_of(posts[4]).context_of(again(posts[4]))
    assert [each.label for each in said] == ["post 3", "post 4", "post 6", "post 7", "post 8"]
    assert [each.is_target for each in said] == [False, False, True, False, False]
    assert said[2].is_gone
    assert posts[4].body in said[2].html


def test_who_moderates_where_is_found_in_a_statement_for_each_area(
    things, category, make_member, asker, helper, django_assert_num_queries
):
    facilitator = make_member(role="organiser")
    assign_perm("forums.moderate_category", facilitator, category)
    assign_perm("forums.moderate_category", helper, category)  # without a role it counts nothing

    with django_assert_num_queries(2):
        assert places_moderated_by(facilitator) == {Category: {category.pk}}
    assert places_moderated_by(asker) == {Group: {Group.objects.get().pk}}
    assert places_moderated_by(helper) == {}
    Group.objects.update(state="archived")
    assert places_moderated_by(asker) == {}


def test_a_topic_is_moved_only_where_no_more_people_read_it(
    make_category, make_topic, moderator, asker
):
    topic = make_topic(category=make_category(see=1, read=1))
    wider, narrower = make_category(), make_category(see=2, read=2, start=2, reply=2)
    content = content_of(topic)

    offered = {choice.value for choice in content.choices_of(topic, Act.MOVE, by=moderator)}
    assert str(narrower.pk) in offered
    assert str(wider.pk) not in offered
    with pytest.raises(Refused):
        content.carry_out(topic, Act.MOVE, by=moderator, choice=str(wider.pk), reason="")


def test_what_somebody_did_since_stays(make_topic, make_category, moderator):
    topic, here = make_topic(), make_category()
    content = content_of(topic)
    locked = content.carry_out(again(topic), Act.LOCK, by=moderator, choice="", reason="")
    moved = content.carry_out(again(topic), Act.MOVE, by=moderator, choice=str(here.pk), reason="")
    for is_locked in (False, True):
        lock(topic, by=moderator, locked=is_locked)
    there = make_category()
    move(topic, to=there, by=moderator)

    for act, facts in ((Act.LOCK, locked), (Act.MOVE, moved)):
        content.take_back(again(topic), act, facts, by=moderator)
    topic.refresh_from_db()
    assert topic.is_locked
    assert topic.category == there


def again(thing):
    return type(thing).objects.get(pk=thing.pk)


def assert_sound(facts, thing, act):
    """Everything adds up, and what is kept of it are numbers and names of states."""
    assert not list(broken_invariants()), (thing, act)
    for value in facts.values():
        assert isinstance(value, bool | int | list) or len(value) < 17, (thing, act, value)


def fingerprint() -> set[str]:
    """Every row of the areas' tables, as text, but for numbers that only grow. In one statement."""
    tables = [m._meta.db_table for m in apps.get_models() if m._meta.app_label in AREAS]
    each = "SELECT %s || (to_jsonb(t) - %s::text[])::text FROM {} t"
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(each.format(table) for table in tables),
            [part for table in tables for part in (table, GROWS)],
        )
        return {row[0] for row in cursor.fetchall()}
