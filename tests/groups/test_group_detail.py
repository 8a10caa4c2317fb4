import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from forums.actions import reply, start_topic
from forums.models import Category
from groups import actions
from groups.models import Group, HandOver, Role

Kind = Group.Kind


@pytest.fixture
def visit(client, somebody):
    """A group's page as somebody sees it."""

    def see(group, who):
        client.force_login(somebody(who, group) if isinstance(who, str) else who)
        return client.get(group.get_absolute_url(), {"nonsense": "1"})

    return see


def test_tells_everybody_what_everybody_may_know(visit, make_group, let_in):
    group = make_group(objectives="- Solve sheets\n- Drink tea", languages=["de"],
                       interests=["maths"], time_zone="America/New_York")  # fmt: skip
    let_in(group, display_name="Very Private")

    response = visit(group, "stranger")

    assert response.status_code == 200
    for words in (
        "Quiet maths", "We work in silence.", "<li>Solve sheets</li><li>Drink tea</li>",
        "<strong>Listen first.</strong>", "led by <bdi>Facilitator</bdi>", "2 members",
        "10 of 12 free", "Deutsch", "Maths and numbers", "America/New York",
        "Its members, and nobody else",
    ):  # fmt: skip
        assert words in response.text
    for secret in ("Very Private", "Recent discussions", "Leave the group", "Looking after it"):
        assert secret not in response.text
    assert not response.context.get("people")


def test_tells_members_who_is_there_and_what_is_talked_about(
    visit, group, let_in, facilitator, settle
):
    settle()
    start_topic(
        Category.objects.get(group=group), author=facilitator, title="Sheet seven", body="Words."
    )
    member = let_in(group)

    response = visit(group, member)

    people = [place.member for place in response.context["people"]]
    assert people == [facilitator, member]
    for words in ("Joined", "Recent discussions", "Sheet seven", "See all 2", "Leave the group",
                  "Open discussions", "Start a topic", "You agreed to these on"):  # fmt: skip
        assert words in response.text
    assert "Looking after it" not in response.text
    assert "Invite somebody" not in response.text
    assert "Sheet seven" not in visit(group, "stranger").text


@pytest.mark.parametrize("who", ["deputy", "facilitator"])
def test_leads_those_who_look_after_it_to_their_page(visit, group, who):
    text = visit(group, who).text

    assert f'<a href="{group.place_url("group_lead")}">Looking after it</a>' in text
    assert "Invite somebody" in text


def test_members_invite_where_the_group_says_so(visit, make_group):
    assert "Invite somebody" in visit(make_group(members_may_invite=True), "member").text


@pytest.mark.parametrize(
    ("kind", "words", "has_door"),
    [
        (Kind.OPEN, "Join this group", True),
        (Kind.REQUEST, "Ask to join", True),
        (Kind.INVITATION, "By invitation", False),
    ],
)
def test_shows_the_way_in(visit, make_group, kind, words, has_door):
    group = make_group(kind=kind)

    text = visit(group, "stranger").text

    assert words in text
    assert (f'href="{group.place_url("group_join")}"' in text) is has_door
    assert f'href="{group.place_url("group_join")}"' not in visit(group, "member").text


def test_a_full_group_offers_its_line(visit, full, stranger):
    text = visit(full, stranger).text
    assert "All 3 are taken" in text
    assert "Join the waiting list" in text

    actions.join(full, member=stranger, norms_version=1)
    text = visit(full, stranger).text

    assert "You are on the waiting list." in text
    assert "See your place in line" in text
    assert "Join the waiting list" not in text


def test_a_request_is_shown_to_who_asked_and_to_nobody_else(visit, by_request, asked, stranger):
    for words in ("You have asked to join.", "See your request", asked.get_absolute_url()):
        assert words in visit(by_request, stranger).text
        assert words not in visit(by_request, "asker").text


def test_a_no_can_be_read_and_asked_again_after(visit, by_request, asked, facilitator, stranger):
    actions.decline(asked, by=facilitator, reason="Not now.")

    text = visit(by_request, stranger).text

    assert "Your last request was declined." in text
    assert f'href="{asked.get_absolute_url()}">Read why' in text
    assert f'href="{by_request.place_url("group_join")}"' in text


def test_a_proposal_is_its_founders_and_the_organisers(visit, make_group, make_member, organiser):
    founder = make_member()
    group = make_group(founder=founder)
    decision = reverse("admin:groups_group_change", args=[group.pk])

    seen, decided = visit(group, founder).text, visit(group, organiser).text

    assert "The organisers are reading your proposal." in seen
    assert decision not in seen
    assert "Recent discussions" not in seen
    assert "/discussions/" not in seen  # there are none before somebody agreed to it
    assert f'href="{decision}">Decide about it' in decided
    assert f'href="{group.place_url("group_join")}"' not in decided
    for who in ("stranger", "moderator", "facilitator"):
        assert visit(group, who).status_code == 404


