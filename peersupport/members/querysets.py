from django.contrib.auth.base_user import BaseUserManager
from django.db import models


class MemberQuerySet(models.QuerySet):
    def visible_to(self, member):
        """Members with an account of their own, and authors that came with an import."""
        return self.filter(is_active=True)

    def reachable(self):
        """Members who can be told something: they have an address and an open account."""
        return self.filter(is_active=True, email__isnull=False, claimed_at__isnull=False)


class TrustRecordQuerySet(models.QuerySet):
    def visible_to(self, member):
        """What a level is counted from is the member's own business."""
        return self.filter(member=member.pk)

    def for_notice(self):
        return self


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
