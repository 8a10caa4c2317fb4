"""What is paused, suspended, kept out or limited is refused on every way to write, and ends on time."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from forums import actions as forums
from forums.actions import PollFacts
from groups import actions as groups
from groups.models import Group
from groups.rooms import actions as rooms
from moderation.models import Decision, ReviewItem, Sanction, Step
from peersupport.core.exceptions import Refused
from peersupport.members.models import Member, Tier
from tests.conftest import new_category
from tests.rooms.conftest import make_talk

LINK = "Look at https://example.org/offer now."


@dataclass
class World:
    """Somebody who writes everywhere, and what they can do there. Each deed is done as they are now."""

    who: Member
    places: dict
    everywhere: dict
    in_forum: dict
    in_group: dict

    def refused(self, deeds, **how) -> set:
        """The names of those deeds that are refused; nothing of them stays."""
        who = Member.objects.get(pk=self.who.pk)
        found = set()
        for name in deeds:
            deed = {**self.everywhere, **self.in_forum, **self.in_group}[name]
            try:
                with transaction.atomic():
                    deed(who, **how)
                    transaction.set_rollback(True)
            except Refused:
                found.add(name)
        return found

    @property
    def all(self) -> set:
        return {*self.everywhere, *self.in_forum, *self.in_group}


@pytest.fixture
def world(make_member, category, asker, stranger):
    who = make_member(display_name="Writer", tier=Tier.MEMBER)
    leader = make_member(tier=Tier.SUPPORTER)
    question = forums.start_topic(category, author=who, title="Why?", body="Why?", kind="question")
    theirs = forums.reply(question, author=stranger, body="Because.")
    poll = forums.start_topic(
        category, author=who, title="Which?", body="Say.", poll=PollFacts("Which?", ["A", "B"])
    )
    own = forums.reply(poll, author=who, body="Mine.")
    group = _group(leader)
    groups.join(group, member=who, norms_version=1)
    inside = forums.open_category(group)
    talk_inside = forums.start_topic(inside, author=leader, title="Hello", body="Hello.")
    room = rooms.open_first_room(group)
    said = rooms.say_in_room(room, by=leader, body="Hello.")
    talk = make_talk(who, leader)
    line = rooms.say(talk, by=who, body="Mine.")
    other, asking = _group(leader, name="Another"), _group(leader, kind=Group.Kind.REQUEST)
    everywhere = {
        "found": lambda by: _group(by),
        "join": lambda by: groups.join(other, member=by, norms_version=1),
        "ask to join": lambda by: groups.ask_to_join(
            asking, member=by, norms_version=1, answers=[]
        ),
        "begin a conversation": lambda by: rooms.start_conversation(
            by=by, to=[asker], body="Hello."
        ),
        "message": lambda by, body="Hello.": rooms.say(talk, by=by, body=body),
        "change a message": lambda by, body="Hello.": rooms.change_line(line, by=by, body=body),
    }
    in_forum = {
        "start": lambda by, body="Words.": forums.start_topic(
            category, author=by, title="More", body=body
        ),
        "reply": lambda by, body="Words.": forums.reply(question, author=by, body=body),
        "edit": lambda by, body="Other words.": forums.edit(own, editor=by, body=body, version=1),
        "react": lambda by: forums.react(theirs, member=by, kind="helpful"),
        "vote": lambda by: forums.vote(poll, member=by, choices=[1]),
        "close a poll": lambda by: forums.close_poll(poll, by=by),
        "mark an answer": lambda by: forums.mark_answer(question, post=theirs, by=by),
        "tag": lambda by: forums.tag_topic(question, names=["maths"], by=by),
    }
    in_group = {
        "start inside": lambda by, body="Words.": forums.start_topic(
            inside, author=by, title="More", body=body
        ),
        "reply inside": lambda by, body="Words.": forums.reply(talk_inside, author=by, body=body),
        "talk in the room": lambda by, body="Hello.": rooms.say_in_room(room, by=by, body=body),
        "react in the room": lambda by: rooms.react(said, by=by, kind="helpful"),
        "invite": lambda by: groups.invite(group, by=by),
    }
    places = {"category": category, "group": group, "inside": inside, "room": room, "talk": talk}
    return World(who, places, everywhere, in_forum, in_group)


def _group(founder, **facts):
    usual = {"name": "Night workers", "purpose": "We study.", "norms": "Listen.",
             "kind": Group.Kind.OPEN, "members_may_invite": True}  # fmt: skip
    return groups.found(founder=founder, **(usual | facts))


def until(days=1):
    return timezone.now() + timedelta(days=days)


def change(world, **columns):
    Member.objects.filter(pk=world.who.pk).update(**columns)


def keep_out(world, place, *, by, days=3):
    """A sanction of a place as a decision makes it."""
    item = ReviewItem.objects.create(
        target=world.who, reason="spam", author=world.who, place=place, look_by=until(),
        act_by=until(), state="decided", decided_at=timezone.now(),
    )  # fmt: skip
    decision = Decision.objects.create(
        item=item, target=world.who, about=world.who, made_by=by, step=Step.PLACE, facts="Noise."
    )
    Sanction.objects.create(
        decision=decision, member=world.who, kind="place", place=place, ends_at=until(days)
    )
    change(world, kept_out_until=until(days))


@pytest.mark.parametrize(
    "columns",
    [
        {"paused_until": until()},
        {"suspended_at": until(-1), "suspended_until": until()},
        {"suspended_at": until(-1), "suspended_until": None},
    ],
    ids=["paused", "suspended", "banned"],
)
def test_every_way_to_write_is_shut(world, columns):
    change(world, **columns)

    assert world.refused(world.all) == world.all


def test_all_of_them_are_open_once_the_time_is_over(world):
    """No task has run: the columns still say until when it was."""
    over = timezone.now() - timedelta(seconds=1)
    change(
        world, paused_until=over, suspended_at=until(-9), suspended_until=over, kept_out_until=over,
        limits=["links", "topics", "pace"], limited_until=over,
    )  # fmt: skip

    assert world.refused(world.all) == set()


def test_whoever_is_kept_out_of_a_category_writes_elsewhere(world, moderator):
    keep_out(world, world.places["category"], by=moderator)

    assert world.refused(world.all) == set(world.in_forum)
    elsewhere = new_category()
    forums.start_topic(elsewhere, author=Member.objects.get(pk=world.who.pk), title="A", body="B.")


def test_whoever_is_kept_out_of_a_group_reads_there(world, moderator):
    keep_out(world, world.places["group"], by=moderator)

    assert world.refused(world.all) == set(world.in_group)
    groups.leave(world.places["group"], member=world.who)
    with pytest.raises(Refused, match="write here again from"):
        groups.join(
            world.places["group"], member=Member.objects.get(pk=world.who.pk), norms_version=1
        )


def test_limits_take_links_topics_and_haste_alone(world):
    change(world, limits=["links"], limited_until=until(), tier=Tier.SUPPORTER)
    linking = {"message", "change a message", "start", "reply", "edit", "start inside",
               "reply inside", "talk in the room"}  # fmt: skip
    assert world.refused(linking, body=LINK) == linking
    assert world.refused(world.all) == set()

    change(world, limits=["topics"])
    assert world.refused(world.all) == {"start", "start inside"}
    assert world.refused(linking - {"start", "start inside"}, body=LINK) == set()

    change(world, limits=["pace"])  # they wrote three posts just now
    assert world.refused(world.all) == {"start", "reply", "start inside", "reply inside"}


def test_what_is_ones_own_stays_open(world, client):
    change(world, paused_until=until())
    post = world.who.posts.get(body="Mine.")
    who = Member.objects.get(pk=world.who.pk)

    forums.keep_bookmark(post, member=who)
    forums.delete(post, by=who)
    groups.leave(world.places["group"], member=who)
    client.force_login(who)
    report = reverse("moderation:report_new", args=["forums.topic", post.topic_id])
    assert client.get(report).status_code == 200


def test_pages_say_why_and_until_when_in_place_of_a_composer(world, client):
    change(world, paused_until=until())
    client.force_login(Member.objects.get(pk=world.who.pk))
    place = world.places
    topic = place["category"].topics.first()
    pages = [
        topic.get_absolute_url(), place["category"].get_absolute_url(),
        reverse("forums:topic_new", args=[place["category"].slug]),
        reverse("forums:group_discussions", args=[place["group"].slug]),
        place["room"].get_absolute_url(), place["talk"].get_absolute_url(),
    ]  # fmt: skip

    for address in pages:
        page = client.get(address)
        assert page.status_code == 200, address
        assert "write again from" in page.text, address
        assert "<textarea" not in page.text, address


def test_what_was_typed_when_the_pause_came_is_still_there(world, client):
    change(world, paused_until=until())
    client.force_login(Member.objects.get(pk=world.who.pk))
    new = reverse("forums:topic_new", args=[world.places["category"].slug])

    page = client.post(new, {"title": "Late", "body": "These are my words.", "kind": "discussion"})

    assert page.status_code == 422
    assert "These are my words." in page.text


def test_whoever_looks_after_a_group_holds_no_powers_meanwhile(world, stranger):
    leader = world.places["group"].memberships.order_by("-role").first().member
    Member.objects.filter(pk=leader.pk).update(paused_until=until())
    leader.refresh_from_db()

    for deed in (
        lambda: rooms.set_pace(world.places["room"], by=leader, slow_seconds=30, needs_host=False),
        lambda: groups.invite(world.places["group"], by=leader),
        lambda: groups.remove(
            world.places["group"], handle=world.who.handle, by=leader, reason="No."
        ),
    ):
        with pytest.raises(Refused):
            deed()
