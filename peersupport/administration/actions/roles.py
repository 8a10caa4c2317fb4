"""Giving a role of the staff, ending it, and asking every quarter whether it is still right."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from peersupport.activity.actions import record
from peersupport.core.exceptions import Refused
from peersupport.members.actions import change_role, note
from peersupport.members.models import Member, Role, SecurityEvent

from .. import rules
from ..models import AccessReview, RoleGrant


@transaction.atomic
def grant_role(
    member: Member,
    *,
    role: Role,
    reason: str,
    by: Member | None,
    expires_at: datetime | None = None,
) -> RoleGrant:
    """Give a role in place of the one held. Their sessions end.

    `by` is None for whoever runs the machine: setup, the demo.
    """
    member, by = _locked(member, by=by, staying=role)
    if by is not None and not rules.can_grant(by, member):
        raise Refused(_("Another administrator has to do this, for an account that is open."))
    _check_words(reason)
    if expires_at is not None and expires_at <= timezone.now():
        raise Refused(_("Choose a last day that is still to come."))
    _end_open(member, by=by, because=_("Another role was given."))
    change_role(member, role=role)
    grant = RoleGrant.objects.create(
        member=member, role=role, reason=reason, granted_by=by, expires_at=expires_at
    )
    note(member, SecurityEvent.Kind.ROLE_CHANGED)
    record("administration.role_granted", actor=by, target=grant, member=member.pk, role=role)
    return grant


@transaction.atomic
def end_role(member: Member, *, by: Member | None, reason: str) -> Member:
    """A member without a role again. Their sessions end."""
    member, by = _locked(member, by=by, staying=Role.NONE)
    if by is not None and not rules.can_end_role(by, member):
        raise Refused(_("Only an administrator can do this, for somebody who has a role."))
    _check_words(reason)
    return _end(member, by=by, reason=reason)


def _end(member: Member, *, by: Member | None, reason: str) -> Member:
    grant = _end_open(member, by=by, because=reason)
    member = change_role(member, role=Role.NONE)
    note(member, SecurityEvent.Kind.ROLE_CHANGED)
    record("administration.role_ended", actor=by, target=grant or member, member=member.pk)
    return member


def _end_open(member: Member, *, by: Member | None, because: str) -> RoleGrant | None:
    grant = RoleGrant.objects.open().filter(member=member).first()
    if grant:
        grant.ended_at, grant.ended_by, grant.ended_because = timezone.now(), by, because
        grant.save(update_fields=["ended_at", "ended_by", "ended_because"])
    return grant


def _locked(member: Member, *, by: Member | None, staying: Role) -> tuple[Member, Member | None]:
    """The member, and who does it, as they are now; all administrators' rows are held meanwhile.

    So that two cannot end each other's role at once. Raises Refused when none would be left.
    """
    administrators = Q(role=Role.ADMINISTRATOR, is_active=True)
    concerned = administrators | Q(pk__in=[member.pk, by.pk if by else member.pk])
    found = Member.objects.filter(concerned).order_by("pk").select_for_update()
    rows = {row.pk: row for row in found}
    locked = rows[member.pk]
    others = [row for row in rows.values() if row.pk != member.pk and _is_one(row)]
    if _is_one(locked) and staying != Role.ADMINISTRATOR and not others:
        raise Refused(_("This is the last administrator. Name another one first."))
    return locked, rows[by.pk] if by else None


def _is_one(member: Member) -> bool:
    return member.role == Role.ADMINISTRATOR and member.is_active


def _check_words(reason: str) -> None:
    if not reason.strip():
        raise Refused(_("Say why."))


@transaction.atomic
def review(member: Member, *, by: Member, is_kept: bool, reason: str = "") -> AccessReview:
    """Say that somebody's role is still right, or end it. Nobody confirms their own role.

    Except the only administrator there is, who is nobody else's to confirm.
    """
    locked, now_by = _locked(member, by=by, staying=Role(member.role) if is_kept else Role.NONE)
    if now_by is None or not rules.can_administer(now_by) or not locked.is_staff:
        raise Refused(_("Only an administrator can do this, for somebody who has a role."))
    others = Member.objects.filter(role=Role.ADMINISTRATOR, is_active=True).exclude(pk=by.pk)
    if is_kept and locked.pk == by.pk and others.exists():
        raise Refused(_("Another administrator confirms your role."))
    grant = RoleGrant.objects.open().filter(member=locked).first() or _adopt(locked)
    reviewed = AccessReview.objects.create(grant=grant, reviewed_by=by, is_kept=is_kept)
    verb = "administration.role_confirmed" if is_kept else "administration.role_refused"
    record(verb, actor=by, target=grant, member=locked.pk)
    if not is_kept:
        _check_words(reason)
        _end(locked, by=by, reason=reason)
    return reviewed


def _adopt(member: Member) -> RoleGrant:
    """A role that nobody is on record for gets its row when it is looked at."""
    reason = _("Found without a record at a review.")
    return RoleGrant.objects.create(member=member, role=member.role, reason=reason)


def end_expired_roles() -> list[Member]:
    """End the roles whose last day is over, but never that of the last administrator."""
    ended = []
    for grant in RoleGrant.objects.expired().select_related("member"):
        try:
            ended.append(end_role(grant.member, by=None, reason=_("Its last day was over.")))
        except Refused:
            continue  # the self-audit shows it until another one is named
    return ended
