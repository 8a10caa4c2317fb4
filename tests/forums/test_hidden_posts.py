"""What a moderator hid is read nowhere by anybody but its author and who moderates there."""

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from forums.actions import (
    choose_level,
    edit,
    hide,
    keep_bookmark,
    make_feed_key,
    merge,
    take_back_hide,
)
from groups.resources.models import Attachment
from peersupport import privacy
from peersupport.activity.models import Activity
from peersupport.invariants import broken_invariants
from peersupport.members.actions import ask_erasure
from peersupport.members.models import Erasure
from peersupport.notifications.actions import deliver_next
from peersupport.notifications.models import Letter, Watch
from peersupport.reactions import settle

CANARY = "Zilpzalp"


@pytest.fixture
def said(topic, make_topic, make_post, make_file, helper, stranger, quickly, settings):
    """A reply with a file and an edit, and a topic of its own, each with the canary in it."""
    settings.FREE_EDIT_MINUTES = 0
    choose_level(topic, member=stranger, level=Watch.Level.FOLLOWING)
    post = make_post(topic, body=f"{CANARY} once, @{stranger.handle}.")
    make_file(name=f"{CANARY}.txt", owner=helper, to=post)
    post = edit(post, editor=helper, body=f"{CANARY} twice, @{stranger.handle}.", version=1)
    keep_bookmark(post, member=stranger)
    make_post(topic, reply_to=post, author=stranger, body="I answer that.")
    own = make_topic(author=helper, title=f"{CANARY} alone", body=f"{CANARY} alone.")
    settle()
    return post, own.posts.get()


@pytest.fixture
def pages(said, topic, category, stranger, helper):
    """Where it could be read, by address."""
    post, first = said
    token = make_feed_key(stranger)
    permalinks = [each.get_absolute_url() for each in said]
    deeds = [
        reverse(f"forums:post_{deed}", args=[each.topic_id, each.number])
        for each in said for deed in ("history", "edit", "react", "bookmark", "delete", "restore")
    ]  # fmt: skip
    reports = [reverse("moderation:report_new", args=["forums.post", each.pk]) for each in said]
    files = [row.get_absolute_url() for row in Attachment.objects.all()]
    feeds = [
        reverse("forums:category_feed", args=[category.slug]),
        reverse("forums:topic_feed", args=[topic.pk]),
        reverse("forums:topic_feed", args=[first.topic_id]),
        *(reverse("forums:member_feed", args=[token, name]) for name in ("following", "unread")),
    ]
    return [
        "/", "/forums/", "/forums/-/topics/", f"/forums/{category.slug}/", "/forums/-/mentions/",
        topic.get_absolute_url(), f"{topic.get_absolute_url()}?quote={post.number}",
        f"{topic.get_absolute_url()}?reply_to={post.number}", f"/t/{topic.pk}/-/new/?after=1",
        first.topic.get_absolute_url(), f"/forums/-/similar/?title={CANARY}",
        f"/search/?q={CANARY}", f"/search/?q={CANARY}&kind=posts", helper.get_absolute_url(),
        "/bookmarks/", "/notifications/", *permalinks, *deeds, *reports, *files, *feeds,
    ]  # fmt: skip


def read(client, pages):
    """Those of the pages on which the canary is."""
    return [page for page in pages if CANARY in as_text(client.get(page, follow=True))]


def as_text(response):
    body = response.getvalue() if response.streaming else response.content
    return body.decode() + response.get("Content-Disposition", "")


def test_a_hidden_post_is_read_nowhere(client, said, pages, moderator, stranger):
    client.force_login(stranger)
    assert len(read(client, pages)) > 14

    for post in said:
        hide(post, by=moderator)

    without_query = [page for page in pages if CANARY not in page]
    assert read(client, without_query) == []
    found = client.get(f"/search/?q={CANARY}").text
    assert found.count(CANARY) == client.get("/search/?q=Bachstelze").text.count("Bachstelze")
    client.logout()
    assert read(client, without_query) == []
    Letter.objects.update(due_at=timezone.now())
    while deliver_next():
        pass
    assert [letter for letter in mail.outbox if CANARY in letter.body] == []


def test_files_of_a_hidden_post_are_not_there_until_it_is_shown_again(
    client, said, moderator, stranger, helper
):
    address = Attachment.objects.get().get_absolute_url()
    facts = hide(said[0], by=moderator)
    for person in (stranger, helper, moderator):
        client.force_login(person)
        assert client.get(address).status_code == 404

    take_back_hide(said[0], facts, by=moderator)
    assert CANARY in as_text(client.get(address))


def test_its_place_says_so_and_its_number_stays(client, said, topic, moderator, helper, stranger):
    hide(said[0], by=moderator)

    client.force_login(stranger)
    text = client.get(topic.get_absolute_url()).text
    assert "Hidden by a moderator." in text
    assert 'id="post-2"' in text
    assert "Read why" not in text


def test_its_history_is_for_its_author_and_on_record_for_who_moderates(
    client, said, topic, moderator, helper, stranger
):
    hide(said[0], by=moderator)
    history = reverse("forums:post_history", args=[topic.pk, 2])
    for person, status in ((stranger, 404), (helper, 200), (moderator, 200)):
        client.force_login(person)
        assert client.get(history).status_code == status
    looks = Activity.objects.filter(verb="forums.hidden_read")
    assert [look.actor for look in looks] == [moderator]


def test_the_words_of_who_was_erased_do_not_come_back(said, topic, helper, moderator):
    facts = hide(said[0], by=moderator)
    ask_erasure(helper, choice=Erasure.Choice.REMOVE)
    Erasure.objects.update(due_at=timezone.now())
    privacy.carry_out_erasures()

    post = take_back_hide(said[0], facts, by=moderator)

    assert post.is_gone
    assert not list(broken_invariants())


def test_a_post_that_was_moved_on_is_shown_where_it_stands(
    said, topic, make_topic, category, moderator
):
    """All that could be read went to another topic; what was hidden stayed, and is shown there."""
    facts = hide(said[0], by=moderator)
    other = make_topic()
    merge(topic, into=other, by=moderator)

    post = take_back_hide(said[0], facts, by=moderator)

    assert not post.is_gone
    assert post.topic_id == other.pk
    assert not list(broken_invariants())
