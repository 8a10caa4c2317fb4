from django.contrib.auth.base_user import BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone


class MemberQuerySet(models.QuerySet):
    def visible_to(self, member):
        """Members with an account of their own, and authors that came with an import."""
        return self.filter(is_active=True)

    def reachable(self):
        """Members who can be told something: they have an address and an open account."""
        return self.filter(is_active=True, email__isnull=False, claimed_at__isnull=False)


class MemberManager(BaseUserManager.from_queryset(MemberQuerySet)):  # type: ignore[misc]
    def create_user(self, email, password=None, **fields):
        """Used by libraries and tests; people come in through sign-up."""
        member = self.model(email=self.normalize_email(email).casefold(), **fields)
        member.set_password(password)
        member.save(using=self._db)
        return member

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, role="administrator", is_superuser=True, **fields)

    def get_by_natural_key(self, email):
        return self.get(email=email.casefold())


class DataExportQuerySet(models.QuerySet):
    def visible_to(self, member):
        """A person's own copies, for as long as they are good for."""
        mine = self.filter(member=member.pk)
        return mine.exclude(expires_at__lte=timezone.now())

    def waiting(self):
        return self.filter(state="waiting", member__is_active=True)

    def to_build(self):
        """Waiting, and no worker is at it, or it died."""
        leased = Q(leased_until__gt=timezone.now())
        return self.waiting().exclude(leased)


class ErasureQuerySet(models.QuerySet):
    def open(self):
        """Asked for, and neither stopped nor carried out."""
        return self.filter(stopped_at=None, done_at=None)

    def due(self):
        return self.open().filter(due_at__lte=timezone.now())
