from django.core.management.base import BaseCommand

from peersupport.core.datamap import as_markdown


class Command(BaseCommand):
    help = "Print the data map: what is kept of people, why, how long, and how it goes."

    def handle(self, *args, **options):
        self.stdout.write(as_markdown(), ending="")
