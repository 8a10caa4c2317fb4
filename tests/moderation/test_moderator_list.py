import pytest
from django.urls import reverse

from groups.actions import found
from groups.models import Group
from peersupport.members.models import Member, Role, Tier
from tests.conftest import without_factor

PAGE = reverse("moderation:moderator_list")


@pytest.fixture
def make_group(make_member):
    def make(name, kind=Group.Kind.OPEN):
        leader = make_member(display_name=f"Leader of {name}", tier=Tier.SUPPORTER)
        return found(founder=leader, name=name, norms="Be kind.", kind=kind)

    return make


def test_names_who_moderates_everywhere(client, moderator, administrator, stranger, make_member):
    idle = without_factor(make_member(display_name="Idle", role=Role.MODERATOR))
    make_member(display_name="Organiser", role=Role.ORGANISER)

    text = client.get(PAGE).text

    assert moderator.display_name in text
    assert administrator.display_name in text
    assert idle.display_name not in text
    assert ">Organiser<" not in text
    Member.objects.filter(role__gt="").update(role=Role.NONE)
    text = client.get(PAGE).text
    assert "Nobody just now." in text
    assert "Nobody of them is on duty just now." in text


def test_says_who_looks_after_a_group_to_who_may_know_of_it(client, make_group, stranger):
    make_group("Tea")
    hidden = make_group("Canary", Group.Kind.HIDDEN)
    assert "Leader of Tea" not in client.get(PAGE).text

    client.force_login(stranger)
    text = client.get(PAGE).text
    assert "Leader of Tea" in text
    assert "Canary" not in text
    client.force_login(hidden.memberships.get().member)
    assert "Leader of Canary" in client.get(PAGE).text


def test_costs_the_same_for_many_and_turns_pages(
    client, make_group, stranger, django_assert_max_num_queries, monkeypatch
):
    monkeypatch.setattr("moderation.views.moderators.ON_PAGE", 3)
    for number in range(5):
        make_group(f"Group {number}")
    client.force_login(stranger)

    with django_assert_max_num_queries(8):
        first = client.get(PAGE).text
    assert "Group 2" in first
    assert "Group 3" not in first
    second = client.get(PAGE, {"after": "Group 2"}).text
    assert "Group 4" in second
    assert "Group 2" not in second
