"""What can be done to each kind of thing is done, and taken back: then all is as it was."""

import pytest
from django.apps import apps
from django.db import connection

from forums.actions import mark_answer, tag_topic
from forums.models import Post, Tag, Topic
from moderation.models import Moderated
from moderation.registry import Act, content_of, contents
from peersupport.invariants import broken_invariants

LABELS = ["forums", "groups", "rooms", "resources", "members"]
# How often something changed; that only ever grows.
COUNTS_UP = {"version", "change_number"}


@pytest.fixture
def things(discussion):
    """One of each kind at least, so that it shows when a kind is missing here."""
    return [*discussion]


@pytest.fixture
def discussion(category, make_category, make_topic, make_post, make_file, asker, quickly):
    """A question with an answer, a picture and a tag; and a topic of one post."""
    make_category(slug="elsewhere", name="Elsewhere")
    Tag.objects.create(name="exams", description="")
    topic = make_topic(kind=Topic.Kind.QUESTION, body="A question that has words in it.")
    tag_topic(topic, names=["exams"], by=asker)
    posts = [make_post(topic), make_post(topic, author=asker), make_post(topic)]
    make_file(to=posts[1])
    mark_answer(topic, post=posts[2], by=asker)
    alone = make_topic(body="Nobody has answered this yet.")
    tag_topic(alone, names=["exams"], by=asker)
    unnamed = _unnamed(make_topic, make_category)
    everything = Post.objects.select_related("topic__category", "author").order_by("pk")
    return [*everything, *Topic.objects.select_related("category").order_by("pk")], unnamed


def _unnamed(make_topic, make_category):
    return make_topic(
        category=make_category(allows_anonymous=True), anonymous=True, body="Without my name."
    )


def test_every_kind_of_thing_answers():
    kinds = {model for model in apps.get_models() if issubclass(model, Moderated)}
    assert kinds <= set(contents())


def test_each_act_is_taken_back_exactly(discussion, moderator):
    things, _unnamed_topic = discussion
    done = 0
    for thing in things:
        content = content_of(thing)
        for act in content.acts_for(thing):
            before = fingerprint()
            choices = content.choices_of(thing, act, by=moderator)
            choice = choices[-1].value if choices else ""
            if act == Act.MOVE and not choices:
                continue
            fresh = type(thing).objects.get(pk=thing.pk)
            facts = content.carry_out(fresh, act, by=moderator, choice=choice, reason="")
            assert (fingerprint() != before) == (act not in {Act.KEEP, Act.ASK_EDIT}), (thing, act)
            assert not list(broken_invariants()), (thing, act)
            content.take_back(type(thing).objects.get(pk=thing.pk), act, facts, by=moderator)
            changed = fingerprint() ^ before
            assert not changed, (thing, act, changed)
            assert not list(broken_invariants()), (thing, act)
            done += 1
    assert done > len(things) * 4


def fingerprint() -> set[str]:
    """Every row of the areas' tables, as text, but for counters that only grow."""
    rows = set()
    with connection.cursor() as cursor:
        for model in apps.get_models():
            if model._meta.app_label not in LABELS:
                continue
            table = model._meta.db_table
            cursor.execute(
                f"SELECT %s || (to_jsonb(t) - %s::text[])::text FROM {table} t",  # noqa: S608
                [table, list(COUNTS_UP)],
            )
            rows |= {row[0] for row in cursor.fetchall()}
    return rows
