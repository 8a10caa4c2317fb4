import json
import time
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from forums.importers.intake import import_dump
from forums.importers.report import Report
from forums.importers.stackexchange import Dump
from forums.importers.xmlrows import DumpError


class Command(BaseCommand):
    help = "Import a Stack Exchange dump; run again, it adds what is missing. Nobody is told."

    def add_arguments(self, parser):
        parser.add_argument("dir", type=Path, help="folder with Posts.xml, Users.xml, Comments.xml")
        parser.add_argument("--dry-run", action="store_true", help="count, and write nothing")
        parser.add_argument("--category", default="", metavar="SLUG", help="an existing category")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args, **options):
        counts = self._import(options)
        if options["json"]:
            self.stdout.write(json.dumps(counts))
        else:
            self._print(counts, options["dry_run"])

    def _import(self, options):
        self.started, self.counting = time.monotonic(), ""
        folder = Path(settings.DATA_DIR) / "imports"
        try:
            name = Dump.open(options["dir"]).name
            with Report(folder, name, timezone.now()) as report:
                import_dump(
                    options["dir"], report=report, category=options["category"],
                    dry_run=options["dry_run"], progress=self._progress,
                )  # fmt: skip
        except DumpError as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            raise CommandError(
                "Stopped. Whole topics are imported; run it again for the rest."
            ) from None
        finally:
            if self.counting:
                self.stderr.write("")
        return report.counts()

    def _progress(self, what, number):
        """Counts and rate in one line, for a person who watches."""
        if not self.stderr.isatty():
            return
        if what != self.counting:
            self.counting, self.started = what, time.monotonic()
        rate = number / max(time.monotonic() - self.started, 0.001) * 60
        self.stderr.write(f"\r{number:>10,} {what}, {rate:,.0f} a minute   ", ending="")
        self.stderr.flush()

    def _print(self, counts, dry_run):
        for name in ("topics", "answers", "comments", "accepted", "members"):
            self.stdout.write(f"{name:<28}{counts[name]:>10,}")
        for reason, number in counts["skipped"].items():
            self.stdout.write(f"{'skipped: ' + reason:<28}{number:>10,}")
        label = "would be created" if dry_run else "created"
        self.stdout.write(f"{label:<28}{counts['created']:>10,}")
        self.stdout.write(f"Report: {counts['report']}")
