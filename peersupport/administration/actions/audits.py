"""What the site finds when it looks at itself, and the record of backups and restores."""

import platform
from datetime import datetime
from typing import Any

import django
from django.conf import settings
from django.core import checks
from django.db import connection, transaction
from django.utils import timezone

from peersupport.activity.actions import record
from peersupport.core.lockfile import bill_of_materials, locked_packages
from peersupport.members.models import Member

from ..models import RoleGrant, SelfAudit, Upkeep
from ..models.audits import digest


def note_upkeep(kind: Upkeep.Kind, *, archive: str) -> Upkeep:
    """Keep that a backup was made or restored."""
    return Upkeep.objects.create(kind=kind, archive=archive[:100])


@transaction.atomic
def audit(*, by: Member | None) -> SelfAudit:
    """Look at everything and keep what was found; `by` is None on the machine's own command line."""
    result = findings(timezone.now())
    made = SelfAudit.objects.create(made_by=by, result=result, sha256=digest(result))
    record("administration.audited", actor=by, target=made)
    return made


def findings(now: datetime) -> dict[str, Any]:
    """What stands in the record: handles of staff, versions, dates; no addresses, no secrets."""
    return {
        "site": _site(),
        "checks": _checks(),
        "silenced_checks": sorted(settings.SILENCED_SYSTEM_CHECKS),
        "packages": _packages(now),
        "bill_of_materials": _bill(),
        "staff": _staff(),
        "upkeep": _upkeep(),
    }


def _site() -> dict[str, str]:
    server = connection.cursor().connection.info.server_version
    return {
        "address": settings.SITE_URL, "mode": settings.MODE, "python": platform.python_version(),
        "django": django.get_version(), "postgresql": f"{server // 10_000}.{server % 10_000}",
    }  # fmt: skip


def _checks() -> list[dict[str, str]]:
    """As `manage.py check --deploy` prints them, worst first."""
    found = checks.run_checks(include_deployment_checks=True)
    return [
        {"id": message.id or "", "level": logging_name(message.level), "text": str(message.msg)}
        for message in sorted(found, key=lambda each: (-each.level, each.id or ""))
        if not message.is_silenced()
    ]


def logging_name(level: int) -> str:
    return "error" if level >= checks.ERROR else "warning" if level >= checks.WARNING else "info"


def _packages(now: datetime) -> list[dict[str, Any]] | None:
    """Oldest first; None when the lock file is not here, so nothing can be said."""
    try:
        packages = locked_packages()
    except FileNotFoundError:
        return None
    rows = [
        {"name": each.name, "version": each.version, "installed": each.installed,
         "days": each.age(now), "is_runtime": each.is_runtime}
        for each in packages
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (row["days"] is not None, -(row["days"] or 0)))


def _bill() -> dict[str, Any] | None:
    try:
        bill = bill_of_materials()
    except FileNotFoundError:
        return None
    return {"serial": bill["serialNumber"], "components": len(bill["components"]),
            "sha256": digest(bill)}  # fmt: skip


def _staff() -> dict[str, Any]:
    staff = Member.objects.exclude(role="").filter(is_active=True).order_by("handle")
    grants = RoleGrant.objects.open().for_review()
    granted = {grant.member_id for grant in grants}
    return {
        "count": len(staff),
        "without_second_step": [each.handle for each in staff if not each.second_factor_at],
        "without_record": [each.handle for each in staff if each.pk not in granted],
        "not_reviewed": [grant.member.handle for grant in grants if grant.is_overdue],
        "past_last_day": [grant.member.handle for grant in RoleGrant.objects.expired().select_related("member")],
    }  # fmt: skip


def _upkeep() -> dict[str, Any]:
    latest = {kind.value: Upkeep.objects.filter(kind=kind).first() for kind in Upkeep.Kind}
    return {
        kind: {"at": row.happened_at.isoformat(timespec="seconds"), "archive": row.archive}
        if row
        else None
        for kind, row in latest.items()
    }
