import shutil
import sys
import time
import urllib.error
import urllib.request
from argparse import ArgumentParser

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from peersupport.core.embedded import LaunchError, check_writable
from peersupport.core.processes import Interrupts, Supervisor, check_port
from peersupport.demo.community import accounts, found, is_empty, progress
from peersupport.demo.texts import PASSWORD

READY_SECONDS = 40


class Command(BaseCommand):
    help = "Start everything: servers, demo community, web, worker and beat. Ctrl-C stops it all."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--fresh", action="store_true", help="forget the data and start anew")

    def handle(self, *args, **options):
        supervisor = Supervisor(settings.PORT)
        try:
            with Interrupts() as interrupts:
                self._run(supervisor, fresh=options["fresh"])
            if interrupts.is_asked:
                self.stdout.write("\nStopping.")
        except LaunchError as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            raise CommandError(f"cannot write: {error.strerror}: {error.filename}") from None
        finally:
            supervisor.stop()

    def _run(self, supervisor: Supervisor, *, fresh: bool) -> None:
        began = time.monotonic()
        check_writable(settings.DATA_DIR)
        supervisor.end_leftovers()
        check_port(settings.PORT)
        if fresh:
            self._forget(supervisor)
        supervisor.servers.start()
        self._prepare()
        supervisor.start()
        self._wait_until_ready()
        self._say_ready(time.monotonic() - began)
        supervisor.watch()

    def _forget(self, supervisor: Supervisor) -> None:
        """Only what the demo itself made: never a folder as a whole."""
        shutil.rmtree(supervisor.servers.root, ignore_errors=True)
        for name in ("mail", "logs", "run", "imports", "private/files"):
            shutil.rmtree(settings.DATA_DIR / name, ignore_errors=True)
        supervisor.run_dir.mkdir(parents=True, exist_ok=True)

    def _prepare(self) -> None:
        call_command("build_static")
        call_command("migrate", verbosity=0)
        call_command("sync_roles", verbosity=0)
        if is_empty():
            found(say=progress)
            if sys.stderr.isatty():
                sys.stderr.write("\n")

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            if all(f'"{part}": "ok"' in self._readyz() for part in ("database", "worker", "beat")):
                return
            time.sleep(0.1)
        raise LaunchError(
            f"not ready after {READY_SECONDS} seconds: see {settings.DATA_DIR / 'logs'}"
        )

    def _readyz(self) -> str:
        address = f"http://127.0.0.1:{settings.PORT}/readyz"
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:  # noqa: S310  our own
                return answer.read().decode()
        except (urllib.error.URLError, OSError):
            return ""

    def _say_ready(self, seconds: float) -> None:
        self.stdout.write(f"\nReady in {seconds:.1f} s: {settings.SITE_URL}/\n")
        if not settings.DEMO:
            return
        self.stdout.write(f"Letters it sends: {settings.SITE_URL}/dev/mail/\n\n")
        row = "  {:<16} {:<24} {}"
        self.stdout.write(row.format("role", "e-mail", "password"))
        for member in accounts():
            role = member.role or member.get_tier_display().lower()
            self.stdout.write(row.format(role, member.email, PASSWORD))
        self.stdout.write(f"\nThe last two also type a code from {settings.SITE_URL}/dev/codes/")
        self.stdout.write("Ctrl-C stops it.")
