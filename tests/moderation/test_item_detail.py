from datetime import timedelta

import pytest
from django.utils import timezone

from moderation.actions import add_note, claim, decide, report
from moderation.models import Care, NormRule, Priority, ReviewItem, Step
from moderation.registry import Act
from peersupport.activity.models import Activity


@pytest.fixture
def url(item):
    return f"/moderation/queue/{item.pk}/"


def test_the_thing_stands_between_its_neighbours_blurred_until_asked(
    client, moderator, item, url, make_post, topic
):
    make_post(topic, body="What came after it.")
    client.force_login(moderator)

    text = client.get(url).text

    veiled = text[
        text.index('<details class="veil">') : text.index("</details>", text.index("veil"))
    ]
    words = item.target.html
    assert words in text
    assert words in veiled or text.count("veil-text") == 1
    assert text.index("What do you think?") < text.index(words) < text.index("What came after it.")
    assert item.author.display_name in text


def test_standing_says_what_was_decided_and_what_still_counts(
    client, moderator, item, url, make_post, topic, kindness, stranger
):
    earlier = report(make_post(topic), reporter=stranger, reason="unkind").item
    decide(earlier, by=moderator, version=ReviewItem.objects.get(pk=earlier.pk).version,
           act=Act.HIDE, step=Step.WARN, norm=kindness, facts="You called somebody names.")  # fmt: skip
    report(make_post(topic), reporter=stranger, reason="spam")
    client.force_login(moderator)

    text = client.get(url).text

    assert "Hide it, Warn" in text
    assert "(strike, fades" in text
    assert "2, with this one" in text


def test_a_record_counts_for_abuse_and_never_for_a_worry(
    client, moderator, item, url, decided, make_post, topic, stranger
):
    decided()
    again = report(make_post(topic), reporter=stranger, reason="spam").item
    worry = report(make_post(topic), reporter=stranger, reason="worry").item
    client.force_login(moderator)

    assert "1 of 1 earlier report led" in client.get(f"/moderation/queue/{again.pk}/").text
    assert "earlier report" not in client.get(f"/moderation/queue/{worry.pk}/").text


def test_a_first_look_is_timed_and_a_heavy_one_counted_once(client, moderator, item, url):
    ReviewItem.objects.update(priority=Priority.RISK)
    client.force_login(moderator)

    client.get(url)
    text = client.get(url).text

    assert ReviewItem.objects.get().looked_at
    assert "You have looked at 1 heavy item today" in text
    assert Care.objects.get().heavy_items == [item.pk]
    Care.objects.update(heavy_on=timezone.now().date() - timedelta(days=1))
    assert Care.objects.get().heavy_today == 0


def test_each_look_at_something_private_is_on_record(client, moderator, item, url):
    ReviewItem.objects.update(is_private=True)
    client.force_login(moderator)

    client.get(url)
    client.get(url)

    assert Activity.objects.of("moderation.private_read").by(moderator).count() == 2


def test_its_history_is_told_in_words(client, moderator, item, url):
    claim(item, by=moderator)
    add_note(item, by=moderator, text="I know this team.")
    client.force_login(moderator)

    text = client.get(url).text

    assert "claimed it" in text
    assert "I know this team." in text
    assert "Claimed by you until" in text


def test_who_reported_it_reads_nothing_and_decides_nothing(client, item, url, make_member):
    reporter = make_member(role="moderator")
    report(item.target, reporter=reporter, reason="spam", note="A secret note.")
    client.force_login(reporter)

    text = client.get(url).text

    assert "somebody else decides it" in text
    assert item.target.html not in text
    assert "A secret note." not in text
    assert "/decide/" not in text


def test_its_statements_do_not_grow(
    client, moderator, item, url, make_member, django_assert_max_num_queries
):
    client.force_login(moderator)
    client.get(url)  # the first look is timed
    with django_assert_max_num_queries(15) as few:
        client.get(url)
    for number in range(12):
        report(item.target, reporter=make_member(), reason="unkind", note="Unkind.")
        add_note(item, by=moderator, text=f"Note {number}.")

    with django_assert_max_num_queries(len(few)):
        text = client.get(url).text
    assert text.count("left a note") == 12


def test_what_is_gone_can_still_be_decided(client, moderator, item, url):
    ReviewItem.objects.update(target_id=0)
    client.force_login(moderator)

    text = client.get(url).text

    assert "It is no longer there" in text
    assert "/decide/" in text


def test_the_admin_shows_the_same(client, moderator, item):
    client.force_login(moderator)

    text = client.get(f"/admin/moderation/reviewitem/{item.pk}/change/").text

    assert item.target.html in text
    assert 'name="frame" value="admin"' in text


def test_norms_of_the_form_are_the_ones_in_the_table(client, moderator, item, url):
    client.force_login(moderator)

    text = client.get(url).text

    assert all(rule.name in text for rule in NormRule.objects.all())
    assert 'data-key="h"' in text
