import json

from django.core.management.base import BaseCommand

from peersupport.administration.actions import audit
from peersupport.core.lockfile import bill_of_materials


class Command(BaseCommand):
    help = "Look at the site itself (settings, packages, staff, backups) and keep a dated record."
    requires_system_checks = []  # what they find belongs into the record

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="print the whole record")
        parser.add_argument(
            "--materials", action="store_true",
            help="print the bill of materials (CycloneDX) instead, and keep nothing",
        )  # fmt: skip

    def handle(self, *args, **options):
        if options["materials"]:
            self.stdout.write(json.dumps(bill_of_materials(), indent=1))
            return
        made = audit(by=None)
        if options["json"]:
            self.stdout.write(json.dumps(made.result, indent=1, sort_keys=True))
            return
        self._say(made)

    def _say(self, made):
        result, staff = made.result, made.result["staff"]
        checks = [row for row in result["checks"] if row["level"] != "info"]
        lines = [
            f"Self-audit {made.pk} of {made.made_at:%Y-%m-%d %H:%M} UTC, SHA-256 {made.sha256}",
            f"Settings: {len(checks)} findings of check --deploy.",
            *(f"  {row['level']}: {row['text'].splitlines()[0]}" for row in checks),
            f"Packages: {packages(result['packages'])}.",
            f"Staff: {staff['count']}; without a second step: {names(staff['without_second_step'])};"
            f" role without a record: {names(staff['without_record'])};"
            f" not reviewed this quarter: {names(staff['not_reviewed'])};"
            f" past the last day: {names(staff['past_last_day'])}.",
            *(f"Last {kind}: {row['at'] if row else 'none on record'}."
              for kind, row in result["upkeep"].items()),
        ]  # fmt: skip
        self.stdout.write("\n".join(lines))


def names(handles):
    return ", ".join(handles) or "none"


def packages(rows):
    if rows is None:
        return "the lock file is not here, so nothing can be said"
    running = [row for row in rows if row["is_runtime"]]
    known = [row for row in running if row["days"] is not None]
    if not known:
        return f"{len(running)} run, of unknown age"
    oldest = known[0]
    return f"{len(running)} run; the oldest is {oldest['name']}, {oldest['days']} days"