def test_a_declined_proposal_says_why_to_its_founder(visit, make_group, make_member, organiser):
    founder = make_member()
    group = make_group(founder=founder)
    actions.decide_proposal(group, by=organiser, agreed=False, reason="There is one like it.")

    text = visit(group, founder).text

    assert "The organisers did not found this group." in text
    assert "There is one like it." in text
    assert visit(group, organiser).status_code == 404


def test_an_archived_group_is_its_members(visit, group, facilitator, let_in):
    member = let_in(group)
    actions.archive(group, by=facilitator)

    text = visit(group, member).text

    assert "This group is archived." in text
    assert "Start a topic" not in text
    assert "Invite somebody" not in text
    assert visit(group, "stranger").status_code == 404


def test_a_hidden_group_does_not_exist_for_others(client, hidden, outsider):
    client.force_login(outsider(hidden))
    found = client.get(hidden.get_absolute_url())
    lost = client.get(reverse("groups:group_detail", args=["no-such-group"]))

    def plain(response):
        text = response.text.replace(hidden.slug, "no-such-group")
        return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)

    assert (found.status_code, lost.status_code) == (404, 404)
    assert plain(found) == plain(lost)


def test_a_hidden_group_says_so_inside(visit, hidden):
    text = visit(hidden, "member").text

    assert "Zugvogel" in text
    assert "Hidden" in text


def test_members_are_asked_to_agree_to_changed_norms(visit, group, facilitator, let_in, settle):
    settle()
    member = let_in(group)
    actions.change_norms(group, by=facilitator, norms="Only this.", questions="")

    text = visit(group, member).text

    assert "The norms have changed." in text
    assert f'href="{group.place_url("group_norms")}">Read the norms' in text
    assert "Start a topic" not in text
    for who in (facilitator, "stranger"):
        assert "The norms have changed." not in visit(group, who).text


def test_a_group_nobody_looks_after_says_what_happens(visit, group, facilitator, administrator):
    actions.appoint(group, handle=facilitator.handle, role=Role.MEMBER, by=administrator)
    text = visit(group, facilitator).text
    assert "Nobody looks after this group just now." in text
    assert "If it stays like this for two weeks" in text
    assert "Nobody looks after this group" not in visit(group, "stranger").text
    assert "Nobody just now." in visit(group, "stranger").text

    Group.objects.update(flagged_at=timezone.now())

    assert "The organisers know, and are looking for somebody." in visit(group, facilitator).text


@pytest.mark.parametrize(("days", "is_news"), [(29, True), (31, False)])
def test_members_hear_that_the_group_changed_hands(
    visit, group, facilitator, let_in, days, is_news
):
    successor = let_in(group, display_name="Successor")
    asked = actions.ask_to_take_over(group, by=facilitator, to=successor)
    actions.answer_hand_over(asked, by=successor, accepted=True)
    HandOver.objects.update(answered_at=timezone.now() - timedelta(days=days))

    words = "<bdi>Facilitator</bdi> handed the group over to <bdi>Successor</bdi>."

    assert (words in visit(group, "member").text) is is_news
    assert words not in visit(group, "stranger").text


def test_asks_visitors_to_log_in_and_newcomers_nothing(client, group, newcomer):
    assert client.get(group.get_absolute_url()).url.startswith(reverse("account_login"))
    client.force_login(newcomer)

    assert client.get(group.get_absolute_url()).status_code == 200


def test_words_are_shown_as_text(visit, make_group):
    group = make_group(name="<b>N</b>", purpose="<b>P</b>", objectives="<b>O</b>", norms="<b>M</b>")

    text = visit(group, "member").text

    for letter in "NPOM":
        assert f"&lt;b&gt;{letter}&lt;/b&gt;" in text
        assert f"<b>{letter}</b>" not in text


def test_costs_the_same_for_one_and_for_sixty_members_and_requests(
    client, make_group, make_member, facilitator, bring_in, stranger, settle,
    django_assert_max_num_queries, django_assert_num_queries,
):  # fmt: skip
    group = make_group(kind=Kind.REQUEST, size=100)
    settle()
    category = Category.objects.get(group=group)

    def more(members):
        for _number in range(members):
            member = bring_in(group)
            topic = start_topic(category, author=member, title="T", body="W.")
            reply(topic, author=member, body="W.")
            actions.ask_to_join(group, member=make_member(), norms_version=1, answers=[])
        return member

    people, few = [stranger, more(1), facilitator], []
    for person in people:
        client.force_login(person)
        client.get(group.get_absolute_url())
        with django_assert_max_num_queries(15) as queries:
            client.get(group.get_absolute_url())
        few.append(len(queries))

    more(59)

    for person, number in zip(people, few, strict=True):
        client.force_login(person)
        with django_assert_num_queries(number):
            client.get(group.get_absolute_url())


def test_who_has_not_agreed_to_the_latest_norms_is_not_told_that_they_have(
    visit, group, facilitator, let_in
):
    member = let_in(group)
    assert "You agreed to these on" in visit(group, member).text

    actions.change_norms(group, by=facilitator, norms="Be kinder.", questions="")

    text = visit(group, member).text
    assert "The norms have changed." in text
    assert "Be kinder." in text
    assert "You agreed to these on" not in text
