from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from forums.actions import delete, edit
from forums.models import TITLE_LENGTH, Post, PostRevision, Topic
from moderation.actions import report


def address(topic, number=1):
    return reverse("forums:post_edit", args=[topic.pk, number])


@pytest.fixture
def signed_in(client, asker):
    client.force_login(asker)
    return client


def test_shows_what_the_post_says(signed_in, topic):
    response = signed_in.get(address(topic), {"nonsense": "1"})

    assert response.status_code == 200
    assert topic.title in response.text
    assert "What do you think?" in response.text


def test_changes_words_and_title_and_keeps_the_earlier_ones(signed_in, topic, edits_are_kept):
    response = signed_in.post(
        address(topic), {"title": "A better title", "body": "**New** words.", "version": "1"}
    )

    old_title = topic.title
    topic.refresh_from_db()
    post, revision = topic.posts.get(), PostRevision.objects.get()
    assert (response.status_code, response.url) == (302, topic.link_to(1))
    assert (topic.title, topic.slug, topic.excerpt) == (
        "A better title", "a-better-title", "New words.",
    )  # fmt: skip
    assert (post.html, post.version) == ("<p><strong>New</strong> words.</p>\n", 2)
    assert (revision.body, revision.title) == ("What do you think?", old_title)


def test_changes_a_reply_without_asking_for_a_title(client, helper, topic, make_post):
    make_post(topic)
    client.force_login(helper)

    client.post(address(topic, 2), {"title": "No", "body": "New.", "version": "1"})

    post = topic.posts.get(number=2)
    assert post.body == "New."
    assert post.topic.title == topic.title


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"title": ""}, "Enter a title."),
        ({"title": "…"}, "Enter a title with at least one letter or number."),
        ({"title": "x" * (TITLE_LENGTH + 1)}, "at most 120 characters"),
        ({"body": ""}, "Write something first."),
        ({"body": "x" * 30_001}, "fit in one post"),
        ({"version": ""}, "This field is required."),
        ({"version": "0"}, "greater than or equal to 1"),
        ({"version": "x"}, "Enter a whole number."),
        ({"reason": "x" * 201}, "at most 200 characters"),
    ],
)
def test_keeps_what_was_typed_when_something_is_wrong(signed_in, topic, wrong, says):
    data = {"title": "A typed title", "body": "Some typed words.", "version": "1"} | wrong

    response = signed_in.post(address(topic), data)

    assert response.status_code == 422
    assert "There is a problem" in response.text
    assert says in response.text
    assert "title" in wrong or "A typed title" in response.text
    assert "body" in wrong or "Some typed words." in response.text
    assert not PostRevision.objects.exists()


def test_previews_without_writing(signed_in, topic):
    data = {"title": "Typed title", "body": "**Look**", "version": "1", "preview": "1"}

    response = signed_in.post(address(topic), data)

    assert response.status_code == 200
    assert "<strong>Look</strong>" in response.text
    assert "Typed title" in response.text
    assert not PostRevision.objects.exists()


def test_shows_both_texts_when_somebody_was_faster(signed_in, topic, moderator):
    edit(topic.posts.get(), editor=moderator, body="Theirs.", version=1, reason="Typo.")
    data = {"title": topic.title, "body": "Mine.", "version": "1"}

    response = signed_in.post(address(topic), data)

    assert response.status_code == 409
    assert "Theirs." in response.text
    assert "Mine." in response.text
    assert 'name="version" value="2"' in response.text
    assert topic.posts.get().body == "Theirs."
    again = signed_in.post(address(topic), data | {"version": "2"})
    assert again.status_code == 302
    assert topic.posts.get().body == "Mine."
    assert PostRevision.objects.count() == 2


def test_asks_moderators_for_a_reason(client, moderator, topic):
    client.force_login(moderator)
    data = {"title": topic.title, "body": "Gentler words.", "version": "1"}

    for reason in ("", "   "):
        response = client.post(address(topic), data | {"reason": reason})
        assert response.status_code == 422
        assert "Gentler words." in response.text
    assert client.post(address(topic), data | {"reason": "Unkind."}).status_code == 302
    assert PostRevision.objects.get().reason == "Unkind."


def test_lets_imported_long_titles_stay(signed_in, topic):
    Topic.objects.filter(pk=topic.pk).update(title="x" * 200)

    response = signed_in.post(
        address(topic), {"title": "x" * 200, "body": "New words.", "version": "1"}
    )

    assert response.status_code == 302


@pytest.mark.parametrize("case", ["stranger", "too late", "locked", "gone"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_does_not_exist_for_who_may_not_edit(
    client, asker, stranger, topic, make_post, case, method
):
    make_post(topic)
    client.force_login(stranger if case == "stranger" else asker)
    if case == "too late":
        Post.objects.update(posted_at=timezone.now() - timedelta(days=15))
    if case == "locked":
        Topic.objects.update(is_locked=True)
    if case == "gone":
        delete(topic.posts.get(number=1), by=asker)

    response = getattr(client, method)(
        address(topic), {"title": "New", "body": "New words.", "version": "1"}
    )

    assert response.status_code == 404
    assert not PostRevision.objects.exists()


@pytest.mark.parametrize("number", [0, 2, 10**20])
def test_does_not_exist_for_a_post_that_is_not_there(signed_in, topic, number):
    assert signed_in.get(address(topic, number)).status_code == 404


def test_asks_visitors_to_log_in(client, topic):
    assert client.get(address(topic)).url.startswith(reverse("account_login"))


@pytest.mark.parametrize("case", ["free", "answered", "reported", "moderated", "reason", "late"])
def test_leaves_no_mark_in_the_first_minutes_while_nobody_relies_on_it(
    signed_in, asker, helper, stranger, moderator, topic, make_post, case
):
    post, version, reason = topic.posts.get(), 1, ""
    if case == "answered":
        make_post(topic)
    if case == "reported":
        report(post, reporter=stranger, reason="other")
    if case == "moderated":
        version = edit(post, editor=moderator, body="Theirs.", version=1, reason="Why.").version
    if case == "reason":
        reason = "A letter was missing."
    if case == "late":
        Post.objects.update(posted_at=timezone.now() - timedelta(minutes=11))
    before = PostRevision.objects.count()

    data = {"title": topic.title, "body": "Other words.", "version": version, "reason": reason}
    signed_in.post(address(topic), data)

    post.refresh_from_db()
    assert (post.body, post.version) == ("Other words.", version + 1)
    assert PostRevision.objects.count() == before + (case != "free")
    assert (post.edited_at is None) == (case == "free")
