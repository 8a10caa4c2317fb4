from django.core.management.base import BaseCommand

from forums.actions import reseal_aliases
from groups.resources.actions import reseal_unnamed
from moderation.actions import reseal_authorships
from peersupport.members.actions import reseal_seeds


class Command(BaseCommand):
    help = "Seal the small secrets in the database with the newest key of FIELD_KEYS."

    def handle(self, **options):
        total = 0
        seals = (reseal_seeds, reseal_authorships, reseal_aliases, reseal_unnamed)
        while done := sum(reseal() for reseal in seals):
            total += done
            self.stdout.write(f"{total} sealed anew")
        self.stdout.write("Every secret is sealed with the newest key. Older keys may go.")
