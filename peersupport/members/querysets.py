from django.contrib.auth.base_user import BaseUserManager
from django.db import models
from django.db.models import F
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


INVITERS = ["organiser", "administrator"]  # roles that let people in


class CommunityInvitationQuerySet(models.QuerySet):
    def visible_to(self, member):
        """Those who may invite see all invitations: any of them may take one back."""
        may_invite = member.is_authenticated and member.is_on_duty and member.role in INVITERS
        return self.all() if may_invite else self.none()

    def usable(self):
        """Not used up, not taken back, not too old, made by somebody who still may."""
        return self.filter(
            uses__lt=F("most_uses"), revoked_at=None, expires_at__gt=timezone.now(),
            made_by__role__in=INVITERS, made_by__is_active=True,
            made_by__second_factor_at__isnull=False,
        )  # fmt: skip
