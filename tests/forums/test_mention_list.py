import pytest
from django.urls import reverse

from forums.actions import open_category
from forums.querysets import Audience
from forums.views import mentions
from groups.actions import found, join
from peersupport.members.actions import block
from peersupport.members.models import Role, Tier


@pytest.fixture
def ask(client):
    """The handles that somebody is offered."""

    def ask(member, words, **place):
        client.force_login(member)
        response = client.get(reverse("forums:mention_list"), {"q": words} | place)
        assert response.status_code == 200
        parts = response.text.split('data-insert="@')[1:]
        return [part.partition(" ")[0] for part in parts]

    return ask


def test_people_of_the_topic_come_first_then_those_who_asked_to_be_found(
    ask, make_member, make_post, topic, helper
):
    make_member(handle="anna", listed=True)
    make_member(handle="andrew", display_name="Nobody asked", listed=False)
    make_member(handle="bo", display_name="Bo Andersen", listed=True)
    make_post(topic, author=make_member(handle="anton"))

    assert ask(helper, "AN", topic=topic.pk) == ["anton", "anna", "bo"]
    assert ask(helper, "an", category=topic.category.slug) == ["anna", "anton", "bo"]
    assert ask(helper, "ann", topic=topic.pk) == ["anna"]


@pytest.mark.parametrize("words", ["", "a", "%", "a" * 60, "zz"])
def test_two_letters_of_a_name_are_the_least(ask, make_member, topic, helper, words):
    make_member(handle="anna", listed=True)

    assert ask(helper, words, topic=topic.pk) == []


def test_whoever_cannot_be_mentioned_is_as_who_is_not_here(
    ask, make_member, make_post, topic, helper
):
    away = make_member(handle="anna")
    make_post(topic, author=away)
    for handle, facts in (("anselm", {"is_active": False}), ("andy", {"claimed_at": None}),
                          ("angus", {"email": None, "claimed_at": None})):  # fmt: skip
        who = make_member(handle=handle, email=f"{handle}@example.org", listed=True)
        type(who).objects.filter(pk=who.pk).update(**facts)
    assert ask(helper, "an", topic=topic.pk) == ["anna"]

    block(away, other=helper)

    assert ask(helper, "an", topic=topic.pk) == []
    assert ask(away, away.handle, topic=topic.pk) == []


def test_in_a_group_its_members_and_nobody_else(ask, make_member):
    helper = make_member(tier=Tier.SUPPORTER)
    group = found(founder=helper, name="G", norms="Be kind.", purpose="Company.")
    inside, outside = make_member(handle="anna"), make_member(handle="anton", listed=True)
    join(group, member=inside, norms_version=1)
    category = open_category(group)

    assert ask(helper, "an", category=category.slug) == ["anna"]
    assert ask(outside, "an", category=category.slug) == []


def test_where_only_staff_reads_only_staff_is_named(
    ask, make_member, make_category, make_topic, moderator, helper
):
    staff = dict.fromkeys(("see", "read", "start", "reply"), Audience.STAFF)
    category = make_category(**staff)
    topic = make_topic(category=category, author=moderator)
    make_member(handle="anna", listed=True)
    make_member(handle="anton", listed=True, role=Role.ORGANISER)

    assert ask(moderator, "an", topic=topic.pk) == ["anton"]
    assert ask(helper, "an", topic=topic.pk) == []


def test_it_cannot_be_asked_for_everybody(ask, client, topic, helper, monkeypatch):
    monkeypatch.setattr(mentions, "LOOKS", 3)
    for words in ("aa", "ab", "ac"):
        ask(helper, words, topic=topic.pk)

    response = client.get(reverse("forums:mention_list"), {"q": "ad", "topic": topic.pk})

    assert (response.status_code, response.content) == (429, b"")


def test_it_costs_the_same_for_one_and_for_many(
    client, make_member, make_post, topic, helper, django_assert_num_queries
):
    client.force_login(helper)
    address, asked = reverse("forums:mention_list"), {"q": "an", "topic": topic.pk}
    client.get(address, asked)
    for handles in ("a", "bcdefghkmnpr"):
        for handle in handles:
            make_post(topic, author=make_member(handle=f"anna-x{handle}o"))
        with django_assert_num_queries(7):
            found = client.get(address, asked).text.count("data-insert")
        assert found == min(8, 1 if handles == "a" else 13)
