from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from groups import actions
from groups.models import Group, Role
from groups.views import suggestion_for

LIST = reverse("groups:group_list")
Kind = Group.Kind


def names(response):
    return [group.name for group in response.context["groups"]]


@pytest.fixture
def visit(client, stranger):
    """The directory as a stranger sees it."""
    client.force_login(stranger)
    return lambda query="": client.get(f"{LIST}?{query}")


def test_shows_each_group_as_a_card(visit, make_group):
    group = make_group(languages=["de"])
    make_group(name="Thesis table", kind=Kind.REQUEST)

    response = visit()

    assert f'<a href="{group.get_absolute_url()}"><bdi>Quiet maths</bdi></a>' in response.text
    assert "1 member, led by <bdi>Facilitator</bdi>" in response.text
    for words in ("2 groups", "We work in silence.", "Open to join", "Ask to join", "Deutsch"):
        assert words in response.text


def test_says_who_looks_after_a_group(visit, group, bring_in, administrator):
    bring_in(group, Role.DEPUTY)
    assert "2 members, led by 2 people" in visit().text

    for place in group.memberships.all():
        actions.appoint(group, handle=place.member.handle, role=Role.MEMBER, by=administrator)

    assert "led by" not in visit().text


def test_says_which_is_full(visit, full):
    assert "Full, with a waiting list" in visit().text


def test_where_people_wrote_last_comes_first(visit, make_group):
    old, young = make_group(name="Old"), make_group(name="Young")
    Group.objects.filter(pk=old.pk).update(active_at=timezone.now() + timedelta(minutes=1))
    assert names(visit()) == ["Old", "Young"]

    Group.objects.filter(pk=young.pk).update(active_at=timezone.now() + timedelta(minutes=2))

    assert names(visit()) == ["Young", "Old"]


@pytest.mark.parametrize("query", ["", "about=maths", "language=de", "near=1", "places=1"])
@pytest.mark.parametrize("how", ["hidden", "proposed", "declined", "archived"])
def test_lists_and_counts_no_group_that_is_not_for_all(
    visit, make_group, make_member, facilitator, organiser, how, query
):
    facts = {"interests": ["maths"], "languages": ["de"]}
    make_group(name="Known", **facts)
    founder = facilitator if how in {"hidden", "archived"} else make_member()
    kind = Kind.HIDDEN if how == "hidden" else Kind.OPEN
    group = make_group(name="Zugvogel", founder=founder, kind=kind, **facts)
    if how == "declined":
        actions.decide_proposal(group, by=organiser, agreed=False, reason="No.")
    if how == "archived":
        actions.archive(group, by=facilitator)

    response = visit(query)

    assert (names(response), response.context["total"]) == (["Known"], 1)
    assert "1 group<" in response.text
    assert "Zugvogel" not in response.text


@pytest.mark.parametrize(
    ("query", "facts"),
    [
        ("about=maths", {"interests": ["maths", "writing"]}),
        ("language=de", {"languages": ["en", "de"]}),
        ("near=1", {"time_zone": "Africa/Nairobi"}),
        ("places=1", {"size": 4}),
        ("about=maths&language=de", {"interests": ["maths"], "languages": ["de"]}),
    ],
)
def test_narrows_to_what_is_asked_for(visit, make_group, let_in, query, facts):
    make_group(name="Fits", **facts)
    other = make_group(name="Other", interests=["maths"] if "&" in query else [], size=3,
                       time_zone="Asia/Tokyo")  # fmt: skip
    for _person in range(2):
        let_in(other)
    assert sorted(names(visit())) == ["Fits", "Other"]

    response = visit(query)

    assert (names(response), response.context["total"]) == (["Fits"], 1)
    assert f"Filters, {query.count('=')} on" in response.text


@pytest.mark.parametrize(
    ("mine", "theirs", "is_near"),
    [
        ("Europe/Berlin", "Europe/London", True),
        ("UTC", "Africa/Nairobi", True),
        ("UTC", "Asia/Dubai", False),
        ("UTC", "America/Sao_Paulo", True),
        ("UTC", "America/Puerto_Rico", False),
        ("UTC", "Asia/Kolkata", False),
        ("Asia/Kolkata", "Asia/Kathmandu", True),
        ("Pacific/Kiritimati", "Pacific/Honolulu", True),
        ("Pacific/Honolulu", "Pacific/Kiritimati", True),
        ("Pacific/Kiritimati", "Pacific/Pago_Pago", True),
        ("Asia/Tokyo", "Pacific/Pago_Pago", False),
    ],
)
def test_finds_who_is_awake_at_the_same_time_around_the_globe(
    visit, make_group, stranger, mine, theirs, is_near
):
    make_group(time_zone=theirs)
    stranger.time_zone = mine
    stranger.save()

    assert names(visit("near=1")) == (["Quiet maths"] if is_near else [])


