"""Looking after a group: who does, who takes over, and what happens when nobody does."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from groups import rules
from groups.models import Group, HandOver, Membership, Role
from peersupport.activity.actions import record
from peersupport.core.exceptions import Refused
from peersupport.members.models import Member
from peersupport.members.rules import ContactPath, may_contact

from .places import give_place, give_powers, locked, note_who_leads, own_place

UNLED_DAYS = 14


@transaction.atomic
def appoint(group: Group, *, handle: str, role: Role, by: Member) -> Membership:
    """Make a member a deputy, or a deputy a member. An administrator may appoint facilitators."""
    group = locked(group)
    is_facilitator = rules.can_edit(by, group)
    if not (is_facilitator or by.is_superuser):
        raise Refused(_("You no longer look after this group."))
    found = group.memberships.select_for_update(of=["self"]).select_related("member")
    membership = found.filter(member__handle=handle).first()
    if membership is None:
        raise Refused(_("This person is not in the group any more."))
    if Role.FACILITATOR in {role, membership.role} and not by.is_superuser:
        raise Refused(_("A facilitator hands the group over; nobody else can take it."))
    if role > Role.MEMBER and not rules.can_facilitate(membership.member):
        raise Refused(_("Looking after a group takes the facilitator course first."))
    if role > membership.role and not _may_ask(by, membership.member):
        raise Refused(_("This person cannot be asked just now."))
    if membership.role != role:
        set_role(group, membership, role)
        record("groups.appointed", actor=by, target=group, member=membership.member_id, role=role)
    return membership


def set_role(group: Group, membership: Membership, role: Role) -> None:
    """Role and powers change together; what was taken away ends with this transaction."""
    membership.role = role
    membership.save(update_fields=["role"])
    give_powers(group, membership.member, role)
    note_who_leads(group)


@transaction.atomic
def ask_to_take_over(group: Group, *, by: Member, to: Member, note: str = "") -> HandOver:
    """Ask a member to look after the group in one's place. Nothing changes until they accept."""
    group = locked(group)
    if own_place(group, by).role != Role.FACILITATOR:
        raise Refused(_("You no longer look after this group."))
    successor = group.memberships.filter(member=to).first()
    if successor is None or successor.role == Role.FACILITATOR or to.pk == by.pk:
        raise Refused(_("Choose a member of the group."))
    if not rules.can_facilitate(to):
        raise Refused(_("Looking after a group takes the facilitator course first."))
    if not _may_ask(by, to):
        raise Refused(_("This person cannot be asked just now."))
    group.hand_overs.filter(by=by, state=HandOver.State.WAITING).update(
        state=HandOver.State.WITHDRAWN
    )
    hand_over = HandOver.objects.create(group=group, by=by, to=to, note=note)
    record("groups.hand_over_asked", actor=by, target=hand_over, group=group.pk)
    return hand_over


@transaction.atomic
def answer_hand_over(hand_over: HandOver, *, by: Member, accepted: bool) -> HandOver:
    """Take the group over, or say no. Who asked becomes a member."""
    group = locked(hand_over.group)
    open_ones = HandOver.objects.open().select_for_update(of=["self"])
    found = open_ones.select_related("by", "to").filter(pk=hand_over.pk, to=by).first()
    if found is None:
        raise Refused(_("This request is no longer open."))
    hand_over = found
    before, after = (_place(group, person) for person in (hand_over.by, by))
    if before is None or before.role != Role.FACILITATOR or after is None:
        raise Refused(_("This request is no longer open."))
    hand_over.state = HandOver.State.ACCEPTED if accepted else HandOver.State.DECLINED
    hand_over.answered_at = timezone.now()
    hand_over.save(update_fields=["state", "answered_at"])
    if accepted:
        set_role(group, after, Role.FACILITATOR)
        set_role(group, before, Role.MEMBER)
    verb = "groups.handed_over" if accepted else "groups.hand_over_declined"
    record(verb, actor=by, target=group, member=hand_over.by_id)
    return hand_over


@transaction.atomic
def take_back_hand_over(group: Group, *, by: Member) -> None:
    group = locked(group)
    waiting = group.hand_overs.filter(by=by, state=HandOver.State.WAITING)
    waiting.update(state=HandOver.State.WITHDRAWN)


@transaction.atomic
def welcome(group: Group, *, handle: str, by: Member) -> None:
    """Note that somebody said hello to a newcomer."""
    if not rules.can_accept(by, group):
        raise Refused(_("You no longer look after this group."))
    newcomers = group.memberships.filter(member__handle=handle, welcomed_at=None)
    newcomers.update(welcomed_at=timezone.now())


@transaction.atomic
def install_facilitator(group: Group, *, member: Member, by: Member) -> Membership:
    """An administrator finds somebody for a group that nobody looks after."""
    group = locked(group)
    if not by.is_superuser:
        raise Refused(_("Only an administrator can do this."))
    if not give_place(group, member, norms_version=group.norms_version, by=by):
        raise Refused(_("The group is full: its next facilitator must be one of its members."))
    return appoint(group, handle=member.handle, role=Role.FACILITATOR, by=by)


@transaction.atomic
def flag_unled(*, days: int = UNLED_DAYS) -> int:
    """Tell organisers of groups that nobody has looked after for `days`. Returns how many."""
    groups = Group.objects.without_facilitator(days=days).filter(flagged_at=None)
    found = list(groups.select_for_update(skip_locked=True))
    for group in found:
        group.flagged_at = timezone.now()
        group.save(update_fields=["flagged_at"])
        record("groups.unled", actor=None, target=group)
    return len(found)


def _may_ask(by: Member, member: Member) -> bool:
    """A person chooses a person; an administrator who finds somebody does their duty."""
    path = ContactPath.DUTY if by.is_superuser else ContactPath.APPOINTMENT
    return may_contact(by, member, path=path)


def _place(group: Group, member: Member) -> Membership | None:
    return group.memberships.select_for_update(of=["self"]).filter(member=member).first()
