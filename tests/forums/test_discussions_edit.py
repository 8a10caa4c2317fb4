import pytest
from django.urls import reverse

from forums.actions import change_ways, let_through, open_category, submit_topic
from forums.models import HeldPost
from groups.actions import archive, found, join
from moderation.models import ReviewItem
from peersupport.activity.models import Activity
from peersupport.core.exceptions import Refused
from peersupport.members.models import Tier


@pytest.fixture
def leader(make_member):
    return make_member(tier=Tier.SUPPORTER)


@pytest.fixture
def place(leader):
    group = found(founder=leader, name="Quiet maths", purpose="Silence.", norms="Be kind.")
    return open_category(group)


def test_its_facilitator_says_how_topics_start_and_how_often_people_post(client, leader, place):
    address = reverse("forums:discussions_edit", args=[place.slug])
    client.force_login(leader)
    assert "Slow mode" in client.get(address).text
    data = {"template": "### Tried", "template_title_hint": "Say the topic.", "slow_seconds": "300"}
    data["hold"] = "open"

    response = client.post(address, data)

    place.refresh_from_db()
    assert (response.status_code, response.url) == (302, place.get_absolute_url())
    assert (place.template, place.slow_seconds) == ("### Tried", 300)
    assert place.template_title_hint == "Say the topic."
    assert Activity.objects.get(verb="forums.ways_changed").actor == leader
    text = client.get(reverse("forums:topic_new", args=[place.slug])).text
    assert "### Tried</textarea>" in text
    assert "Say the topic." in text
    assert client.post(address, data | {"slow_seconds": "7"}).status_code == 422


def test_nobody_else_changes_it_and_none_once_the_group_is_archived(
    client, leader, place, moderator
):
    facts = {"template": "", "template_title_hint": "", "slow_seconds": 60}
    client.force_login(moderator)
    assert client.get(reverse("forums:discussions_edit", args=[place.slug])).status_code == 404
    with pytest.raises(Refused):
        change_ways(place, by=moderator, **facts)

    archive(place.group, by=leader)

    with pytest.raises(Refused):
        change_ways(place, by=leader, **facts)
    place.refresh_from_db()
    assert place.slow_seconds == 0


def test_its_facilitator_lets_through_what_waits_there_and_no_other_groups_does(
    client, leader, place, make_member
):
    address = reverse("forums:discussions_edit", args=[place.slug])
    client.force_login(leader)
    facts = {"template": "", "template_title_hint": "", "slow_seconds": "0", "hold": "all"}
    both = client.post(address, facts | {"is_support": "on"})
    assert both.status_code == 422
    assert "Where people come for support nothing waits" in both.text
    assert client.post(address, facts).status_code == 302
    place.refresh_from_db()
    member, other = make_member(), make_member(tier=Tier.SUPPORTER)
    join(place.group, member=member, norms_version=1)
    found(founder=other, name="Another", purpose="Company.", norms="Be kind.")

    held = submit_topic(place, author=member, title="Inside", body="Words.").what

    item = ReviewItem.objects.get()
    assert (item.place, item.is_private) == (place.group, True)
    assert not HeldPost.objects.visible_to(other).exists()
    with pytest.raises(Refused):
        let_through(held, by=other)
    assert let_through(held, by=leader).post.topic.title == "Inside"
