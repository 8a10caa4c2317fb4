"""Taking the staff's log out of the site, which is on record in it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from peersupport.activity.actions import record
from peersupport.activity.models import Activity
from peersupport.core.exceptions import Refused
from peersupport.core.personal import Table
from peersupport.members.models import Member

MOST_ROWS = 10_000
COLUMNS = [
    "number", "happened_at", "who", "who_number", "did", "kind", "what", "data", "request",
]  # fmt: skip


@transaction.atomic
def export_log(rows: Iterable[Activity], *, by: Member, wanted: Mapping[str, Any]) -> Table:
    """Rows of the log as a table of numbers and fixed words.

    Words that people wrote stay where they are: an erasure cannot reach a file.
    """
    if not by.is_superuser or not by.is_on_duty:
        raise Refused(_("Only administrators take the log out of the site."))
    found = [_cells(activity) for activity in rows]
    record("administration.audit_exported", actor=by, rows=len(found), wanted=dict(wanted))
    return Table("audit-log", _("Audit log"), COLUMNS, found)


def _cells(activity: Activity) -> dict[str, Any]:
    kind = activity.target_type
    return {
        "number": activity.pk,
        "happened_at": activity.happened_at.isoformat(timespec="seconds"),
        "who": activity.actor.handle if activity.actor else "",
        "who_number": activity.actor_id,
        "did": activity.verb,
        "kind": f"{kind.app_label}.{kind.model}" if kind else "",
        "what": activity.target_id,
        "data": activity.data,
        "request": str(activity.request_id or ""),
    }
