from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from forums.actions import (
    PollFacts,
    close_poll,
    mark_answer,
    mark_read,
    merge,
    react,
    reply,
    split,
    vote,
)
from forums.models import Post, ReadMark, Tag
from moderation.actions import report
from peersupport.core.exceptions import Refused
from peersupport.invariants import broken_invariants
from peersupport.members.models import Tier
from peersupport.notifications.actions import watch
from peersupport.notifications.models import Notice, Watch
from peersupport.reactions import settle


def address(topic):
    return reverse("forums:topic_merge", args=[topic.pk])


@pytest.fixture
def two(make_topic, make_post):
    """A question with two replies, and another with one."""
    source, target = make_topic(kind="question", title="Asked twice"), make_topic(kind="question")
    for topic in (source, source, target):
        make_post(topic)
    source.refresh_from_db()
    target.refresh_from_db()
    return source, target


def test_says_what_will_happen_and_then_does_it(client, moderator, two):
    source, target = two
    client.force_login(moderator)
    link = f"https://example.org{target.get_absolute_url()}"

    asked = client.post(address(source), {"into": link})

    assert asked.status_code == 200
    assert "3 posts of this topic go behind" in asked.text
    assert target.title in asked.text
    assert source.posts.count() == 3
    done = client.post(address(source), {"into": str(target.pk), "confirmed": str(target.pk)})
    assert (done.status_code, done.url) == (302, target.get_absolute_url())
    assert list(target.posts.values_list("number", flat=True)) == [1, 2, 3, 4, 5]
    target.refresh_from_db()
    assert (target.reply_count, target.last_number) == (4, 5)
    assert list(broken_invariants()) == []
    page = client.get(target.get_absolute_url()).text
    assert "3 posts of another topic were added here" in page
    assert "Asked twice" not in page


def test_leads_every_old_address_to_the_other_topic(client, moderator, stranger, two, make_topic):
    source, target = two
    posts = dict(source.posts.values_list("number", "pk"))
    merge(source, into=target, by=moderator)
    last = make_topic()
    merge(target, into=last, by=moderator)

    assert client.get(source.get_absolute_url()).url == last.get_absolute_url()
    assert (
        client.get(reverse("forums:topic_redirect", args=[source.pk])).url
        == last.get_absolute_url()
    )
    for number, pk in posts.items():
        old = reverse("forums:post_detail", args=[source.pk, source.slug, number])
        assert client.get(old).url == last.link_to(Post.objects.get(pk=pk).number)
    client.force_login(stranger)
    sent = client.post(reverse("forums:topic_reply", args=[source.pk]), {"body": "Still typed."})
    assert sent.url.startswith(last.get_absolute_url())
    assert last.posts.filter(body="Still typed.").exists()


def test_puts_posts_in_order_of_time_and_shifts_no_number(moderator, two, make_post):
    source, target = two
    hour_ago = timezone.now() - timedelta(hours=1)
    Post.objects.filter(topic=source, number=3).update(posted_at=hour_ago)
    before = dict(target.posts.values_list("number", "pk"))
    ids = dict(source.posts.values_list("number", "pk"))

    merge(source, into=target, by=moderator)

    after = dict(target.posts.values_list("number", "pk"))
    assert before.items() <= after.items()
    assert [after[3], after[4], after[5]] == [ids[3], ids[1], ids[2]]


def test_hides_nothing_unread(moderator, two, make_member):
    source, target = two
    both, behind, half = make_member(), make_member(), make_member()
    mark_read(source, member=both, number=3)
    mark_read(target, member=both, number=2)
    mark_read(source, member=behind, number=3)
    mark_read(target, member=behind, number=1)
    mark_read(source, member=half, number=2)
    mark_read(target, member=half, number=2)

    merge(source, into=target, by=moderator)

    marks = dict(ReadMark.objects.filter(topic=target).values_list("member", "number"))
    assert (marks[both.pk], marks[behind.pk], marks[half.pk]) == (5, 1, 4)


