"""Prompts by the clock: opened once, on top for a while, closed; rights asked when they open."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from forums.actions import (
    PollFacts,
    edit_prompt,
    open_category,
    run_prompts,
    schedule_prompt,
    start_topic,
)
from forums.models import Category, Prompt, Topic
from forums.querysets import current_prompts
from groups import actions as groups
from groups.models import Membership, Power
from peersupport.activity.actions import settle_next
from peersupport.activity.models import Activity
from peersupport.core.exceptions import Refused
from peersupport.members.actions import block
from peersupport.members.models import Member, Role, Tier
from peersupport.notifications.models import Notice
from peersupport.reactions import REACTIONS

MONDAY = datetime(2030, 3, 25, 18, tzinfo=UTC)  # the clocks of London change on the Sunday after
DAY = timedelta(days=1)


@pytest.fixture
def make_prompt(category, moderator):
    def make(**facts):
        defaults = {
            "author": moderator,
            "title": "What helped?",
            "body": "Tell.",
            "opens_at": MONDAY,
        }
        return schedule_prompt(facts.pop("category", category), **(defaults | facts))

    return make


@pytest.fixture
def circle(make_member):
    """A group with its facilitator, a deputy and a member."""
    leader = make_member(tier=Tier.SUPPORTER)
    group = groups.found(founder=leader, name="Quiet", purpose="Silence.", norms="Be kind.")
    for _person in range(2):
        groups.join(group, member=make_member(), norms_version=1)
    deputy = group.memberships.filter(role=0).first().member
    groups.appoint(group, handle=deputy.handle, role=1, by=leader)
    return open_category(group)


def settle():
    while settle_next(REACTIONS):
        pass


def verbs(topic):
    about = Activity.objects.filter(target_id=topic.pk, target_type__model="topic")
    return list(about.order_by("pk").values_list("verb", "actor"))


def test_opens_on_top_sinks_and_closes_and_says_so_each_time(make_prompt, moderator):
    poll = PollFacts(question="Which?", options=["One", "Two"], is_hidden=True)
    prompt = make_prompt(poll=poll, pinned_days=2, open_days=5)
    assert run_prompts(MONDAY - timedelta(seconds=1)) == 0

    assert [run_prompts(MONDAY), run_prompts(MONDAY)] == [1, 0]

    prompt.refresh_from_db()
    topic = prompt.topic
    assert (topic.author, topic.title, topic.is_prompt) == (moderator, "What helped?", True)
    assert (topic.is_pinned, topic.is_locked, prompt.state) == (True, False, "open")
    assert topic.posts.get(number=1).poll.closes_at == MONDAY + 5 * DAY
    assert run_prompts(MONDAY + 2 * DAY) == 1
    topic.refresh_from_db()
    assert (topic.is_pinned, topic.is_locked) == (False, False)
    version = topic.version
    assert [run_prompts(MONDAY + 5 * DAY), run_prompts(MONDAY + 9 * DAY)] == [1, 0]
    topic.refresh_from_db()
    prompt.refresh_from_db()
    assert (topic.is_locked, prompt.state) == (True, "over")
    assert topic.version > version  # pages kept for visitors are forgotten
    assert verbs(topic) == [
        ("forums.prompt_opened", moderator.pk), ("forums.pinned", moderator.pk),
        ("forums.unpinned", None), ("forums.locked", None),
    ]  # fmt: skip


def test_two_workers_at_once_open_each_once(committed, make_prompt):
    for number in range(3):
        make_prompt(title=f"Prompt {number}", opens_at=timezone.now() - DAY)

    def work(_worker):
        try:
            return run_prompts()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(work, range(2)))

    assert sum(done) == Topic.objects.count() == 3
    assert Activity.objects.filter(verb="forums.prompt_opened").count() == 3


def test_a_week_is_a_week_on_the_writers_clock(make_prompt, moderator):
    Member.objects.filter(pk=moderator.pk).update(time_zone="Europe/London")
    moderator.refresh_from_db()

    make_prompt(weeks=2, pinned_days=7)

    first, second = Prompt.objects.order_by("opens_at")
    assert second.opens_at == MONDAY + 7 * DAY - timedelta(hours=1)  # 18 o'clock, in summer
    assert first.after(7, first.opens_at) == second.opens_at
    assert first.series == second.series
    assert first.token != second.token


def test_a_late_run_catches_up_and_leaves_time_to_answer(make_prompt):
    prompt = make_prompt(open_days=2, pinned_days=1)
    late = MONDAY + 30 * DAY

    assert [run_prompts(late), run_prompts(late)] == [1, 0]

    prompt.refresh_from_db()
    assert (prompt.unpin_at, prompt.closes_at) == (late + DAY, late + 2 * DAY)


def leave(category, writer):
    Membership.objects.filter(member=writer).delete()


def lose_power(category, writer):
    Power.objects.filter(user=writer).delete()


def suspend(category, writer):
    Member.objects.filter(pk=writer.pk).update(is_active=False)


def archive(category, writer):
    groups.archive(category.group, by=writer)


def new_norms(category, writer):
    Member.objects.filter(pk=writer.pk).update(norms_version=0)


@pytest.mark.parametrize(
    ("event", "reason", "told"),
    [
        (leave, "left", {"writer", "deputy"}), (lose_power, "role", {"writer", "deputy"}),
        (suspend, "gone", {"deputy"}), (archive, "archived", {"writer", "deputy"}),
        (new_norms, "norms", {"writer", "deputy"}),
    ],
)  # fmt: skip
def test_does_not_open_when_its_writer_may_no_longer(
    client, circle, event, reason, told, make_prompt
):
    writer, deputy = (circle.group.memberships.get(role=role).member for role in (2, 1))
    prompt = make_prompt(category=circle, author=writer)
    event(circle, writer)

    assert [run_prompts(MONDAY), run_prompts(MONDAY)] == [1, 0]
    settle()

    prompt.refresh_from_db()
    assert (prompt.state, prompt.reason, prompt.topic) == ("refused", reason, None)
    assert not Topic.objects.exists()
    names = {writer.pk: "writer", deputy.pk: "deputy"}
    notices = Notice.objects.filter(activity__verb="forums.prompt_refused")
    assert {names[pk] for pk in notices.values_list("recipient", flat=True)} == told
    client.force_login(deputy)
    assert (
        "A discussion prompt did not open" in client.get(reverse("notifications:notice_list")).text
    )
    assert prompt.get_reason_display() in client.get(prompt.get_absolute_url()).text


def test_does_not_open_when_a_moderator_lost_the_role_and_tells_both(
    make_prompt, moderator, make_member
):
    other = make_member(role=Role.MODERATOR)
    prompt = make_prompt()
    Member.objects.filter(pk=moderator.pk).update(role="")

    run_prompts(MONDAY)
    settle()

    prompt.refresh_from_db()
    assert (prompt.state, prompt.reason) == ("refused", "role")
    told = Notice.objects.filter(activity__verb="forums.prompt_refused")
    assert set(told.values_list("recipient", flat=True)) == {moderator.pk, other.pk}


def test_waits_a_day_for_a_limit_of_the_hour_and_does_not_keep_others(
    make_prompt, make_member, category
):
    Category.objects.filter(pk=category.pk).update(slow_seconds=7200)
    organiser = make_member(role=Role.ORGANISER)  # moderates nothing, so slow mode holds for them
    now = timezone.now()
    start_topic(category, author=organiser, title="Just now", body="Words.")
    waiting, other = (
        make_prompt(author=organiser, opens_at=now), make_prompt(opens_at=now + timedelta(minutes=1))
    )  # fmt: skip

    assert run_prompts(now + timedelta(minutes=2)) == 1
    waiting.refresh_from_db()
    other.refresh_from_db()
    assert (waiting.state, other.state) == ("scheduled", "open")
    assert run_prompts(now + 2 * DAY) == 1
    waiting.refresh_from_db()
    assert (waiting.state, waiting.reason) == ("refused", "limits")


def test_is_written_by_who_may_run_prompts_and_changed_by_its_writer_alone(
    circle, make_prompt, asker, moderator, make_member
):
    member = circle.group.memberships.get(role=0).member
    for author, place in [(asker, None), (member, circle), (moderator, circle)]:
        with pytest.raises(Refused):
            make_prompt(author=author, **({"category": place} if place else {}))
    prompt = make_prompt()
    with pytest.raises(Refused):
        edit_prompt(prompt, by=make_member(role=Role.MODERATOR), title="Other words", body="B")
    assert Prompt.objects.get().title == "What helped?"


def test_the_home_page_has_one_card_and_a_group_its_own(
    client, make_prompt, circle, moderator, asker, make_category, helper
):
    leader = circle.group.memberships.get(role=2).member
    staff = make_category(see=2, read=2, start=2, reply=2)
    make_prompt(category=circle, author=leader, title="Inside the circle")
    make_prompt(title="An older question")
    make_prompt(title="The newest question", opens_at=MONDAY + timedelta(hours=1))
    make_prompt(category=staff, title="Among staff", opens_at=MONDAY + timedelta(hours=2))
    make_prompt(title="Not yet", opens_at=MONDAY + DAY)
    for hours in range(3):
        run_prompts(MONDAY + timedelta(hours=hours))

    client.force_login(helper)
    text = client.get("/").text
    assert text.count("This week’s prompt") == 1
    card = text.partition("This week’s prompt")[2].partition("</section>")[0]
    assert "The newest question" in card
    assert "Inside the circle" not in text
    assert "Among staff" not in text
    topic = Topic.objects.get(title="The newest question")
    assert "Prompt</span>" in client.get(topic.category.get_absolute_url()).text
    client.force_login(leader)
    assert "Inside the circle" in client.get(circle.group.get_absolute_url()).text
    assert "Your group’s prompt" in client.get(circle.group.get_absolute_url()).text
    topic.is_locked = True
    topic.save()
    block(asker, other=moderator)
    assert [p.topic.title for p in current_prompts(helper)] == ["An older question"]
    assert not current_prompts(asker).exists()
