"""Places of a group: given, freed and promoted under the lock of the group's row."""

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.translation import gettext as _

from groups import rules
from groups.models import Group, JoinRequest, Membership, Power, Role, WaitingPlace
from peersupport.activity.actions import record
from peersupport.core.exceptions import Refused
from peersupport.members.models import Member


def locked(group: Group) -> Group:
    """The group's row, locked: whoever wants one of its places waits here."""
    return Group.objects.select_for_update().get(pk=group.pk)


def give_place(group: Group, member: Member, *, norms_version: int, by: Member | None) -> bool:
    """Let somebody in, or put them at the end of the line. Returns whether they are in.

    Call it with the group locked. Who is in, or in line, already stays as they are.
    """
    if group.memberships.filter(member=member).exists():
        return True
    close_request(group, member, JoinRequest.State.ACCEPTED, by=by)
    if group.is_full:
        _line, is_new = WaitingPlace.objects.get_or_create(
            group=group, member=member, defaults={"norms_version": norms_version}
        )
        if is_new:
            record("groups.queued", actor=member, target=group)
        return False
    WaitingPlace.objects.filter(group=group, member=member).delete()
    _seat(group, member, norms_version)
    record("groups.joined", actor=member, target=group, by=by.pk if by else member.pk)
    return True


def free_place(group: Group, membership: Membership) -> None:
    """Take somebody's place away, their powers first, and give it to the next in line."""
    take_powers(group, membership.member)
    membership.delete()
    group.member_count -= 1
    group.save(update_fields=["member_count"])
    note_who_leads(group)
    promote(group)


def promote(group: Group) -> None:
    """Give free places to those in line, in order; each of them is told."""
    if not group.is_running:
        return
    for place in group.line.select_related("member").order_by("id")[: group.places_free]:
        _seat(group, place.member, place.norms_version)
        place.delete()
        record("groups.promoted", actor=place.member, target=group)


def _seat(group: Group, member: Member, norms_version: int, role: Role = Role.MEMBER) -> Membership:
    group.member_count += 1
    group.active_at = timezone.now()
    group.save(update_fields=["member_count", "active_at"])
    membership = Membership.objects.create(
        group=group, member=member, norms_version=norms_version, role=role
    )
    give_powers(group, member, role)
    return membership


def seat_founder(group: Group, member: Member) -> Membership:
    return _seat(group, member, group.norms_version, Role.FACILITATOR)


def give_powers(group: Group, member: Member, role: int) -> None:
    """Exactly the powers of a role: what it does not have is taken away."""
    take_powers(group, member)
    wanted = Permission.objects.filter(
        content_type=ContentType.objects.get_for_model(Group), codename__in=rules.POWERS[Role(role)]
    )
    if rules.POWERS[Role(role)]:
        Power.objects.bulk_create(
            Power(user=member, permission=power, content_object=group) for power in wanted
        )


def take_powers(group: Group, member: Member) -> None:
    Power.objects.filter(user=member, content_object=group).delete()


def note_who_leads(group: Group) -> None:
    """Remember since when nobody looks after the group."""
    is_led = group.memberships.filter(role=Role.FACILITATOR).exists()
    if is_led != (group.unled_since is None):
        group.unled_since = None if is_led else timezone.now()
        group.flagged_at = None
        group.save(update_fields=["unled_since", "flagged_at"])


def close_request(
    group: Group, member: Member, state: JoinRequest.State, *, by: Member | None, reason: str = ""
) -> int:
    """Close a waiting request. Returns how many there were."""
    waiting = JoinRequest.objects.filter(group=group, member=member, state="waiting")
    return waiting.update(state=state, decided_at=timezone.now(), decided_by=by, reason=reason)


def own_place(group: Group, member: Member) -> Membership:
    membership = group.memberships.select_for_update().filter(member=member).first()
    if membership is None:
        raise Refused(_("You are not in this group."))
    return membership