@pytest.mark.parametrize("has_answer", [False, True])
def test_brings_its_answer_where_there_is_none(moderator, two, has_answer):
    source, target = two
    mine = source.posts.get(number=2)
    mark_answer(source, post=mine, by=moderator)
    theirs = target.posts.get(number=2)
    if has_answer:
        mark_answer(target, post=theirs, by=moderator)

    merge(source, into=target, by=moderator)

    target.refresh_from_db()
    assert target.answer_id == (theirs.pk if has_answer else mine.pk)
    assert list(broken_invariants()) == []


def test_followers_follow_unless_they_muted_the_other(moderator, two, stranger, make_member):
    source, target = two
    follower = make_member()
    for member in (stranger, follower):
        watch(member, source, level=Watch.Level.FOLLOWING)
    watch(stranger, target, level=Watch.Level.MUTED)

    merge(source, into=target, by=moderator)

    levels = dict(Watch.objects.on(target).values_list("member", "level"))
    assert (levels[stranger.pk], levels[follower.pk]) == (Watch.Level.MUTED, Watch.Level.FOLLOWING)


def test_keeps_reactions_reports_and_notices_at_their_posts(
    client, moderator, stranger, asker, two
):
    source, target = two
    post = source.posts.get(number=2)
    react(post, member=stranger, kind="helpful")
    report(post, reporter=stranger, reason="other")
    settle()
    notice = Notice.objects.filter(recipient=asker, target_id=post.pk).first()

    merge(source, into=target, by=moderator)

    post = Post.objects.select_related("topic").get(pk=post.pk)
    assert post.reaction_counts == {"helpful": 1}
    client.force_login(asker)
    url = reverse("notifications:notice_detail", args=[notice.pk])
    assert client.get(url).url == post.get_absolute_url()
    settle()
    assert Notice.objects.filter(recipient=asker, kind="upkeep").count() == 1


@pytest.mark.parametrize("wrong", ["", "nonsense", "0", "own", "hidden"])
def test_asks_again_for_a_topic_one_looks_after(client, moderator, two, make_topic, wrong):
    source, _target = two
    hidden = make_topic(title="Taken away", standing="removed")
    client.force_login(moderator)
    into = {"own": source.pk, "hidden": hidden.pk}.get(wrong, wrong)

    response = client.post(address(source), {"into": into, "confirmed": into})

    assert response.status_code == 422
    assert "There is a problem" in response.text
    assert "Taken away" not in response.text
    assert source.posts.count() == 3


def test_asks_before_more_people_can_read(client, moderator, make_topic, make_category):
    source, target = make_topic(category=make_category(see=1, read=1)), make_topic()
    client.force_login(moderator)
    data = {"into": target.pk, "confirmed": target.pk}

    assert client.post(address(source), data).status_code == 422
    with pytest.raises(Refused, match="More people"):
        merge(source, into=target, by=moderator)
    assert client.post(address(source), data | {"widen": "on"}).status_code == 302


def test_does_not_exist_for_members(client, asker, two):
    source, target = two
    client.force_login(asker)

    assert client.get(address(source)).status_code == 404
    with pytest.raises(Refused, match="cannot merge"):
        merge(source, into=target, by=asker)