@pytest.mark.parametrize(
    "query",
    ["about=nothing", "language=xx", "near=2", "places=yes", "about=%00", "about=maths%27--",
     "before=abc", "before=1-", f"after={'9' * 40}", "before=99999999999999999999-1",
     "about=&language=&near=&places=", "page=9"],
)  # fmt: skip
def test_leaves_out_what_an_address_says_wrongly(visit, group, query):
    response = visit(query)

    assert response.status_code == 200
    assert (names(response), response.context["chips"]) == (["Quiet maths"], [])
    assert "Remove filter" not in response.text


def test_each_filter_that_is_on_can_be_taken_off(visit, make_group):
    make_group(interests=["maths"], languages=["de"])

    text = visit("about=maths&language=de&places=1").text

    for query, label in [
        ("language=de&amp;places=1", "Maths and numbers"),
        ("about=maths&amp;places=1", "Deutsch"),
        ("about=maths&amp;language=de", "Has open places"),
    ]:
        link = f'<a class="filter-chip" href="{LIST}?{query}"><span>'
        assert f'{link}<span class="vh">Remove filter: </span>{label}</span>' in text
    assert f'href="{LIST}">Clear all' in text
    assert '<option value="maths" selected>' in text
    assert '<option value="de" selected>' in text
    assert 'name="places" value="1" checked' in text


def test_one_filter_leads_back_to_all(visit, make_group):
    make_group(interests=["maths"])

    text = visit("about=maths").text

    assert f'<a class="filter-chip" href="{LIST}"><span>' in text
    assert "Clear all" not in text


def test_where_nothing_matches_it_offers_what_shows_most(visit, make_group):
    for _number in range(2):
        make_group(interests=["maths"])
    make_group(languages=["de"])
    make_group(languages=["de"], kind=Kind.HIDDEN)

    text = visit("about=maths&language=de").text

    assert "No group matches" in text
    assert "2 groups match without “Deutsch”." in text
    assert f'href="{LIST}?about=maths">Show groups without “Deutsch”' in text


def test_offers_no_step_that_would_show_only_what_is_hidden(visit, make_group):
    make_group(languages=["de"], kind=Kind.HIDDEN)

    text = visit("about=maths&language=de").text

    assert "Nothing matches all of that yet." in text
    assert f'<a class="btn" href="{LIST}">Show all groups</a>' in text
    assert "Show groups without" not in text


def test_says_when_there_is_no_group_yet(visit, hidden):
    response = visit()

    assert "0 groups" in response.text
    assert "Nobody has started a group yet. Three people are enough." in response.text


def test_pages_and_keeps_the_filters(client, visit, make_group):
    for number in range(45):
        make_group(name=f"Group {number}", interests=["maths"])

    first = visit("about=maths")
    second = client.get(f"{LIST}?about=maths&before={first.context['page'].older}")
    third = client.get(f"{LIST}?about=maths&before={second.context['page'].older}")
    back = client.get(f"{LIST}?about=maths&after={third.context['page'].newer}")

    assert f'rel="next" href="?about=maths&amp;before={first.context["page"].older}"' in first.text
    assert 'rel="prev"' not in first.text
    assert 'rel="next"' not in third.text
    assert names(first) + names(second) + names(third) == [f"Group {n}" for n in range(44, -1, -1)]
    assert names(back) == names(second)
    assert first.context["total"] == third.context["total"] == 45


def test_behind_the_last_group_nobody_is_told_that_there_is_none(visit, group):
    response = visit("before=0-1")

    assert response.status_code == 200
    assert "Nobody has started a group yet" not in response.text


def test_ones_own_groups_stand_above_on_the_first_page_alone(client, facilitator, group, hidden):
    client.force_login(facilitator)

    response = client.get(LIST)

    assert response.context["mine"] == [hidden, group]
    assert "Your groups" in response.text
    assert names(response) == ["Quiet maths"]
    assert "Your groups" not in client.get(f"{LIST}?places=1").text


def test_asks_visitors_to_log_in_and_newcomers_nothing(client, group, newcomer):
    assert client.get(LIST).url.startswith(reverse("account_login"))
    client.force_login(newcomer)

    assert names(client.get(LIST)) == ["Quiet maths"]


