from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from groups import actions
from groups.models import Group, JoinRequest, Membership, Removal, Role, WaitingPlace
from groups.rules import place_of
from peersupport.activity.models import Activity
from peersupport.core.exceptions import Refused

Kind = Group.Kind


def members_of(group):
    return list(group.memberships.order_by("id").values_list("member", flat=True))


def line_of(group):
    return list(group.line.order_by("id").values_list("member", flat=True))


def test_an_open_group_lets_in_at_once(group, stranger):
    assert actions.join(group, member=stranger, norms_version=1)

    group.refresh_from_db()
    assert group.member_count == 2
    assert stranger.pk in members_of(group)


def test_joining_twice_is_joining_once(group, stranger):
    actions.join(group, member=stranger, norms_version=1)
    assert actions.join(group, member=stranger, norms_version=1)

    group.refresh_from_db()
    assert group.member_count == 2


def test_a_newcomer_agrees_to_the_norms_of_the_community_first(group, make_member):
    with pytest.raises(Refused, match="community norms"):
        actions.join(group, member=make_member(norms_version=0), norms_version=1)


def test_nobody_comes_in_on_norms_that_have_changed(group, facilitator, stranger):
    actions.change_norms(group, by=facilitator, norms="Only this.", questions="")

    with pytest.raises(Refused, match="norms have changed"):
        actions.join(group, member=stranger, norms_version=1)


@pytest.mark.parametrize("kind", [Kind.REQUEST, Kind.INVITATION, Kind.HIDDEN])
def test_other_groups_do_not_open_by_joining(make_group, stranger, kind):
    group = make_group(kind=kind)

    with pytest.raises(Refused):
        actions.join(group, member=stranger, norms_version=1)

    assert stranger.pk not in members_of(group)


@pytest.mark.parametrize("kind", [Kind.INVITATION, Kind.HIDDEN])
def test_one_cannot_ask_where_only_invitations_lead(make_group, stranger, kind):
    with pytest.raises(Refused):
        actions.ask_to_join(make_group(kind=kind), member=stranger, norms_version=1, answers=[])


def test_a_request_is_answered_with_a_yes(make_group, facilitator, stranger):
    group = make_group(kind=Kind.REQUEST)
    asked = actions.ask_to_join(
        group, member=stranger, norms_version=1, answers=[("Why?", "Because.")]
    )

    assert actions.accept(asked, by=facilitator)

    asked.refresh_from_db()
    assert (asked.state, asked.decided_by) == ("accepted", facilitator)
    assert stranger.pk in members_of(group)


def test_asking_twice_is_one_request(make_group, stranger):
    group = make_group(kind=Kind.REQUEST)
    for _time in range(2):
        actions.ask_to_join(group, member=stranger, norms_version=1, answers=[])

    assert JoinRequest.objects.count() == 1


def test_a_no_is_explained(make_group, facilitator, stranger):
    group = make_group(kind=Kind.REQUEST)
    asked = actions.ask_to_join(group, member=stranger, norms_version=1, answers=[])

    with pytest.raises(Refused, match="Say why"):
        actions.decline(asked, by=facilitator, reason=" ")
    actions.decline(asked, by=facilitator, reason="We start together in March.")

    asked.refresh_from_db()
    assert (asked.state, asked.reason) == ("declined", "We start together in March.")
    assert stranger.pk not in members_of(group)


def test_a_request_that_was_taken_back_is_not_accepted(make_group, facilitator, stranger):
    group = make_group(kind=Kind.REQUEST)
    asked = actions.ask_to_join(group, member=stranger, norms_version=1, answers=[])
    actions.withdraw(group, member=stranger)

    with pytest.raises(Refused, match="taken back"):
        actions.accept(asked, by=facilitator)

    assert stranger.pk not in members_of(group)


@pytest.mark.parametrize("who", ["asker", "moderator", "administrator"])
def test_only_who_looks_after_the_group_decides(make_group, stranger, request, who):
    group = make_group(kind=Kind.REQUEST)
    asked = actions.ask_to_join(group, member=stranger, norms_version=1, answers=[])

    for decide in (
        lambda by: actions.accept(asked, by=by),
        lambda by: actions.decline(asked, by=by, reason="No."),
    ):
        with pytest.raises(Refused, match="no longer decide"):
            decide(request.getfixturevalue(who))


def test_the_full_group_keeps_a_line_in_order(make_group, let_in):
    group = make_group(size=3)
    people = [let_in(group) for _person in range(5)]

    assert members_of(group)[1:] == [p.pk for p in people[:2]]
    assert line_of(group) == [p.pk for p in people[2:]]


def test_a_place_that_frees_goes_to_the_next_in_line(make_group, let_in):
    group = make_group(size=3)
    first, _second, third, fourth = [let_in(group) for _person in range(4)]

    actions.leave(group, member=first)

    group.refresh_from_db()
    assert (group.member_count, line_of(group)) == (3, [fourth.pk])
    assert third.pk in members_of(group)
    told = Activity.objects.filter(verb="groups.promoted", target_id=group.pk)
    assert [activity.actor for activity in told] == [third]


