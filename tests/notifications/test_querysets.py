from datetime import timedelta

import pytest
from django.utils import timezone

from peersupport.activity.actions import record, settle_next
from peersupport.members.actions import block, mute, unblock
from peersupport.notifications.letters import NotWanted, compose
from peersupport.notifications.models import Kind, Letter, Notice, Watch
from peersupport.reactions import REACTIONS


@pytest.fixture
def notice(stranger, topic):
    activity = record("area.done", actor=None)
    return Notice.objects.create(
        recipient=stranger, kind=Kind.REPLY, activity=activity, target=topic
    )


def test_notices_are_for_their_recipient(notice, stranger, administrator):
    assert Notice.objects.visible_to(stranger).get() == notice
    assert not Notice.objects.visible_to(administrator).exists()


def test_a_notice_is_unread_until_it_is_read(notice):
    assert Notice.objects.unread().get() == notice
    Notice.objects.update(read_at=timezone.now())
    assert not Notice.objects.unread().exists()


@pytest.mark.parametrize(
    ("kind", "blocker", "counted"),
    [(Kind.REPLY, None, 1), (Kind.REPLY, "stranger", 0), (Kind.REPLY, "helper", 0),
     (Kind.GROUP, "helper", 1), (Kind.MESSAGE, None, 1), (Kind.MESSAGE, "helper", 0)],
)  # fmt: skip
def test_the_header_counts_what_the_lists_show(stranger, helper, topic, kind, blocker, counted):
    people = {"stranger": stranger, "helper": helper}
    activity = record("area.done", actor=helper)
    Notice.objects.create(recipient=stranger, kind=kind, activity=activity, target=topic)
    Notice.objects.create(
        recipient=stranger, kind=kind, activity=record("area.read", actor=helper), target=topic,
        read_at=timezone.now(),
    )  # fmt: skip
    Notice.objects.create(recipient=helper, kind=kind, activity=activity, target=topic)
    if blocker:
        other = helper if blocker == "stranger" else stranger
        block(people[blocker], other=other)

    beside_messages = 1 if kind == Kind.MESSAGE else 0
    assert Notice.objects.unread_counts(stranger)[beside_messages] == counted
    assert sum(Notice.objects.unread_counts(stranger)) == counted
    assert Notice.objects.visible_to(stranger).unread().count() == counted


@pytest.mark.parametrize(
    ("state", "due_in", "leased_for", "waits"),
    [
        ("waiting", -1, None, True), ("waiting", 1, None, False), ("waiting", -1, 1, False),
        ("waiting", -1, -1, True), ("sent", -1, None, False), ("dropped", -1, None, False),
        ("failed", -1, None, False),
    ],
)  # fmt: skip
def test_a_letter_waits_while_it_is_due_and_nobodys(db, state, due_in, leased_for, waits):
    now = timezone.now()
    Letter.objects.create(
        key="k", kind=Kind.REPLY, state=state, due_at=now + timedelta(minutes=due_in),
        leased_until=now + timedelta(minutes=leased_for) if leased_for else None,
    )  # fmt: skip

    assert Letter.objects.waiting().exists() == waits


def test_a_watch_is_on_one_thing_of_one_kind(stranger, topic, category):
    kept = Watch.objects.create(member=stranger, target=topic, level=Watch.Level.FOLLOWING)
    Watch.objects.create(member=stranger, target=category, level=Watch.Level.FOLLOWING)

    assert Watch.objects.on(topic).get(member=stranger) == kept
    assert not Watch.objects.on(topic).filter(member=stranger).exclude(pk=kept.pk).exists()


def test_what_somebody_wrote_is_not_told_across_a_block_made_later(
    client, asker, helper, topic, make_post
):
    make_post(topic)
    while settle_next(REACTIONS):
        pass
    mine = Notice.objects.visible_to(asker)
    assert mine.count() == 1

    block(helper, other=asker)

    assert mine.all().count() == 0
    client.force_login(asker)
    assert "1 unread" not in client.get("/").text
    unblock(helper, other=asker)
    assert mine.all().count() == 1


@pytest.mark.parametrize("keep_away", [block, mute])
def test_a_letter_not_yet_sent_is_dropped_when_its_author_is_kept_away(
    asker, helper, topic, make_post, keep_away
):
    make_post(topic)
    while settle_next(REACTIONS):
        pass
    letter = Letter.objects.get()
    compose(letter)

    keep_away(asker, other=helper)

    with pytest.raises(NotWanted):
        compose(letter)
