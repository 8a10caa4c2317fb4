from django.contrib.auth.base_user import BaseUserManager
from django.contrib.sessions.base_session import BaseSessionManager
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


class SessionQuerySet(models.QuerySet):
    def visible_to(self, member):
        """Where this member is signed in just now; those that something else ended are left out."""
        proofs = [member.get_session_auth_hash(), *member.get_session_auth_fallback_hash()]
        return self.filter(member=member, auth_hash__in=proofs, expire_date__gt=timezone.now())

    def latest_first(self):
        return self.order_by(F("seen_at").desc(nulls_last=True), "pk")


class SessionManager(BaseSessionManager.from_queryset(SessionQuerySet)):  # type: ignore[misc]
    """What Django's session stores ask of a manager, and who sees which."""
