"""Ways into a group and out of it."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from groups import rules
from groups.models import Group, JoinRequest, Membership, Removal, Role, WaitingPlace
from moderation.rules import bar_at
from peersupport.activity.actions import record
from peersupport.core.exceptions import Refused
from peersupport.members.models import Member

from .places import close_request, free_place, give_place, locked, own_place


@transaction.atomic
def join(group: Group, *, member: Member, norms_version: int) -> bool:
    """Come into an open group, or into its line. Returns whether there was a place."""
    group = locked(group)
    _check_door(group, member, norms_version)
    if group.kind != Group.Kind.OPEN:
        raise Refused(_("This group asks people before they come in."))
    return give_place(group, member, norms_version=norms_version, by=None)


@transaction.atomic
def ask_to_join(
    group: Group, *, member: Member, norms_version: int, answers: Sequence[tuple[str, str]]
) -> JoinRequest:
    """Ask to come in. Asked twice, it is one request."""
    group = locked(group)
    _check_door(group, member, norms_version)
    if group.memberships.filter(member=member).exists():
        raise Refused(_("You are in this group already."))
    if group.line.filter(member=member).exists():
        raise Refused(_("You are on the waiting list already."))
    request, is_new = JoinRequest.objects.get_or_create(
        group=group, member=member, state=JoinRequest.State.WAITING,
        defaults={"norms_version": norms_version, "answers": [list(pair) for pair in answers]},
    )  # fmt: skip
    if is_new:
        record("groups.requested", actor=member, target=request, group=group.pk)
    return request


@transaction.atomic
def accept(request: JoinRequest, *, by: Member) -> bool:
    """Say yes. Returns whether there was a place; without one the person is next in line."""
    group, request = _locked_request(request, by)
    is_in = give_place(group, request.member, norms_version=request.norms_version, by=by)
    record("groups.accepted", actor=by, target=group, member=request.member_id, is_in=is_in)
    return is_in


@transaction.atomic
def decline(request: JoinRequest, *, by: Member, reason: str) -> JoinRequest:
    """Say no, and why."""
    group, request = _locked_request(request, by)
    if not reason.strip():
        raise Refused(_("Say why: the person reads it."))
    close_request(group, request.member, JoinRequest.State.DECLINED, by=by, reason=reason)
    record("groups.declined", actor=by, target=request, member=request.member_id)
    return request


@transaction.atomic
def withdraw(group: Group, *, member: Member) -> None:
    """Take a request back."""
    group = locked(group)
    if close_request(group, member, JoinRequest.State.WITHDRAWN, by=member):
        record("groups.withdrawn", actor=member, target=group)


@transaction.atomic
def leave_line(group: Group, *, member: Member) -> None:
    group = locked(group)
    if WaitingPlace.objects.filter(group=group, member=member).delete()[0]:
        record("groups.left_line", actor=member, target=group)


@transaction.atomic
def agree(group: Group, *, member: Member, version: int) -> None:
    """Agree to the norms as they are now; to older ones nobody can agree."""
    group = locked(group)
    membership = own_place(group, member)
    if version != group.norms_version:
        raise Refused(_("The norms have changed since you opened this page. Read them once more."))
    membership.norms_version, membership.norms_agreed_at = version, timezone.now()
    membership.save(update_fields=["norms_version", "norms_agreed_at"])


@transaction.atomic
def leave(group: Group, *, member: Member) -> None:
    """Leave. The only facilitator hands the group over first."""
    group = locked(group)
    membership = own_place(group, member)
    if membership.role == Role.FACILITATOR and group.is_running and _is_last(group, membership):
        raise Refused(
            _("You are the only facilitator. Hand the group over first; then you can leave.")
        )
    free_place(group, membership)
    record("groups.left", actor=member, target=group)


@transaction.atomic
def remove(group: Group, *, handle: str, by: Member, reason: str) -> None:
    """Ask somebody to leave, and tell them why."""
    group = locked(group)
    found = group.memberships.select_for_update(of=["self"]).select_related("member")
    membership = found.filter(member__handle=handle).first()
    if membership is None:
        raise Refused(_("This person is not in the group any more."))
    if not rules.can_remove(by, group, membership.role):
        raise Refused(_("You cannot remove this person."))
    if not reason.strip():
        raise Refused(_("Say why: the person reads it."))
    removal = Removal.objects.create(group=group, member=membership.member, by=by, reason=reason)
    free_place(group, membership)
    record("groups.removed", actor=by, target=removal, member=membership.member_id)


def _check_door(group: Group, member: Member, norms_version: int) -> None:
    if not member.has_accepted_norms:
        raise Refused(_("Read and agree to the community norms first; then you can join."))
    if bar := bar_at(member, group):
        raise Refused(bar)
    if not rules.can_join(member, group):
        raise Refused(_("This group takes nobody in at the moment."))
    check_norms(group, norms_version)


def check_norms(group: Group, version: int) -> None:
    """Nobody comes in on norms that are not in force any more."""
    if version != group.norms_version:
        raise Refused(_("The norms have changed since you opened this page. Read them once more."))


def _locked_request(request: JoinRequest, by: Member) -> tuple[Group, JoinRequest]:
    group = locked(request.group)
    request = JoinRequest.objects.select_for_update().get(pk=request.pk)
    if not rules.can_accept(by, group):
        raise Refused(_("You no longer decide who comes into this group."))
    if request.state == JoinRequest.State.WITHDRAWN:
        raise Refused(_("The request was taken back."))
    if request.state != JoinRequest.State.WAITING or not group.is_running:
        raise Refused(_("The request was decided about already."))
    return group, request


def _is_last(group: Group, membership: Membership) -> bool:
    others = group.memberships.exclude(pk=membership.pk)
    return not others.filter(role=Role.FACILITATOR).exists()
