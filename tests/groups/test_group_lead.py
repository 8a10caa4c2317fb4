from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from forums.actions import lock, reply, start_topic
from forums.models import Category, Topic
from groups import actions
from groups.models import Group, Membership, Role

Kind = Group.Kind
MINUTE = timedelta(minutes=1)


def address(group):
    return group.place_url("group_lead")


@pytest.fixture
def page(client, facilitator):
    """What the facilitator reads."""

    def read(group):
        client.force_login(facilitator)
        return client.get(address(group), {"nonsense": "1"}).text

    return read


@pytest.fixture
def deputy(group, bring_in):
    return bring_in(group, Role.DEPUTY, display_name="Second")


@pytest.mark.parametrize("who", ["facilitator", "deputy"])
def test_shows_who_asks_and_what_they_wrote(client, by_request, asked, somebody, who):
    client.force_login(somebody(who, by_request))

    response = client.get(address(by_request))

    assert response.status_code == 200
    for words in (
        "1 person asks to join", "<bdi>Stranger</bdi>", "For company.", "places free",
        reverse("groups:request_accept", args=[by_request.slug, asked.pk]),
        reverse("groups:request_decline", args=[by_request.slug, asked.pk]),
    ):  # fmt: skip
        assert words in response.text


def test_who_waited_longest_comes_first(page, by_request, asked, make_member):
    late = make_member(display_name="Late")
    actions.ask_to_join(by_request, member=late, norms_version=1, answers=[])

    text = page(by_request)

    assert "2 people ask to join" in text
    assert text.index("<bdi>Stranger</bdi>") < text.index("<bdi>Late</bdi>")


def test_shows_no_request_that_is_over(page, by_request, asked, stranger):
    actions.withdraw(by_request, member=stranger)

    text = page(by_request)

    assert "Nobody asks to join just now" in text
    assert "Stranger" not in text


def test_shows_no_request_to_another_group(page, group, asked):
    assert "Stranger" not in page(group)


def test_says_how_many_places_are_free_and_who_is_in_line(page, full, let_in, make_group):
    assert "11 places free" in page(make_group())
    assert ">full</span>" in page(full)
    let_in(full)

    assert "full, 1 in line" in page(full)


def test_where_nothing_needs_anybody_it_says_so(page, group, deputy):
    text = page(group)

    assert "All is well" in text
    assert "Nobody waits for an answer or a welcome. Nothing to do here." in text
    for words in ("It has been quiet", "no deputy", "has welcomed", "second circle", "waited"):
        assert words not in text


def test_somebody_should_be_there_when_one_is_away(client, page, group, bring_in):
    assert "You have no deputy" in page(group)
    assert "Choose somebody" in page(group)
    assert "All is well" not in page(group)

    bring_in(group, Role.DEPUTY)

    assert "You have no deputy" not in page(group)


@pytest.mark.parametrize(
    ("ago", "is_quiet"),
    [(timedelta(days=10) + MINUTE, True), (timedelta(days=10) - MINUTE, False)],
)
def test_ten_days_without_a_word_are_quiet(page, group, deputy, ago, is_quiet):
    Group.objects.update(active_at=timezone.now() - ago)

    text = page(group)

    assert ("It has been quiet" in text) is is_quiet
    assert ("Ask something" in text) is is_quiet
    assert ("All is well" in text) is not is_quiet


@pytest.mark.parametrize(
    ("ago", "is_shown"),
    [
        (timedelta(days=1) - MINUTE, False),
        (timedelta(days=1) + MINUTE, True),
        (timedelta(days=30) - MINUTE, True),
        (timedelta(days=30) + MINUTE, False),
    ],
)
def test_newcomers_whom_nobody_has_welcomed_are_named(page, group, deputy, let_in, ago, is_shown):
    newcomer = let_in(group, display_name="Newling")
    Membership.objects.filter(member=newcomer).update(joined_at=timezone.now() - ago)

    text = page(group)

    words = "Nobody has welcomed <bdi>Newling</bdi> yet"
    form = reverse("groups:membership_welcome", args=[group.slug, newcomer.handle])
    assert (words in text, f'action="{form}"' in text) == (is_shown, is_shown)
    assert ("All is well" in text) is not is_shown


def test_who_was_welcomed_is_no_longer_named(page, group, facilitator, let_in):
    newcomer = let_in(group, display_name="Newling")
    Membership.objects.update(joined_at=timezone.now() - timedelta(days=2))
    assert "Newling" in page(group)

    actions.welcome(group, handle=newcomer.handle, by=facilitator)

    assert "Newling" not in page(group)


