import pytest
from django.urls import reverse

from groups import actions
from groups.models import Role


def address(group):
    return group.place_url("member_list")


def people(response):
    return [place.member for place in response.context["people"]]


def test_lists_who_looks_after_it_first_then_who_came_first(client, group, facilitator, bring_in):
    first, deputy, last = bring_in(group), bring_in(group, Role.DEPUTY), bring_in(group)
    client.force_login(first)

    response = client.get(address(group), {"nonsense": "1"})

    assert response.status_code == 200
    assert people(response) == [facilitator, deputy, first, last]
    for member in people(response):
        assert f'<a href="{member.get_absolute_url()}"><bdi>{member}</bdi></a>' in response.text
    for words in (">Facilitator</span>", ">Deputy</span>", "Only members of the group see who"):
        assert words in response.text


def test_members_are_offered_nothing_to_decide(client, group, bring_in):
    bring_in(group)
    client.force_login(bring_in(group))

    text = client.get(address(group)).text

    for words in ("Role and place", "Make a deputy", "Remove from the group", "Invite somebody"):
        assert words not in text


def test_a_facilitator_appoints_and_removes(client, group, facilitator, bring_in):
    member, deputy = bring_in(group), bring_in(group, Role.DEPUTY)
    client.force_login(facilitator)

    text = client.get(address(group)).text

    for person, label, value in [(member, "Make a deputy", 1), (deputy, "Make a member again", 0)]:
        form = reverse("groups:membership_appoint", args=[group.slug, person.handle])
        assert f'action="{form}"' in text
        assert f'name="role" value="{value}">{label}' in text
        assert reverse("groups:membership_remove", args=[group.slug, person.handle]) in text
    assert reverse("groups:membership_remove", args=[group.slug, facilitator.handle]) not in text
    assert "Invite somebody" in text


def test_a_deputy_removes_members_and_appoints_nobody(client, group, bring_in):
    member, other, deputy = (
        bring_in(group),
        bring_in(group, Role.DEPUTY),
        bring_in(group, Role.DEPUTY),
    )
    client.force_login(deputy)

    text = client.get(address(group)).text

    assert reverse("groups:membership_remove", args=[group.slug, member.handle]) in text
    assert reverse("groups:membership_remove", args=[group.slug, other.handle]) not in text
    assert "Make a" not in text


def test_pages_by_the_last_row(client, group, facilitator, bring_in):
    actions.edit(group, by=facilitator, size=100)
    members = [bring_in(group) for _person in range(64)]
    client.force_login(facilitator)

    first = client.get(address(group))
    second = client.get(address(group), {"after": first.context["next"]})

    assert f'href="?after={first.context["next"]}"' in first.text
    assert people(first) + people(second) == [facilitator, *members]
    assert (len(people(first)), second.context["next"]) == (60, None)
    assert "Back to the beginning" in second.text


@pytest.mark.parametrize("after", ["abc", "-1", "0", "9" * 30, "٣", "1.5", "\x00"])
def test_shows_the_beginning_for_a_nonsense_row(client, group, facilitator, after):
    client.force_login(facilitator)

    response = client.get(address(group), {"after": after})

    assert response.status_code == 200
    assert people(response) == [facilitator]


def test_a_row_of_another_group_is_no_row_here(client, group, hidden, facilitator, bring_in):
    client.force_login(bring_in(group))
    bring_in(hidden)

    response = client.get(address(group), {"after": hidden.memberships.last().pk})

    assert people(response)[0] == facilitator


def test_does_not_exist_for_others(client, group, facilitator, outsider):
    client.force_login(outsider(group))

    response = client.get(address(group))

    assert response.status_code == 404
    assert "Facilitator" not in response.text


def test_asks_visitors_to_log_in(client, group):
    assert client.get(address(group)).url.startswith(reverse("account_login"))


def test_costs_the_same_for_one_and_for_sixty_members(
    client, make_group, facilitator, bring_in, django_assert_max_num_queries,
    django_assert_num_queries,
):  # fmt: skip
    group = make_group(size=100)
    bring_in(group)
    client.force_login(facilitator)
    client.get(address(group))
    with django_assert_max_num_queries(8) as few:
        client.get(address(group))

    for _person in range(59):
        bring_in(group)

    with django_assert_num_queries(len(few)):
        client.get(address(group))


def test_leads_to_a_message_where_one_may_be_written(client, group, bring_in):
    near, closed = bring_in(group, written_by="groups"), bring_in(group, written_by="staff")
    reader = bring_in(group)
    client.force_login(reader)

    text = client.get(reverse("groups:member_list", args=[group.slug])).text

    start = reverse("rooms:conversation_new")
    assert f"{start}?to={near.handle}" in text
    assert f"{start}?to={closed.handle}" not in text
    assert f"{start}?to={reader.handle}" not in text
