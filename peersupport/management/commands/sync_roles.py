from django.contrib.auth.models import Group, Permission
from django.core.management.base import BaseCommand
from django.db import transaction

from peersupport.members.models import Member
from peersupport.roles import ROLES


class Command(BaseCommand):
    help = "Give each staff role the permissions of peersupport/roles.py. Run after migrate."

    @transaction.atomic
    def handle(self, *args, **options):
        for role, names in ROLES.items():
            group, _ = Group.objects.get_or_create(name=role)
            group.permissions.set([self._permission(name) for name in names])
            group.user_set.set(Member.objects.filter(role=role))
        if options["verbosity"]:
            self.stdout.write(f"{len(ROLES)} roles are up to date.")

    def _permission(self, name):
        app, _, codename = name.partition(".")
        return Permission.objects.get(content_type__app_label=app, codename=codename)
