"""What groups keep of a member, how long, and how it goes."""

from collections.abc import Iterator
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext as _

from peersupport.core.personal import Keep, Table, table
from peersupport.core.redaction import Redaction

from .actions.places import free_place, locked
from .models import (
    Group,
    HandOver,
    Invitation,
    JoinRequest,
    Membership,
    PassedOver,
    Power,
    Removal,
    Role,
    WaitingPlace,
)

KEEP = [
    Keep(
        "join-requests", 730, "requests that were decided about",
        lambda before: JoinRequest.objects.filter(decided_at__lt=before),
    ),
    Keep(
        "removals", 730, "reasons for which people were asked to leave a group",
        lambda before: Removal.objects.filter(removed_at__lt=before),
    ),
    Keep(
        "hand-overs", 730, "groups that were handed over, or not",
        lambda before: HandOver.objects.filter(expires_at__lt=before),
    ),
    Keep(
        "invitations", 30, "invitations that no longer work, with the addresses they went to",
        lambda before: Invitation.objects.filter(
            Q(expires_at__lt=before) | Q(revoked_at__lt=before)
            | Q(uses__gte=F("most_uses"), made_at__lt=before)
        ),
    ),
]  # fmt: skip


def export(member: Any) -> Iterator[Table]:
    known = dict(Group.objects.visible_to(member).values_list("pk", "name"))

    def group_name(row):
        """As long as the member may know of it."""
        return known.get(row.group_id)

    yield table(Group.objects.filter(founded_by=member).order_by("pk"))
    yield table(Power.objects.filter(user=member).order_by("pk"))
    mine = [Membership, JoinRequest, WaitingPlace, PassedOver]
    for model in mine:
        rows = model.objects.filter(member=member).order_by("pk")
        yield table(rows, group_name=group_name)
    yield table(Invitation.objects.filter(made_by=member).order_by("pk"), group_name=group_name)
    yield table(
        HandOver.objects.filter(Q(by=member) | Q(to=member)).order_by("pk"),
        group_name=group_name, asked_by_me=lambda row: row.by_id == member.pk,
    )  # fmt: skip
    yield table(Removal.objects.filter(member=member).order_by("pk"))


def holdings(member: Any) -> list[dict[str, str]]:
    """Groups nobody else looks after, which their facilitator should hand over first."""
    leading = Membership.objects.filter(
        member=member, role=Role.FACILITATOR, group__state="running"
    )
    found = []
    for place in leading.select_related("group").order_by("group__name"):
        others = place.group.memberships.filter(role=Role.FACILITATOR).exclude(pk=place.pk)
        if not others.exists():
            found.append(
                {"name": place.group.name, "url": place.group.place_url("group_hand_over")}
            )
    return found


def held(member: Any) -> dict[str, int]:
    return {str(_("places in groups")): Membership.objects.filter(member=member).count()}


def erase(member: Any, *, redaction: Redaction, **how: Any) -> dict[str, int]:
    """Every place given up as if they had left: the next in line is in, organisers hear of a group
    that nobody looks after. Groups are locked in one order, so that no two erasures wait in a ring.
    """
    places = Membership.objects.filter(member=member).order_by("group_id")
    groups = [place.group for place in places.select_related("group")]
    for group in groups:
        group = locked(group)
        place = group.memberships.select_for_update().filter(member=member).first()
        if place is not None:
            free_place(group, place)
    Power.objects.filter(user=member).delete()
    for model in (JoinRequest, WaitingPlace, PassedOver, Removal):
        model.objects.filter(member=member).delete()
    HandOver.objects.filter(Q(by=member) | Q(to=member)).delete()
    theirs = Q(made_by=member)
    for address in redaction.addresses:  # deleted, not emptied: an empty address means anybody
        theirs |= Q(address__iexact=address)
    Invitation.objects.filter(theirs).delete()
    JoinRequest.objects.filter(decided_by=member).update(decided_by=None)
    Removal.objects.filter(by=member).update(by=None)
    proposed = Group.objects.filter(founded_by=member, state=Group.State.PROPOSED)
    proposed.update(state=Group.State.DECLINED)
    return {"places in groups": len(groups)}
