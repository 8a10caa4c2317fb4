from datetime import timedelta

import pytest
from django.utils import timezone

from groups import actions, rules
from groups.models import Group, HandOver, Membership, Power, Role
from peersupport.activity.models import Activity
from peersupport.core.exceptions import Refused


def powers_of(member, group):
    return set(rules.place_of(member, group.pk).powers)


def test_a_founder_holds_every_power_over_this_group_and_no_other(make_group, facilitator, asker):
    mine, other = make_group(), make_group(founder=asker, name="Thesis table")

    assert powers_of(facilitator, mine) == set(rules.POWERS[Role.FACILITATOR])
    assert rules.place_of(facilitator, other.pk) is None
    assert not rules.can_edit(facilitator, other)
    assert not facilitator.has_perm("groups.edit_group", other)


@pytest.fixture
def asker(make_member):
    return make_member(tier=2)


def test_a_deputy_may_all_but_edit(group, facilitator, let_in):
    deputy = let_in(group)

    actions.appoint(group, handle=deputy.handle, role=Role.DEPUTY, by=facilitator)

    assert powers_of(deputy, group) == set(rules.POWERS[Role.DEPUTY])
    assert not rules.can_edit(deputy, group)


def test_what_is_taken_away_ends_at_once(group, facilitator, let_in):
    deputy = let_in(group)
    actions.appoint(group, handle=deputy.handle, role=Role.DEPUTY, by=facilitator)

    actions.appoint(group, handle=deputy.handle, role=Role.MEMBER, by=facilitator)

    assert powers_of(deputy, group) == set()
    assert not Power.objects.filter(user=deputy).exists()


def test_who_leaves_keeps_no_power(group, facilitator, let_in):
    deputy = let_in(group)
    actions.appoint(group, handle=deputy.handle, role=Role.DEPUTY, by=facilitator)

    actions.leave(group, member=deputy)

    assert not Power.objects.filter(user=deputy).exists()


@pytest.mark.parametrize("role", [Role.DEPUTY, Role.FACILITATOR])
def test_members_appoint_nobody(group, let_in, role):
    one, other = let_in(group), let_in(group)

    with pytest.raises(Refused):
        actions.appoint(group, handle=other.handle, role=role, by=one)


def test_a_facilitator_makes_no_other(group, facilitator, let_in):
    member = let_in(group)

    with pytest.raises(Refused, match="hands the group over"):
        actions.appoint(group, handle=member.handle, role=Role.FACILITATOR, by=facilitator)


def test_the_group_changes_hands_when_the_other_says_yes(group, facilitator, let_in):
    successor = let_in(group)
    asked = actions.ask_to_take_over(group, by=facilitator, to=successor, note="Be well.")
    assert rules.can_edit(facilitator, group)

    actions.answer_hand_over(asked, by=successor, accepted=True)

    assert powers_of(successor, group) == set(rules.POWERS[Role.FACILITATOR])
    assert powers_of(facilitator, group) == set()
    actions.leave(group, member=facilitator)


def test_a_no_leaves_everything_as_it_is(group, facilitator, let_in):
    successor = let_in(group)
    asked = actions.ask_to_take_over(group, by=facilitator, to=successor)

    actions.answer_hand_over(asked, by=successor, accepted=False)

    assert rules.can_edit(facilitator, group)
    assert powers_of(successor, group) == set()


def test_nobody_else_answers_for_them(group, facilitator, let_in):
    asked = actions.ask_to_take_over(group, by=facilitator, to=let_in(group))

    for by in (facilitator, let_in(group)):
        with pytest.raises(Refused, match="no longer open"):
            actions.answer_hand_over(asked, by=by, accepted=True)


@pytest.mark.parametrize("how", ["expired", "taken back", "left"])
def test_a_request_that_is_over_is_not_answered(group, facilitator, let_in, how):
    successor = let_in(group)
    asked = actions.ask_to_take_over(group, by=facilitator, to=successor)
    if how == "expired":
        HandOver.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    elif how == "taken back":
        actions.take_back_hand_over(group, by=facilitator)
    else:
        actions.leave(group, member=successor)

    with pytest.raises(Refused, match="no longer open"):
        actions.answer_hand_over(asked, by=successor, accepted=True)


def test_the_course_is_asked_for_where_the_site_says_so(group, facilitator, let_in, settings):
    settings.FACILITATOR_QUALIFICATION = "facilitator-course"
    trained, untrained = let_in(group, qualifications=["facilitator-course"]), let_in(group)

    actions.ask_to_take_over(group, by=facilitator, to=trained)
    for refused in (
        lambda: actions.ask_to_take_over(group, by=facilitator, to=untrained),
        lambda: actions.appoint(group, handle=untrained.handle, role=Role.DEPUTY, by=facilitator),
    ):
        with pytest.raises(Refused, match="facilitator course"):
            refused()


def test_a_group_nobody_looks_after_is_flagged_once_after_two_weeks(
    group, facilitator, let_in, administrator
):
    member = let_in(group)
    actions.appoint(group, handle=facilitator.handle, role=Role.MEMBER, by=administrator)
    assert actions.flag_unled() == 0
    Group.objects.update(unled_since=timezone.now() - timedelta(days=14, minutes=1))

    assert (actions.flag_unled(), actions.flag_unled()) == (1, 0)

    assert Activity.objects.get(verb="groups.unled").target == group
    actions.appoint(group, handle=member.handle, role=Role.FACILITATOR, by=administrator)
    group.refresh_from_db()
    assert (group.unled_since, group.flagged_at) == (None, None)


def test_writing_shows_and_an_answer_is_a_welcome(group, facilitator, let_in):
    newcomer, now = let_in(group), timezone.now()

    actions.note_activity(group.pk, member_id=facilitator.pk, at=now, answered=newcomer.pk)
    actions.note_activity(group.pk, member_id=newcomer.pk, at=now, answered=newcomer.pk)

    places = {place.member_id: place for place in Membership.objects.filter(group=group)}
    assert places[newcomer.pk].welcomed_at == now
    assert places[facilitator.pk].active_at == now
    assert places[facilitator.pk].welcomed_at is None


def test_an_administrator_finds_somebody_for_a_group_without_a_facilitator(
    group, facilitator, administrator, moderator, stranger
):
    actions.appoint(group, handle=facilitator.handle, role=Role.MEMBER, by=administrator)
    with pytest.raises(Refused, match="Only an administrator"):
        actions.install_facilitator(group, member=stranger, by=moderator)

    actions.install_facilitator(group, member=stranger, by=administrator)

    group.refresh_from_db()
    assert powers_of(stranger, group) == set(rules.POWERS[Role.FACILITATOR])
    assert group.unled_since is None


def test_a_full_group_finds_its_facilitator_inside(make_group, let_in, administrator, stranger):
    group = make_group(size=3)
    for _person in range(2):
        let_in(group)

    with pytest.raises(Refused, match="one of its members"):
        actions.install_facilitator(group, member=stranger, by=administrator)

    assert not group.line.exists()


def test_saying_hello_is_noted_by_who_looks_after_the_group(group, facilitator, let_in):
    newcomer, member = let_in(group), let_in(group)
    with pytest.raises(Refused):
        actions.welcome(group, handle=newcomer.handle, by=member)

    actions.welcome(group, handle=newcomer.handle, by=facilitator)

    assert group.memberships.get(member=newcomer).welcomed_at is not None
    assert group.memberships.get(member=member).welcomed_at is None
