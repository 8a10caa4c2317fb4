from django.core.management import call_command
from django.core.management.base import BaseCommand

from peersupport.core.bundle import write_bundle


class Command(BaseCommand):
    help = "Join the style sheets and collect every static file, hashed and compressed."
    requires_system_checks = []

    def handle(self, *args, **options):
        write_bundle()
        call_command("collectstatic", interactive=False, verbosity=0)
