"""What is written in a group is its members': by the forum's own pages, with no other code."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from forums.actions import lock, move, reply, start_topic
from forums.models import Category, Post, Topic
from forums.rules import can_moderate, can_reply, can_start
from groups import actions as groups
from groups.models import Group, Membership
from peersupport.activity.actions import settle_next
from peersupport.core.exceptions import Refused
from peersupport.members.models import Tier
from peersupport.notifications.actions import deliver_next
from peersupport.notifications.letters import compose
from peersupport.notifications.models import Letter, Notice
from peersupport.reactions import REACTIONS

CANARY = "Kanarienvogel"


def settle():
    while settle_next(REACTIONS):
        pass


@pytest.fixture
def leader(make_member):
    return make_member(display_name="Leader", tier=Tier.SUPPORTER)


@pytest.fixture
def make_place(leader):
    """A group whose discussions have opened."""

    def make(**facts):
        defaults = {
            "founder": leader, "name": f"Group {CANARY}", "purpose": f"For {CANARY}.",
            "norms": "Be kind.", "kind": Group.Kind.HIDDEN, "size": 20,
        }  # fmt: skip
        group = groups.found(**(defaults | facts))
        settle()
        return Category.objects.select_related("group").get(group=group)

    return make


@pytest.fixture
def place(make_place):
    return make_place()


@pytest.fixture
def insider(place, leader, make_member):
    return let_in(place.group, leader, make_member(display_name="Insider"))


def let_in(group, leader, member):
    invitation = groups.invite(group, by=leader)
    groups.use_invitation(invitation.token, member=member, norms_version=group.norms_version)
    return member


@pytest.fixture
def inside(place, leader):
    return start_topic(
        place, author=leader, title=f"Topic {CANARY}", body=f"Words {CANARY}", kind="question"
    )


def pages_of(topic):
    verbs = ["forums:post_detail"]
    return [
        topic.category.get_absolute_url(), topic.get_absolute_url(),
        reverse("forums:topic_redirect", args=[topic.pk]),
        reverse("forums:topic_new", args=[topic.category.slug]),
        reverse("forums:post_history", args=[topic.pk, 1]),
        *(reverse(verb, args=[topic.pk, topic.slug, 1]) for verb in verbs),
    ]  # fmt: skip


LISTS = ["/", "/groups/", "/groups/?places=1", "/forums/", "/forums/-/topics/", "/forums/-/topics/?show=waiting",
         "/forums/-/topics/?show=unread", "/notifications/"]  # fmt: skip


def test_founding_opens_discussions_for_its_members(client, place, insider, inside):
    client.force_login(insider)

    assert CANARY in client.get(place.get_absolute_url()).text
    assert f"Words {CANARY}" in client.get(inside.get_absolute_url()).text
    assert inside.title in client.get("/forums/-/topics/").text


def test_a_new_name_reaches_the_discussions(place, leader):
    groups.edit(place.group, by=leader, name="Another name", purpose="Something else.")
    settle()

    place.refresh_from_db()
    assert (place.name, place.description) == ("Another name", "Something else.")


def plain(response, address):
    """A page without what is new in every answer, and without the address that was asked for."""
    text = response.text.replace(address, "")
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)


@pytest.mark.parametrize("who", ["stranger", "moderator", "administrator", "ex-member"])
def test_outsiders_meet_the_page_of_what_is_not_there(
    client, request, place, inside, leader, make_member, who
):
    if who == "ex-member":
        person = let_in(place.group, leader, make_member())
        client.force_login(person)
        assert client.get(inside.get_absolute_url()).status_code == 200
        groups.leave(place.group, member=person)
    else:
        person = request.getfixturevalue(who)
        client.force_login(person)
    missing = Topic(pk=inside.pk + 999, slug=inside.slug)
    missing.category = Category(slug="no-such-place", group=place.group)

    for here, nowhere in zip(pages_of(inside), pages_of(missing), strict=True):
        found, lost = client.get(here), client.get(nowhere)
        assert (found.status_code, lost.status_code) == (404, 404), here
        assert plain(found, here) == plain(lost, nowhere)
    for address in [*LISTS, leader.get_absolute_url(), f"/members/{person.handle}/"]:
        assert CANARY not in client.get(address).text, address


@pytest.mark.parametrize("who", ["stranger", "moderator", "administrator"])
def test_outsiders_change_nothing(client, request, inside, who):
    client.force_login(request.getfixturevalue(who))
    deeds = {
        "topic_reply": {"body": "Me too."}, "topic_watch": {"level": "2"},
        "topic_lock": {"locked": "1"}, "topic_pin": {"pinned": "1"},
    }  # fmt: skip

    for name, data in deeds.items():
        response = client.post(reverse(f"forums:{name}", args=[inside.pk]), data)
        assert response.status_code == 404, name

    inside.refresh_from_db()
    assert (inside.is_locked, inside.is_pinned, inside.last_number) == (False, False, 1)


def test_visitors_are_told_nothing(client, inside):
    for address in ["/", "/forums/", "/forums/-/topics/", inside.category.get_absolute_url(),
                    inside.get_absolute_url()]:  # fmt: skip
        assert CANARY not in client.get(address).text


def test_the_admin_lists_no_discussions_of_groups(client, place, moderator, administrator):
    client.force_login(administrator)

    assert CANARY not in client.get(reverse("admin:forums_category_changelist")).text
    address = reverse("admin:forums_category_change", args=[place.pk])
    assert client.get(address, follow=True).redirect_chain[-1][0] == reverse("admin:index")


def test_a_mention_reaches_members_only(place, inside, leader, insider, stranger):
    reply(inside, author=leader, body=f"@{insider.handle} and @{stranger.handle}: {CANARY}")
    settle()

    assert list(Notice.objects.values_list("recipient", flat=True)) == [insider.pk]


def test_a_letter_not_yet_sent_is_dropped_when_the_reader_leaves(
    client, place, inside, leader, insider
):
    reply(inside, author=leader, body=f"@{insider.handle}: {CANARY}")
    settle()
    Letter.objects.exclude(kind="mention").delete()

    groups.leave(place.group, member=insider)
    while deliver_next():
        pass

    assert list(Letter.objects.values_list("state", flat=True)) == ["dropped"]
    client.force_login(insider)
    assert CANARY not in client.get("/notifications/").text
    notice = reverse("notifications:notice_detail", args=[Notice.objects.get().pk])
    assert client.get(notice).status_code == 404


def test_letters_tell_neither_name_nor_words(place, inside, leader, insider):
    reply(inside, author=leader, body=f"@{insider.handle}: {CANARY}")
    settle()

    mail = compose(Letter.objects.get(kind="mention"))

    assert CANARY not in mail.subject + mail.body + mail.alternatives[0].content
    assert reverse("forums:topic_redirect", args=[inside.pk]) in mail.body


def test_changed_norms_come_before_writing(place, inside, leader, insider):
    groups.change_norms(place.group, by=leader, norms="Only this.", questions="")

    assert not can_reply(insider, Topic.objects.select_related("category").get(pk=inside.pk))
    with pytest.raises(Refused):
        reply(inside, author=insider, body="Me too.")
    groups.agree(place.group, member=insider, version=2)
    assert reply(inside, author=insider, body="Me too.").number == 2


def test_an_archived_group_is_read_and_not_written_in(client, place, inside, leader, insider):
    groups.archive(place.group, by=leader)
    client.force_login(insider)

    assert client.get(inside.get_absolute_url()).status_code == 200
    with pytest.raises(Refused):
        reply(inside, author=insider, body="Too late.")
    with pytest.raises(Refused):
        start_topic(place, author=leader, title="Too late", body="Words.")


def test_who_was_removed_while_writing_posts_nothing(place, inside, leader, insider):
    seen = Topic.objects.visible_to(insider).select_related("category").get(pk=inside.pk)
    assert can_reply(insider, seen)

    groups.remove(place.group, handle=insider.handle, by=leader, reason="Three warnings.")

    with pytest.raises(Refused):
        reply(seen, author=insider, body="One more thing.")
    assert Post.objects.filter(topic=inside).count() == 1


def test_a_facilitator_moderates_inside_and_nowhere_else(
    make_place, place, inside, leader, category, make_member, make_topic
):
    other = make_place(founder=make_member(tier=Tier.SUPPORTER), name="Another")
    outside = make_topic()

    assert lock(inside, by=leader, locked=True).is_locked
    for elsewhere in (other, category):
        assert not can_moderate(leader, elsewhere)
    with pytest.raises(Refused):
        lock(outside, by=leader, locked=True)
    assert not can_start(leader, other)


def test_a_moderator_of_the_site_has_no_power_inside(place, inside, leader, moderator):
    let_in(place.group, leader, moderator)

    with pytest.raises(Refused):
        lock(inside, by=moderator, locked=True)


def test_no_topic_moves_in_or_out_even_by_who_has_both_powers(place, leader, moderator, make_topic):
    outside = make_topic(title="Was public")
    inside = start_topic(place, author=leader, title="Ours", body="Words.")
    leader.role, leader.second_factor_at = "moderator", timezone.now()
    leader.save(update_fields=["role", "second_factor_at"])

    for topic, to in ((outside, place), (inside, outside.category)):
        for by in (leader, moderator):
            with pytest.raises(Refused):
                move(topic, to=to, by=by)
        before = topic.category_id
        topic.refresh_from_db()
        assert topic.category_id == before


def test_an_answer_to_a_newcomer_is_a_welcome(place, leader, insider):
    topic = start_topic(place, author=insider, title="Hello", body="I am new.")
    settle()
    assert Membership.objects.get(member=insider).welcomed_at is None

    reply(topic, author=leader, body="Welcome.")
    settle()

    assert Membership.objects.get(member=insider).welcomed_at is not None


@pytest.mark.parametrize("people", [0, 12])
def test_pages_ask_the_same_whatever_the_group_holds(
    client, django_assert_num_queries, place, inside, leader, insider, make_member, people
):
    for number in range(people):
        reply(inside, author=leader, body=f"Words {number}")
        let_in(place.group, leader, make_member())
    client.force_login(insider)
    client.get(inside.get_absolute_url())

    with django_assert_num_queries(6):
        client.get(inside.get_absolute_url())
    with django_assert_num_queries(9):
        client.get(place.get_absolute_url())
