"""What the record of roles, closings and self-audits tells of a member, and what is taken out of it.

It is append-only. An erasure is the one thing that may change what it says: it takes names out.
"""

from collections.abc import Iterator
from typing import Any

import pgtrigger
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from peersupport.core.personal import Keep, Table, table
from peersupport.core.redaction import Redaction

from .models import AccessReview, Closure, RoleGrant, SelfAudit
from .models.audits import digest

KEEP: list[Keep] = []
SWEPT = {"administration.RoleGrant"}  # here, past its triggers
GRANTS = [
    "administration.RoleGrant:keep_what_was_granted", "administration.RoleGrant:keep_how_it_ended",
]  # fmt: skip
AUDITS = "administration.SelfAudit:keep_every_audit"


def export(member: Any) -> Iterator[Table]:
    yield table(RoleGrant.objects.filter(member=member).order_by("pk"))
    looks = AccessReview.objects.filter(Q(grant__member=member) | Q(reviewed_by=member))
    yield table(
        looks.select_related("grant").order_by("pk"),
        of_my_role=lambda row: row.grant.member_id == member.pk,
        by_me=lambda row: row.reviewed_by_id == member.pk,
    )
    yield table(Closure.objects.filter(member=member).order_by("pk"))
    yield table(SelfAudit.objects.filter(made_by=member).order_by("pk"))


def erase(member: Any, *, redaction: Redaction, **how: Any) -> dict[str, int]:
    """Who had which role stays, by number; why an account was closed goes with it."""
    RoleGrant.objects.open().filter(member=member).update(
        ended_at=timezone.now(), ended_because=_("The account was erased.")
    )
    Closure.objects.filter(member=member).update(reason="", reopened_because="")
    with pgtrigger.ignore(*GRANTS):
        redaction.sweep(RoleGrant.objects.all(), ["reason", "ended_because"])
    with pgtrigger.ignore(AUDITS):
        for audit in SelfAudit.objects.order_by("pk"):
            _take_out(audit, redaction)
    return {}


def _take_out(audit: SelfAudit, redaction: Redaction) -> None:
    """A handle among the staff of that day. The digest is made anew, and the result says when."""
    staff = audit.result.get("staff", {})
    lists = [name for name, handles in staff.items() if isinstance(handles, list)]
    naming = [name for name in lists if redaction.handle in staff[name]]
    if not naming:
        return
    for name in naming:
        staff[name] = [redaction.instead if h == redaction.handle else h for h in staff[name]]
    result = audit.result | {"handle_taken_out_on": timezone.now().date().isoformat()}
    SelfAudit.objects.filter(pk=audit.pk).update(result=result, sha256=digest(result))
