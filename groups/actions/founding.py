"""A group from its beginning to its archive."""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from groups import rules
from groups.models import Group, JoinRequest, Membership, PassedOver, utc_offset
from peersupport.activity.actions import record
from peersupport.core.exceptions import Refused
from peersupport.members.models import Member
from peersupport.members.rules import bar_to_writing

from .places import close_request, locked, promote, seat_founder

FACTS = (
    "name", "purpose", "objectives", "kind", "size", "languages", "interests", "time_zone",
    "icon", "hue", "members_may_invite", "allows_anonymous",
)  # fmt: skip
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@transaction.atomic
def found(*, founder: Member, norms: str, questions: str = "", **facts) -> Group:
    """Found a group, or ask an organiser to agree to it. The founder looks after it."""
    if not founder.has_accepted_norms:
        raise Refused(_("Read and agree to the community norms first; then you can found a group."))
    if bar := bar_to_writing(founder):
        raise Refused(bar)
    if not rules.can_facilitate(founder):
        raise Refused(_("Looking after a group takes the facilitator course first."))
    runs = rules.can_found(founder)
    group = Group.objects.create(
        **facts, norms=norms, questions=questions, founded_by=founder, slug=new_slug(facts["name"]),
        state=Group.State.RUNNING if runs else Group.State.PROPOSED,
        utc_offset=utc_offset(facts.get("time_zone", "UTC")),
    )  # fmt: skip
    seat_founder(group, founder)
    record("groups.founded" if runs else "groups.proposed", actor=founder, target=group)
    return group


@transaction.atomic
def decide_proposal(group: Group, *, by: Member, agreed: bool, reason: str = "") -> Group:
    """An organiser agrees to a proposed group, or says why not."""
    group = locked(group)
    if not rules.can_decide_proposal(by):
        raise Refused(_("This is for organisers."))
    if group.state != Group.State.PROPOSED:
        raise Refused(_("This group was decided about already."))
    if not agreed and not reason.strip():
        raise Refused(_("Say why: the founder reads it."))
    group.state = Group.State.RUNNING if agreed else Group.State.DECLINED
    group.decided_because = reason
    group.save(update_fields=["state", "decided_because"])
    record("groups.founded" if agreed else "groups.proposal_declined", actor=by, target=group)
    return group


@transaction.atomic
def edit(group: Group, *, by: Member, **facts) -> Group:
    """Change what a group says of itself, and its size. More places let people in at once."""
    group = locked(group)
    if not rules.can_edit(by, group):
        raise Refused(_("You no longer look after this group."))
    if facts.get("size", group.size) < group.member_count:
        text = _("%(count)s people are in the group; it cannot have fewer places.")
        raise Refused(text % {"count": group.member_count})
    for name in FACTS:
        if name in facts:
            setattr(group, name, facts[name])
    group.utc_offset = utc_offset(group.time_zone)
    group.save(update_fields=[*FACTS, "utc_offset"])
    record("groups.edited", actor=by, target=group)
    promote(group)
    return group


@transaction.atomic
def change_norms(group: Group, *, by: Member, norms: str, questions: str) -> Group:
    """Change norms or questions. New norms are a new version: everybody is asked again."""
    group = locked(group)
    if not rules.can_edit(by, group):
        raise Refused(_("You no longer look after this group."))
    group.questions = questions
    if norms != group.norms:
        group.norms, group.norms_version = norms, group.norms_version + 1
        group.norms_changed_at = timezone.now()
        Membership.objects.filter(group=group, member=by).update(
            norms_version=group.norms_version, norms_agreed_at=timezone.now()
        )
        record("groups.norms_changed", actor=by, target=group, version=group.norms_version)
    group.save(update_fields=["norms", "norms_version", "norms_changed_at", "questions"])
    return group


@transaction.atomic
def archive(group: Group, *, by: Member) -> Group:
    """Close a group for good: its members can read it, nobody writes or comes in any more."""
    group = locked(group)
    if not (rules.can_edit(by, group) or by.is_superuser):
        raise Refused(_("You no longer look after this group."))
    if group.state == Group.State.ARCHIVED:
        return group
    group.state = Group.State.ARCHIVED
    group.save(update_fields=["state"])
    group.line.all().delete()
    group.invitations.filter(revoked_at=None).update(revoked_at=timezone.now())
    for asked in group.requests.waiting().select_related("member"):
        reason = _("The group was archived.")
        close_request(group, asked.member, JoinRequest.State.DECLINED, by=by, reason=reason)
        record("groups.declined", actor=by, target=asked, member=asked.member_id)
    record("groups.archived", actor=by, target=group)
    return group


def note_activity(group_id: int, *, member_id: int, at: datetime, answered: int | None) -> None:
    """Somebody wrote in the group; and if they answered somebody, that person was welcomed."""
    Group.objects.filter(pk=group_id, active_at__lt=at).update(active_at=at)
    places = Membership.objects.filter(group=group_id)
    places.filter(member=member_id).update(active_at=at)
    if answered and answered != member_id:
        places.filter(member=answered, welcomed_at=None).update(welcomed_at=at)


def new_slug(name: str) -> str:
    """An address of its own: with random letters, so that none tells of a group one cannot see."""
    token = "".join(secrets.choice(LETTERS) for _letter in range(5))
    return f"{slugify(name)[:40].strip('-') or 'group'}-{token}"


def pass_over(group: Group, *, member: Member) -> None:
    """Not for me: never suggest this group to this person again."""
    PassedOver.objects.get_or_create(group=group, member=member)