def test_more_places_let_those_in_line_in(make_group, let_in, facilitator):
    group = make_group(size=3)
    people = [let_in(group) for _person in range(5)]

    actions.edit(group, by=facilitator, size=5)

    assert members_of(group)[1:] == [p.pk for p in people[:4]]
    assert line_of(group) == [people[4].pk]


def test_a_group_never_has_fewer_places_than_people(make_group, let_in, facilitator):
    group = make_group(size=5)
    for _person in range(3):
        let_in(group)

    with pytest.raises(Refused, match="4 people are in the group"):
        actions.edit(group, by=facilitator, size=3)


def test_who_leaves_the_line_loses_the_place_in_it(make_group, let_in):
    group = make_group(size=3)
    first, _second, third, fourth = [let_in(group) for _person in range(4)]
    actions.leave_line(group, member=third)

    actions.leave(group, member=first)

    assert fourth.pk in members_of(group)
    assert third.pk not in members_of(group)


def test_an_ex_member_has_no_place_from_then_on(group, let_in):
    member = let_in(group)

    actions.leave(group, member=member)

    assert place_of(member, group.pk) is None
    assert not Membership.objects.visible_to(member).exists()


def test_the_last_facilitator_cannot_just_leave(group, facilitator, let_in):
    let_in(group)

    with pytest.raises(Refused, match="Hand the group over first"):
        actions.leave(group, member=facilitator)

    assert facilitator.pk in members_of(group)


def test_who_is_removed_reads_why_but_not_where(group, facilitator, let_in, stranger):
    member = let_in(group)

    actions.remove(group, handle=member.handle, by=facilitator, reason="Three warnings.")

    removal = Removal.objects.visible_to(member).get()
    assert removal.reason == "Three warnings."
    assert place_of(member, group.pk) is None
    assert not Removal.objects.visible_to(stranger).exists()


def test_removal_needs_a_reason_and_the_power(group, facilitator, let_in):
    member, other = let_in(group), let_in(group)

    with pytest.raises(Refused, match="Say why"):
        actions.remove(group, handle=member.handle, by=facilitator, reason="")
    with pytest.raises(Refused, match="cannot remove"):
        actions.remove(group, handle=member.handle, by=other, reason="I want to.")
    with pytest.raises(Refused, match="cannot remove"):
        actions.remove(group, handle=facilitator.handle, by=facilitator, reason="Me.")

    assert group.memberships.count() == 3


def test_changed_norms_are_agreed_to_again(group, facilitator, let_in):
    member = let_in(group)
    actions.change_norms(group, by=facilitator, norms="Only this.", questions="")

    assert not place_of(member, group.pk).may_write
    with pytest.raises(Refused, match="Read them once more"):
        actions.agree(group, member=member, version=1)
    actions.agree(group, member=member, version=2)

    assert place_of(member, group.pk).may_write
    assert place_of(facilitator, group.pk).may_write


def test_an_archived_group_takes_nobody_in_and_is_not_written_in(make_group, facilitator, let_in):
    group = make_group(size=3)
    people = [let_in(group) for _person in range(3)]

    actions.archive(group, by=facilitator)

    assert not place_of(people[0], group.pk).may_write
    assert not group.line.exists()
    with pytest.raises(Refused, match="nobody in"):
        actions.join(group, member=people[2], norms_version=1)


def test_fifty_people_ten_places_twenty_five_threads(committed, make_group, make_member):
    """Ten are in, the others stand in line; each place that frees goes to exactly one."""
    group = make_group(size=11)
    people = [make_member() for _person in range(50)]
    start = Barrier(25)

    def come(pair):
        try:
            start.wait(20)
            return [actions.join(group, member=one, norms_version=1) for one in pair]
        finally:
            connection.close()

    with ThreadPoolExecutor(25) as pool:
        results = sum(pool.map(come, zip(people[::2], people[1::2], strict=True)), [])

    group.refresh_from_db()
    assert (results.count(True), results.count(False)) == (10, 40)
    assert group.member_count == group.memberships.count() == 11
    assert group.line.count() == 40

    waiting = line_of(group)
    leaving = list(
        Membership.objects.filter(group=group, role=Role.MEMBER).select_related("member")
    )

    def go(membership):
        try:
            actions.leave(group, member=membership.member)
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        list(pool.map(go, leaving[:5]))

    group.refresh_from_db()
    assert line_of(group) == waiting[5:]
    assert group.member_count == group.memberships.count() == 11
    promoted = Activity.objects.filter(verb="groups.promoted").values_list("actor", flat=True)
    assert sorted(promoted) == sorted(waiting[:5])
    assert not WaitingPlace.objects.filter(member__in=promoted).exists()
