from django.core.management.base import BaseCommand

from forums.actions import reseal_aliases
from groups.resources.actions import reseal_unnamed
from groups.rooms.actions import reseal_keys
from moderation.actions import reseal_authorships, reseal_excerpts
from peersupport.members.actions import reseal_seeds

RESEALED = [
    reseal_seeds,
    reseal_authorships,
    reseal_aliases,
    reseal_unnamed,
    reseal_keys,
    reseal_excerpts,
]


class Command(BaseCommand):
    help = "Seal the small secrets in the database with the newest key of FIELD_KEYS."

    def handle(self, **options):
        total = 0
        while done := sum(reseal() for reseal in RESEALED):
            total += done
            self.stdout.write(f"{total} sealed anew")
        self.stdout.write("Every secret is sealed with the newest key. Older keys may go.")
