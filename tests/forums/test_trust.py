"""What trust levels open in the forums, and what is counted there."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from forums.actions import delete, edit, reply, settle_trust
from forums.models import Category, HeldPost, Post, ReadMark
from forums.querysets import took_part
from peersupport.activity.models import Activity
from peersupport.core.exceptions import Refused
from peersupport.core.richtext import outside_links, render
from peersupport.members.models import Member, Tier, Trust, TrustRecord
from peersupport.notifications.models import Letter, Notice
from peersupport.reactions import settle

LINKS = " ".join(f"https://shop.example/{n}" for n in range(4))
MENTIONS = " ".join(f"@some-one-{word}" for word in ("ua", "du", "tri", "kva", "kfn", "ses"))


@pytest.fixture
def newcomer(make_member):
    return make_member(trust_level=Trust.NEW)


@pytest.fixture
def give_facts(asker, make_topic):
    """Five days, five topics of others and three posts."""

    def give(member):
        topics = [make_topic() for _ in range(5)]
        ReadMark.objects.bulk_create(
            ReadMark(member=member, topic=topic, number=1) for topic in topics[3:]
        )
        for topic in topics[:3]:
            reply(topic, author=member, body="Words.")
        Member.objects.filter(pk=member.pk).update(days_visited=5)

    return give


def send(client, topic, body):
    return client.post(reverse("forums:topic_reply", args=[topic.pk]), {"body": body})


def test_a_newcomer_with_too_many_links_waits_for_a_look_and_reads_why(client, newcomer, topic):
    client.force_login(newcomer)

    page = client.get(send(client, topic, f"Look: {LINKS}").url).text

    assert "If you take some out and send it again, it is shown at once." in page
    assert "https://shop.example/3" in page
    assert topic.posts.count() == 1


def test_a_program_that_fills_in_everything_waits_for_a_look(client, newcomer, helper, topic):
    address = reverse("forums:topic_reply", args=[topic.pk])
    client.force_login(newcomer)
    page = client.get(topic.get_absolute_url()).text
    field = re.search(r'<div class="vh" aria-hidden="true">.*?</div>', page)[0]
    assert all(part in field for part in ('name="website"', 'tabindex="-1"', 'autocomplete="off"'))
    client.post(address, {"body": "Buy.", "website": "https://shop.example"})
    assert HeldPost.objects.get().why == "trap"

    client.force_login(helper)  # who has been here for a while is not asked
    assert 'name="website"' not in client.get(topic.get_absolute_url()).text
    client.post(address, {"body": "Hello.", "website": "https://shop.example"})
    assert topic.posts.filter(author=helper).exists()


def test_where_nothing_waits_they_are_told_and_keep_the_text(client, newcomer, category):
    Category.objects.filter(pk=category.pk).update(is_support=True)
    client.force_login(newcomer)
    page = reverse("forums:topic_new", args=[category.slug])

    response = client.post(page, {"kind": "discussion", "title": "Shops", "body": LINKS})

    assert response.status_code == 422
    assert "This links to 4 other places; your level here can link to 3 in a post." in response.text
    assert f'<a href="{reverse("members:trust_levels")}">Why is that?</a>' in response.text
    assert "https://shop.example/3" in response.text  # still in the composer


def test_an_edit_is_no_way_around_it(newcomer, topic):
    post = reply(topic, author=newcomer, body="Words.")

    with pytest.raises(Refused, match="links to 4"):
        edit(post, editor=newcomer, body=LINKS, version=1)
    with pytest.raises(Refused, match="mentions 6"):
        edit(post, editor=newcomer, body=MENTIONS, version=1)


def test_an_edit_may_keep_what_stood_there_before(newcomer, topic):
    post = reply(topic, author=newcomer, body="Words.")
    Post.objects.filter(pk=post.pk).update(body=LINKS, html=render(LINKS))
    post.refresh_from_db()

    assert edit(post, editor=newcomer, body=f"{LINKS} and words", version=1).version == 2


def test_a_newcomer_mentions_few(newcomer, topic):
    with pytest.raises(Refused, match="mentions 6 people"):
        reply(topic, author=newcomer, body=MENTIONS)


@pytest.mark.parametrize("fields", [{"trust_level": Trust.MEMBER}, {"tier": Tier.SUPPORTER}])
def test_others_may_do_more(make_member, topic, fields):
    author = make_member(**({"trust_level": Trust.NEW} | fields))

    assert reply(topic, author=author, body=f"{LINKS} {MENTIONS}").number == 2


def test_after_eight_posts_a_newcomer_waits_an_hour(client, newcomer, topic):
    posts = [reply(topic, author=newcomer, body=f"Words {n}.") for n in range(8)]
    delete(posts[0], by=newcomer)  # what one takes back was written all the same
    client.force_login(newcomer)

    response = send(client, topic, "One more thought.")

    assert response.status_code == 422
    assert "You have written 8 posts within an hour" in response.text
    assert "One more thought." in response.text
    Post.objects.filter(pk=posts[0].pk).update(posted_at=timezone.now() - timedelta(minutes=61))
    assert send(client, topic, "One more thought.").status_code == 302


def test_only_other_places_count_and_each_once():
    html = render(
        "/t/1/x/ https://a.example https://a.example [b](mailto:b@example.org) `https://c.example`"
    )

    assert outside_links(html) == {"https://a.example", "mailto:b@example.org"}


def test_reading_something_new_counts_the_day(client, make_member, topic):
    reader = make_member(last_visit_day=None)
    client.force_login(reader)
    client.get(topic.get_absolute_url())
    client.get(topic.get_absolute_url())

    reader.refresh_from_db()
    assert (reader.days_visited, reader.last_visit_day) == (1, timezone.now().date())


def test_counts_days_topics_of_others_and_posts_that_stand(newcomer, asker, make_topic):
    first, second, read = make_topic(), make_topic(author=newcomer), make_topic()
    kept = reply(first, author=newcomer, body="Kept.")
    reply(second, author=newcomer, body="Mine.")
    delete(reply(first, author=newcomer, body="Taken back."), by=newcomer)
    Post.objects.filter(pk=kept.pk).update(posted_at=timezone.now() - timedelta(days=3))
    ReadMark.objects.create(member=newcomer, topic=read, number=1)

    assert {pk: facts for pk, *facts in took_part()}[newcomer.pk] == [2, 2, 3]


def test_who_rises_hears_of_it_on_the_site_alone(client, newcomer, give_facts):
    give_facts(newcomer)
    assert settle_trust() == 1
    assert settle_trust() == 0
    settle()

    activity = Activity.objects.get(verb="members.trust_changed")
    assert activity.data == {"was": 0, "level": 1}
    notice = Notice.objects.get(kind="account")
    assert notice.recipient == newcomer
    assert not Letter.objects.filter(recipient=newcomer).exists()
    client.force_login(newcomer)
    page = client.get(reverse("notifications:notice_list"))
    assert "You are trusted with more now." in page.text
    response = client.get(reverse("notifications:notice_detail", args=[notice.pk]))
    assert response.url == reverse("members:trust_levels")


def test_who_sinks_is_not_told(make_member):
    make_member(trust_level=Trust.MEMBER)
    assert settle_trust() == 0  # the first count begins the two weeks in which nobody sinks
    TrustRecord.objects.update(level_since=timezone.now() - timedelta(days=15))
    assert settle_trust() == 1
    settle()

    assert Activity.objects.filter(verb="members.trust_changed").count() == 1
    assert not Notice.objects.exists()


def test_an_imported_author_rises_unheard(newcomer, give_facts):
    give_facts(newcomer)
    Member.objects.update(claimed_at=None)

    assert settle_trust() == 1
    assert not Activity.objects.filter(verb="members.trust_changed").exists()


@pytest.mark.parametrize("people", [1, 12])
def test_costs_the_same_statements_for_any_number_of_people(
    make_member, people, django_assert_num_queries
):
    for _ in range(people):
        make_member()
    settle_trust()

    with django_assert_num_queries(7):  # four of them are the transactions'
        settle_trust()
