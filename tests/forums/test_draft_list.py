from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from forums.actions import open_category, save_draft
from forums.models import Category, Draft, Topic
from forums.querysets import Audience
from groups.actions import found
from peersupport.members.models import Tier


@pytest.fixture
def address():
    return reverse("forums:draft_list")


def test_lists_ones_own_the_latest_first_with_where_to_go_on(
    client, helper, asker, topic, category, address
):
    first = save_draft(topic, by=helper, words={"body": "A reply begun"})
    save_draft(category, by=helper, words={"title": "A title", "body": "and more"})
    save_draft(topic, by=asker, words={"body": "Somebody else’s"})
    Draft.objects.filter(pk=first.pk).update(saved_at=timezone.now() - timedelta(days=1))
    client.force_login(helper)

    page = client.get(address).text

    assert "Somebody else’s" not in page
    assert page.index("A title and more") < page.index("A reply begun")
    assert f'href="{topic.get_absolute_url()}#reply"' in page
    assert f'href="{reverse("forums:topic_new", args=[category.slug])}"' in page


def test_a_place_one_may_not_see_any_more_shows_only_ones_own_words(
    client, helper, topic, make_category, address
):
    hidden = make_category(name="Kanarienvogel")
    save_draft(hidden, by=helper, words={"title": "My title", "body": "my words"})
    save_draft(topic, by=helper, words={"body": "my reply"})
    staff = dict.fromkeys(("see", "read", "start", "reply"), Audience.STAFF)
    Category.objects.filter(pk__in=[hidden.pk, topic.category_id]).update(**staff)
    client.force_login(helper)

    page = client.get(address).text

    assert "Kanarienvogel" not in page
    assert topic.title not in page
    assert "Continue" not in page
    assert all(words in page for words in ("My title", "my words", "my reply"))


def test_a_closed_topic_gives_the_words_back_to_copy(client, helper, topic, address):
    save_draft(topic, by=helper, words={"body": "my reply"})
    Topic.objects.filter(pk=topic.pk).update(is_locked=True)
    client.force_login(helper)

    page = client.get(address).text

    assert topic.title in page
    assert "my reply" in page
    assert "Continue" not in page


def test_nothing_begun_says_so(client, helper, address):
    client.force_login(helper)

    assert "waits for you here" in client.get(address).text


def test_costs_the_same_for_any_number_and_pages_by_key(
    client, make_member, make_topic, make_category, address, django_assert_num_queries
):
    helper = make_member(tier=Tier.SUPPORTER)

    def begin(number):
        for at in range(number):
            group = found(founder=helper, name=f"G{at}", norms="Be kind.", purpose="Company.")
            for place in (
                make_topic(),
                make_category(),
                open_category(group),
            ):
                save_draft(place, by=helper, words={"body": f"Words {place}"})

    client.force_login(helper)
    begin(1)
    client.get(address)
    with django_assert_num_queries(7):
        client.get(address)
    begin(7)
    with django_assert_num_queries(7):
        page = client.get(address)

    assert len(page.context["rows"]) == 20
    older = client.get(address, {"before": page.context["page"].older})
    assert len(older.context["rows"]) == 4
    shown = {row.draft.pk for response in (page, older) for row in response.context["rows"]}
    assert len(shown) == 24
