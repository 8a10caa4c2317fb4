"""Nobody decides about what is theirs, whatever name stands on it."""

from django.urls import reverse

from forums.actions import start_topic
from forums.models import HeldPost, Post
from moderation import rules
from moderation.actions import report
from moderation.registry import content_of


def test_who_wrote_without_a_name_does_not_decide_about_it(
    client, make_category, make_member, moderator, stranger
):
    place = make_category(name="Not easy to say", allows_anonymous=True)
    topic = start_topic(place, author=moderator, title="T", body="B.", anonymous=True)
    made = report(topic.posts.get(), reporter=stranger, reason="unkind", note="They again.")
    address = reverse("moderation:item_detail", args=[made.item_id])

    client.force_login(moderator)
    assert client.get(address).status_code == 404
    assert not rules.can_decide(moderator, made.item)

    another = make_member(display_name="Another", role="moderator")
    client.force_login(another)
    assert "They again." in client.get(address).text


def test_the_list_of_reports_names_nobody_and_leaves_out_what_is_about_oneself(
    client, make_member, make_topic, administrator, stranger
):
    topic = make_topic(author=administrator)
    report(topic.posts.get(), reporter=stranger, reason="unkind", note="A secret note.")
    about_another = report(make_topic().posts.get(), reporter=stranger, reason="spam", note="Two.")
    client.force_login(administrator)

    assert client.get("/admin/moderation/report/").text.count('name="_selected_action"') <= 1
    page = client.get(f"/admin/moderation/report/{about_another.pk}/change/").text
    assert stranger.display_name not in page
    assert "Two." not in page


def test_a_held_reply_shows_nothing_of_what_was_hidden(make_topic, make_post, helper):
    topic = make_topic()
    hidden = make_post(topic, body="Hidden words.")
    Post.objects.filter(pk=hidden.pk).update(standing="hidden")
    held = HeldPost.objects.create(
        author=helper, category=topic.category, topic=topic, body="B", html="<p>B</p>", why="all"
    )

    said = content_of(held).context_of(held)

    assert all("Hidden words." not in each.html for each in said)
    assert said[-1].is_target
