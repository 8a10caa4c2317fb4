from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from peersupport.privacy import replay_ledger


class Command(BaseCommand):
    help = "After a restore: erase again whoever was erased since the backup was made."

    def add_arguments(self, parser):
        parser.add_argument("ledger", nargs="?", type=Path, default=settings.ERASURE_LEDGER)

    def handle(self, *args, ledger, **options):
        count = replay_ledger(Path(ledger))
        self.stdout.write(f"{count} members of the erasure ledger were in it and are erased again.")
