import json
import time
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from groups.rooms.importers import import_network

SOURCE_LENGTH = 40  # characters of Member.source


class Command(BaseCommand):
    help = (
        "Import who wrote to whom and when (KONECT format) as private conversations with made-up "
        "words; run again, it adds what is missing. Nobody is told. Conversations that are older "
        "than the site keeps them go with the next night."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="lines of: sender recipient weight Unix-time")
        parser.add_argument("--dry-run", action="store_true", help="count, and write nothing")
        parser.add_argument("--source", default="", help="what names it; without, the file's name")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args, **options):
        path = options["file"]
        if not path.is_file():
            raise CommandError(f"There is no file {path}.")
        source = (options["source"] or path.name.removeprefix("out."))[:SOURCE_LENGTH]
        began = time.monotonic()
        try:
            counts = import_network(path, source=source, dry_run=options["dry_run"])
        except KeyboardInterrupt:
            raise CommandError("Stopped. Run it again for the rest.") from None
        summary = counts.summary() | {"seconds": round(time.monotonic() - began, 1)}
        if options["json"]:
            self.stdout.write(json.dumps(summary))
        else:
            self._print(summary, options["dry_run"])

    def _print(self, summary, dry_run):
        for name in ("messages", "people", "senders", "pairs", "answered pairs"):
            self.stdout.write(f"{name:<28}{summary[name]:>10,}")
        for month, (senders, messages) in sorted(summary["months"].items()):
            self.stdout.write(f"{month + ', senders and messages':<32}{senders:>6,}{messages:>10,}")
        for reason, number in summary["skipped"].items():
            self.stdout.write(f"{'skipped: ' + reason:<28}{number:>10,}")
        label = "would be created" if dry_run else "created"
        self.stdout.write(f"{label:<28}{summary['created']:>10,}")
        self.stdout.write(f"{'seconds':<28}{summary['seconds']:>10,}")
