import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand

from peersupport.core.bundle import write_bundle


class Command(BaseCommand):
    help = "Join the style sheets and collect every static file, hashed and compressed."
    requires_system_checks = []

    def handle(self, *args, **options):
        write_bundle()
        built_from = Path(settings.STATIC_ROOT) / "built-from.txt"
        sources = digest_of_sources()
        if built_from.exists() and built_from.read_text() == sources:
            return  # compressing 700 files takes seconds
        built_from.unlink(missing_ok=True)
        call_command("collectstatic", interactive=False, verbosity=0)
        built_from.write_text(sources)


def digest_of_sources() -> str:
    """One number for the names and contents of all that is collected."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            with storage.open(path) as file:
                digest.update(f"{path}\0".encode() + hashlib.sha256(file.read()).digest())
    return digest.hexdigest()
