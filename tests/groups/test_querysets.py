import pytest
from django.contrib.auth.models import AnonymousUser

from groups import actions
from groups.models import Group, HandOver, JoinRequest, Membership

Kind = Group.Kind


@pytest.fixture
def groups(make_group):
    return {kind: make_group(kind=kind, name=kind.name) for kind in Kind}


def seen_by(member):
    return {Kind(kind) for kind in Group.objects.visible_to(member).values_list("kind", flat=True)}


def test_a_hidden_group_exists_for_its_members_alone(groups, facilitator, request):
    for who in ("stranger", "moderator", "administrator"):
        assert seen_by(request.getfixturevalue(who)) == {Kind.OPEN, Kind.REQUEST, Kind.INVITATION}
    assert seen_by(facilitator) == set(Kind)
    assert seen_by(AnonymousUser()) == set()


def test_the_directory_is_the_same_for_everybody(groups):
    assert Kind.HIDDEN not in Group.objects.listed().values_list("kind", flat=True)
    assert Group.objects.listed().count() == 3


def test_a_proposed_group_is_its_founders_business(make_group, make_member, stranger):
    founder = make_member()
    make_group(founder=founder)

    assert not Group.objects.visible_to(stranger).exists()
    assert Group.objects.visible_to(founder).exists()


def test_who_is_in_a_group_is_known_inside_it(groups, facilitator, stranger, let_in):
    group = groups[Kind.OPEN]
    assert not Membership.objects.visible_to(stranger).exists()

    member = let_in(group)

    assert set(Membership.objects.visible_to(member).values_list("group", flat=True)) == {group.pk}
    assert not Membership.objects.visible_to(AnonymousUser()).exists()


def test_a_request_is_read_by_who_asked_and_who_decides(
    groups, facilitator, stranger, asker, let_in
):
    group = groups[Kind.REQUEST]
    asked = actions.ask_to_join(group, member=stranger, norms_version=1, answers=[])
    member = let_in(groups[Kind.OPEN])

    for reader in (stranger, facilitator):
        assert list(JoinRequest.objects.visible_to(reader)) == [asked]
    for other in (asker, member, AnonymousUser()):
        assert not JoinRequest.objects.visible_to(other).exists()


def test_filters_count_the_same_with_and_without_a_hidden_group(make_group, stranger):
    make_group()
    before = Group.objects.listed().with_places().count()

    make_group(kind=Kind.HIDDEN)

    assert Group.objects.listed().with_places().count() == before


def test_a_hand_over_is_between_two_people(groups, facilitator, stranger, let_in):
    group = groups[Kind.OPEN]
    asked, other = let_in(group), let_in(group)
    hand_over = actions.ask_to_take_over(group, by=facilitator, to=asked)

    for reader in (facilitator, asked):
        assert list(HandOver.objects.visible_to(reader)) == [hand_over]
    for reader in (other, stranger, AnonymousUser()):
        assert not HandOver.objects.visible_to(reader).exists()

    actions.leave(group, member=asked)
    assert not HandOver.objects.visible_to(asked).exists()
