import tomllib
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from peersupport.administration.actions import note_upkeep
from peersupport.administration.models import Upkeep
from peersupport.core.backups import BackupError, Database, forget_older, make_backup


class Command(BaseCommand):
    help = "Write one .tar with the database, the uploaded files and a manifest to check them by."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("folder", nargs="?", type=Path, default=settings.DATA_DIR / "backups")
        parser.add_argument(
            "--keep-days", type=int, default=0, metavar="N",
            help="afterwards, delete this folder's backups that are N days old or older",
        )  # fmt: skip

    def handle(self, *args, folder, keep_days, **options):
        media = Path(settings.MEDIA_ROOT) if settings.MEDIA_ROOT else None
        try:
            archive = make_backup(
                Database.of(connection.settings_dict), folder, media=media, version=version()
            )
        except BackupError as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            raise CommandError(f"cannot write in {folder}: {error.strerror}") from None
        note_upkeep(Upkeep.Kind.BACKUP, archive=archive.name)
        self.stdout.write(f"{archive}  {archive.stat().st_size / 2**20:.1f} MB")
        if keep_days > 0:
            for path in forget_older(folder, days=keep_days):
                self.stdout.write(f"deleted {path.name}")


def version():
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))
    return project["project"]["version"]
