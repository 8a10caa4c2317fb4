"""Whatever is done to a discussion between an act and its way back, everything adds up."""

import random

import pytest

from forums.actions import delete, edit, lock, mark_answer, merge, move, reply, split, tag_topic
from forums.models import Post, Tag, Topic
from moderation.registry import Act, content_of
from peersupport.core.exceptions import Refused
from peersupport.invariants import broken_invariants

STEPS = 40


class Walk:
    """Somebody does something to some post or topic, forty times."""

    def __init__(self, seed, people, places, moderator):
        self.dice = random.Random(seed)  # noqa: S311  no secret: the same walk every time
        self.people, self.places, self.moderator = people, places, moderator
        self.done = []

    def take(self):
        deeds = [self.act, self.act, self.take_back, self.write, self.other]
        try:
            self.dice.choice(deeds)()
        except Refused:
            pass

    def post(self):
        return self.dice.choice(
            list(Post.objects.select_related("topic__category", "author").order_by("pk"))
        )

    def topic(self):
        return self.dice.choice(list(Topic.objects.select_related("category").order_by("pk")))

    def act(self):
        thing = self.dice.choice([self.post, self.post, self.topic])()
        content = content_of(thing)
        act = self.dice.choice([act for act in content.acts if act != Act.KEEP])
        choices = content.choices_of(thing, act, by=self.moderator)
        choice = self.dice.choice(choices).value if choices else ""
        facts = content.carry_out(thing, act, by=self.moderator, choice=choice, reason="")
        self.done.append((thing, act, facts))

    def take_back(self):
        if self.done:
            thing, act, facts = self.done.pop(self.dice.randrange(len(self.done)))
            thing = type(thing).objects.get(pk=thing.pk)
            content_of(thing).take_back(thing, act, facts, by=self.moderator)

    def write(self):
        reply(self.topic(), author=self.dice.choice(self.people), body="More.")

    def other(self):
        one, other, post = self.topic(), self.topic(), self.post()
        deeds = [
            lambda: delete(post, by=post.author),
            lambda: edit(post, editor=post.author, body="Other words.", version=post.version),
            lambda: mark_answer(post.topic, post=post, by=self.moderator),
            lambda: move(one, to=self.dice.choice(self.places), by=self.moderator, widen=True),
            lambda: merge(one, into=other, by=self.moderator, widen=True),
            lambda: lock(one, by=self.moderator, locked=self.dice.random() < 0.5),
            lambda: split(
                post.topic, numbers=[post.number], title="Split", to=self.places[0],
                by=self.moderator, widen=True,
            ),
        ]  # fmt: skip
        self.dice.choice(deeds)()


@pytest.mark.parametrize("seed", range(1))  # sixty were walked once; one keeps the suite short
def test_everything_adds_up_and_nothing_stays_hidden(
    seed, make_category, make_topic, make_member, moderator
):
    places = [make_category(), make_category(see=1, read=1)]
    people = [make_member(tier=3) for _person in range(3)]
    Tag.objects.create(name="exams", description="")
    for number in range(4):
        kind = Topic.Kind.QUESTION if number % 2 else Topic.Kind.DISCUSSION
        topic = make_topic(category=places[number % 2], author=people[number % 3], kind=kind)
        tag_topic(topic, names=["exams"], by=moderator)
        reply(topic, author=people[(number + 1) % 3], body="A reply.")
    walk = Walk(seed, people, places, moderator)

    for _step in range(STEPS):  # to find the step that broke it, ask after each
        walk.take()
    assert not list(broken_invariants())
    while walk.done:
        walk.take_back()

    assert not list(broken_invariants())
    assert not Post.objects.filter(standing="hidden").exists()
    assert not Topic.objects.filter(is_put_away=True).exists()
    assert not Topic.objects.filter(standing="hidden", posts__standing="visible").exists()