def test_at_most_five_newcomers_are_named_and_who_came_first(page, group, let_in):
    for number in range(6):
        newcomer = let_in(group, display_name=f"Newling {number}")
        Membership.objects.filter(member=newcomer).update(
            joined_at=timezone.now() - timedelta(days=2) + number * MINUTE
        )

    text = page(group)

    assert text.count("Nobody has welcomed") == 5
    assert "Newling 5" not in text


@pytest.mark.parametrize(
    ("kind", "recent", "is_crowded"),
    [(Kind.REQUEST, 13, True), (Kind.HIDDEN, 13, True), (Kind.REQUEST, 12, False),
     (Kind.OPEN, 13, False)],
)  # fmt: skip
def test_a_circle_in_which_more_than_twelve_write_may_split(
    page, make_group, bring_in, kind, recent, is_crowded
):
    group = make_group(kind=kind, size=20)
    for _person in range(13):
        bring_in(group)
    four_weeks = timezone.now() - timedelta(days=28)
    people = list(group.memberships.values_list("pk", flat=True))
    Membership.objects.update(active_at=four_weeks - MINUTE)
    Membership.objects.filter(pk__in=people[:recent]).update(active_at=four_weeks + MINUTE)

    text = page(group)

    assert ("Is it time for a second circle?" in text) is is_crowded
    assert ("13 people wrote in the last four weeks." in text) is is_crowded


@pytest.fixture
def question(group, let_in, settle):
    """A discussion by a member."""
    settle()
    category = Category.objects.get(group=group)
    author = let_in(group, display_name="Asking")
    return start_topic(category, author=author, title="Sheet seven?", body="How?")


@pytest.mark.parametrize(
    ("ago", "is_shown"), [(timedelta(hours=48) + MINUTE, True), (timedelta(hours=48) - MINUTE, False)]
)  # fmt: skip
def test_what_nobody_answered_for_two_days_is_shown(page, group, deputy, question, ago, is_shown):
    Topic.objects.update(posted_at=timezone.now() - ago)

    text = page(group)

    assert ("This has waited more than two days for a reply" in text) is is_shown
    assert ("“<bdi>Sheet seven?</bdi>” by <bdi>Asking</bdi>." in text) is is_shown
    assert (f'href="{question.get_absolute_url()}"' in text) is is_shown
    assert ("All is well" in text) is not is_shown


@pytest.mark.parametrize("how", ["answered", "closed"])
def test_what_needs_no_answer_is_not_shown(page, group, question, facilitator, how):
    Topic.objects.update(posted_at=timezone.now() - timedelta(days=3))
    assert "Sheet seven?" in page(group)

    if how == "answered":
        reply(question, author=facilitator, body="Like this.")
    else:
        lock(question, by=facilitator, locked=True)

    assert "Sheet seven?" not in page(group)


def test_what_waits_elsewhere_is_not_shown(page, group, topic, settle):
    settle()
    Topic.objects.update(posted_at=timezone.now() - timedelta(days=3))

    assert topic.title not in page(group)


def test_a_question_to_a_successor_can_be_taken_back(page, group, facilitator, let_in):
    assert "Hand over the group" in page(group)
    actions.ask_to_take_over(group, by=facilitator, to=let_in(group, display_name="Next"))

    text = page(group)

    assert "You asked Next to take over." in text
    assert 'name="do" value="take-back"' in text
    assert "Hand over the group" not in text


def test_a_deputy_is_offered_nothing_that_is_the_facilitators(client, group, deputy):
    client.force_login(deputy)

    text = client.get(address(group)).text

    for page in ("group_hand_over", "group_edit", "agreement_edit"):
        assert f'href="{group.place_url(page)}"' not in text


def test_does_not_exist_for_others(client, by_request, asked, powerless):
    client.force_login(powerless(by_request))

    response = client.get(address(by_request))

    assert response.status_code == 404
    assert "For company." not in response.text


def test_asks_visitors_to_log_in(client, group):
    assert client.get(address(group)).url.startswith(reverse("account_login"))


def test_costs_the_same_for_one_and_for_sixty_members_and_requests(
    client, make_group, make_member, facilitator, bring_in, settle,
    django_assert_max_num_queries, django_assert_num_queries,
):  # fmt: skip
    group = make_group(kind=Kind.REQUEST, size=100)
    settle()
    category = Category.objects.get(group=group)

    def more(members):
        for _number in range(members):
            start_topic(category, author=bring_in(group), title="T", body="W.")
            actions.ask_to_join(group, member=make_member(), norms_version=1, answers=[])
        Membership.objects.update(joined_at=timezone.now() - timedelta(days=2))
        Topic.objects.update(posted_at=timezone.now() - timedelta(days=3))

    more(1)
    client.force_login(facilitator)
    client.get(address(group))
    with django_assert_max_num_queries(12) as few:
        client.get(address(group))

    more(59)

    with django_assert_num_queries(len(few)):
        client.get(address(group))