@pytest.mark.usefixtures("committed")
def test_moderators_and_writers_never_wait_for_each_other_for_ever(
    make_topic, make_member, moderator
):
    """Four at once: two split and merge back and forth, two reply and react."""
    topics = [make_topic(), make_topic()]
    writers = [make_member(tier=Tier.SUPPORTER) for _ in range(2)]
    for topic in topics:
        for writer in writers:
            reply(topic, author=writer, body="Before.")
    failures = []

    def manage(first, second):
        for _ in range(4):
            part = split(
                first, numbers=[_last(first)], title="Part", to=first.category, by=moderator
            )
            merge(part, into=second, by=moderator)

    def write(writer, topic):
        for _ in range(8):
            post = reply(topic, author=writer, body="Meanwhile.")
            others = Post.objects.filter(topic=topic, number__gt=1).exclude(author=writer)
            if other := others.last():  # unless they have all gone elsewhere
                react(other, member=writer, kind="helpful")
            assert post.number > 1

    def run(job):
        try:
            job[0](*job[1:])
        except Refused:
            pass  # a post that had just gone elsewhere
        except Exception as failure:  # noqa: BLE001 — a deadlock, for the assertion below
            failures.append(failure)
        finally:
            connection.close()

    jobs = [(manage, *topics), (manage, *topics[::-1]), (write, writers[0], topics[0]),
            (write, writers[1], topics[1])]  # fmt: skip
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(run, jobs))

    assert failures == []
    assert list(broken_invariants()) == []


def _last(topic):
    latest = topic.posts.filter(number__gt=1).order_by("number").last()
    return latest.number if latest else 0


def test_polls_go_with_their_posts_and_lose_no_vote(
    client, moderator, asker, helper, stranger, make_topic
):
    topics = [
        make_topic(poll=PollFacts(question=question, options=["One", "Two"]))
        for question in ("Which was first?", "Which came along?")
    ]
    first, second = (topic.posts.get().poll for topic in topics)
    vote(topics[0], member=helper, choices=[1])
    for member in (helper, stranger):
        vote(topics[1], member=member, choices=[2])

    into = merge(topics[1], into=topics[0], by=moderator)

    page = client.get(into.get_absolute_url()).text
    places = [page.index(words) for words in (
        'id="post-1"', "Which was first?", "1 vote, 100%", 'id="post-2"', "Which came along?",
        "2 votes, 100%",
    )]  # fmt: skip
    assert places == sorted(places)
    client.force_login(asker)
    old = reverse("forums:poll_vote", args=[topics[1].pk])  # a page from before it was merged
    response = client.post(old, {"poll": second.pk, "choice": "1"})
    assert response.url == f"{into.get_absolute_url()}#poll-{second.pk}"
    vote(into, member=asker, choices=[1], poll=first.pk)
    close_poll(into, by=asker, poll=second.pk)
    with pytest.raises(Refused, match="closed"):
        vote(into, member=helper, choices=[1], poll=second.pk)
    votes = [list(p.options.values_list("vote_count", flat=True)) for p in (first, second)]
    assert votes == [[2, 0], [1, 2]]
    assert list(broken_invariants()) == []

    alone = split(into, numbers=[2], title="By itself", to=into.category, by=moderator)
    second.refresh_from_db()
    into.refresh_from_db()
    assert second.post.topic == alone
    assert (alone.has_poll, into.has_poll) == (True, True)
    plain = make_topic()
    merge(into, into=plain, by=moderator)
    plain.refresh_from_db()
    assert plain.has_poll
    assert "Which was first?" in client.get(plain.get_absolute_url()).text
    assert list(broken_invariants()) == []


def test_only_who_asked_closes_a_poll_that_came_along(moderator, helper, make_topic):
    poll = PollFacts(question="Whose?", options=["One", "Two"])
    asked, into = make_topic(author=helper, poll=poll), make_topic()
    merge(asked, into=into, by=moderator)

    with pytest.raises(Refused, match="Only who asked"):
        close_poll(into, by=into.author)
    assert close_poll(into, by=helper).closed_at


def test_its_tags_are_counted_no_more_and_its_note_stays_with_its_words(moderator, make_topic):
    Tag.objects.create(name="exams")
    noted, into = make_topic(tags=["exams"], note="grief"), make_topic()

    merge(noted, into=into, by=moderator)

    assert Tag.objects.get().topic_count == 0
    assert Post.objects.get(topic=into, number=2).note == "grief"
    assert list(broken_invariants()) == []