def test_costs_the_same_for_one_group_and_for_forty(
    client, make_group, stranger, django_assert_max_num_queries, django_assert_num_queries
):
    addresses = [LIST, f"{LIST}?about=maths&near=1", f"{LIST}?about=writing"]
    make_group(interests=["maths"])
    client.force_login(stranger)
    client.get(LIST)
    few = []
    for address in addresses:
        with django_assert_max_num_queries(8) as queries:
            client.get(address)
        few.append(len(queries))

    for _number in range(39):
        make_group(interests=["maths"])

    for address, number in zip(addresses, few, strict=True):
        with django_assert_num_queries(number):
            client.get(address)


# One that may suit somebody


MATHS, GERMAN = {"interests": ["maths"]}, {"languages": ["de"]}


@pytest.mark.parametrize(
    ("mine", "theirs", "because"),
    [
        (MATHS | GERMAN, MATHS | GERMAN,
         "Because you look for company in Maths and numbers, and they speak Deutsch."),
        (MATHS, MATHS | GERMAN, "Because you look for company in Maths and numbers."),
        (GERMAN, MATHS | GERMAN, "Because they speak Deutsch, and people wrote there lately."),
        ({}, MATHS, "Because everybody can join, and people wrote there lately."),
        (MATHS, {}, "Because everybody can join, and people wrote there lately."),
        ({}, {"kind": Kind.REQUEST}, "Because it has places, and people wrote there lately."),
    ],
)  # fmt: skip
def test_one_group_is_suggested_and_why(client, make_member, make_group, mine, theirs, because):
    group = make_group(**theirs)
    client.force_login(make_member(**mine))

    text = client.get(LIST).text

    assert "One that may suit you" in text
    assert because in text
    assert f'<form method="post" action="{group.place_url("group_pass")}">' in text
    assert "One that may suit you" not in client.get(f"{LIST}?places=1").text


@pytest.mark.parametrize(
    "how",
    ["own", "asked", "declined", "waited for", "passed over", "full", "unled", "archived",
     "invitation", "hidden"],
)  # fmt: skip
def test_some_groups_are_not_suggested(
    make_group, full, group, stranger, facilitator, administrator, how
):
    Group.objects.exclude(pk=group.pk).update(kind=Kind.INVITATION)  # not to be suggested either
    assert suggestion_for(stranger).group == group

    if how in {"invitation", "hidden"}:
        Group.objects.filter(pk=group.pk).update(kind=Kind[how.upper()])
    elif how in {"asked", "declined"}:
        Group.objects.filter(pk=group.pk).update(kind=Kind.REQUEST)
        asked = actions.ask_to_join(group, member=stranger, norms_version=1, answers=[])
        if how == "declined":
            actions.decline(asked, by=facilitator, reason="Not now.")
    elif how == "unled":
        actions.appoint(group, handle=facilitator.handle, role=Role.MEMBER, by=administrator)
    elif how == "archived":
        actions.archive(group, by=facilitator)
    elif how == "passed over":
        actions.pass_over(group, member=stranger)
    elif how == "own":
        actions.join(group, member=stranger, norms_version=1)
    else:
        Group.objects.filter(pk=group.pk).update(size=3, member_count=3)
        if how == "waited for":
            actions.join(group, member=stranger, norms_version=1)
            Group.objects.filter(pk=group.pk).update(size=12)

    assert suggestion_for(stranger) is None


def test_interests_count_before_language_and_language_before_the_hour(make_group, make_member):
    member = make_member(interests=["maths", "writing"], languages=["de"], time_zone="UTC")
    near = make_group(name="Near")
    far = {"time_zone": "Asia/Tokyo"}
    assert suggestion_for(member).group == near

    speaking = make_group(name="Speaking", **GERMAN, **far)
    assert suggestion_for(member).group == speaking

    sharing = make_group(name="Sharing", **MATHS, **far)
    assert suggestion_for(member).group == sharing

    both = make_group(name="Both", interests=["maths", "writing"], kind=Kind.REQUEST, **far)
    make_group(name="Late", **MATHS | GERMAN)
    assert suggestion_for(member).group == both


def test_of_equals_the_one_with_the_latest_words_is_suggested(make_group, stranger):
    early, late = make_group(name="Early"), make_group(name="Late")
    assert suggestion_for(stranger).group == late

    Group.objects.filter(pk=early.pk).update(active_at=timezone.now() + timedelta(minutes=1))

    assert suggestion_for(stranger).group == early
