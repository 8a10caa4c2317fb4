import os
import subprocess
import sys
from pathlib import Path

import dj_database_url
from django.conf import settings
from django.core.cache import cache
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection, connections
from django.db.migrations.loader import MigrationLoader

from peersupport.administration.actions import note_upkeep
from peersupport.administration.models import Upkeep
from peersupport.core import keyfile
from peersupport.core.backups import (
    BackupError,
    Database,
    opened,
    put_in_place,
    refuse_if_in_use,
    rows_in,
    scratch_beside,
)
from peersupport.core.keyfile import KeyFileError


class Command(BaseCommand):
    help = (
        "Restore a backup into a scratch database, check it there and, unless --check-only, "
        "put it in place. The database it replaces keeps its rows under another name."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--into", metavar="DATABASE_URL", help="instead of the site's own")
        parser.add_argument(
            "--keys", type=Path, metavar="FILE",
            help=f"the keys of conversations, if they are not in {keyfile.NAME} beside the backup",
        )  # fmt: skip
        parser.add_argument("--yes", action="store_true", help="replace a database that holds rows")
        parser.add_argument(
            "--check-only", action="store_true", help="the weekly drill: restore, check, drop"
        )

    def handle(self, *args, **options):
        own = Database.of(connection.settings_dict)
        target = database_at(options["into"]) if options["into"] else own
        connections.close_all()  # ours would keep the database in use
        self.keys = options["keys"] or options["file"].with_name(keyfile.NAME)
        try:
            with opened(options["file"]) as archive:
                if not options["check_only"]:
                    self._refuse_to_overwrite(target, certain=options["yes"])
                with scratch_beside(target) as scratch:
                    self._pour_and_check(archive, scratch)
                    if not options["check_only"]:
                        self._put_in_place(archive, scratch, target, is_own=target == own)
        except (BackupError, KeyFileError) as error:
            raise CommandError(str(error)) from None
        if options["check_only"] or target == own:
            kind = Upkeep.Kind.DRILL if options["check_only"] else Upkeep.Kind.RESTORE
            self._keep_on_record(kind, options["file"].name)

    def _keep_on_record(self, kind, name):
        """For the next self-audit. A drill on a machine without the site's database counts too."""
        try:
            note_upkeep(kind, archive=name)
        except DatabaseError:
            self.stdout.write("The site's database is not here, so it does not know of this.")

    def _refuse_to_overwrite(self, target, *, certain):
        rows = rows_in(target)
        if rows and not certain:
            raise BackupError(f"{target.name} holds {rows} rows: add --yes to replace it")
        refuse_if_in_use(target)

    def _pour_and_check(self, archive, scratch):
        manifest = archive.manifest
        missing = missing_migrations(manifest["migrations"])
        archive.pour_into(scratch)
        rows = sum(count for count, _sum in manifest["tables"].values())
        self.stdout.write(
            f"Backup of {manifest['created_at']}, version {manifest['version']}: "
            f"{len(manifest['tables'])} tables, {rows} rows, {len(manifest['media'])} files, "
            "all as they were."
        )
        if missing:
            self.stdout.write(f"It is older than this version: {len(missing)} migrations to run.")
            manage(scratch, "migrate", "--no-input", "--verbosity=0")
        self._give_keys_back(scratch)
        ledger = Path(settings.ERASURE_LEDGER)
        if ledger.exists() and ledger.stat().st_size:  # who was erased since stays erased
            self.stdout.write(manage(scratch, "replay_erasures", str(ledger)).strip())
        self.stdout.write(manage(scratch, "check_invariants", "--restored").strip())

    def _give_keys_back(self, scratch):
        """Before anything reads words. A conversation that was destroyed since has no key there."""
        with scratch.connect() as connection:
            if self.keys.exists():
                keyfile.load_keys(connection, self.keys)
            rooms, keys = keyfile.rooms_and_keys(connection)
        if not self.keys.exists() and rooms:
            self.stdout.write(
                f"WARNING: there is no {self.keys}, so nobody can read the {rooms} conversations "
                "and rooms of this backup; their pages say so. If you have the newest "
                f"{keyfile.NAME} elsewhere, put it there or name it with --keys, and restore again."
            )
        elif rooms:
            lost = f"; {rooms - keys} have none, and cannot be read" if rooms > keys else ""
            self.stdout.write(f"{keys} of {rooms} conversations and rooms have their key{lost}.")

    def _put_in_place(self, archive, scratch, target, *, is_own):
        kept = put_in_place(scratch, target)
        self.stdout.write(f"{target.name} is restored.")
        if kept:
            self.stdout.write(f"What it held is kept in {kept}; drop that when all is well.")
        if not is_own:
            return
        if settings.MEDIA_ROOT:
            count = archive.pour_media(Path(settings.MEDIA_ROOT))
            self.stdout.write(f"{count} uploaded files are back.")
        cache.clear()  # sessions and counts of the rows that were there before


def database_at(url):
    try:
        return Database.of(dj_database_url.parse(url))
    except (ValueError, KeyError):
        raise CommandError("--into wants postgresql://user:password@host/name") from None


def missing_migrations(applied):
    """Migrations to run on the restored rows. Refuses rows of a version newer than this one."""
    here = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if newer := sorted(set(applied) - here):
        raise BackupError(f"the backup is of a newer version: it knows {newer[0]}")
    return sorted(here - set(applied))


def manage(database, *arguments):
    """Run a command of ours against another database. Returns what it printed."""
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=settings.BASE_DIR, text=True, check=False,
        capture_output=True, env=os.environ | {"DATABASE_URL": database.url},
    )  # fmt: skip
    if done.returncode:
        raise BackupError(f"{arguments[0]} failed on the restored rows: {done.stdout}{done.stderr}")
    return done.stdout
