from django.apps import apps
from django.conf import settings
from django.contrib.auth.base_user import BaseUserManager
from django.db import models
from django.db.models import Case, OuterRef, Q, Subquery, When
from django.utils import timezone
from django.utils.translation import get_language


class MemberQuerySet(models.QuerySet):
    def visible_to(self, member):
        """Members with an account of their own, and authors that came with an import."""
        return self.filter(is_active=True)

    def reachable(self):
        """Members who can be told something: they have an address and an open account."""
        return self.filter(is_active=True, email__isnull=False, claimed_at__isnull=False)

    def consenting(self, purpose: str):
        """Members whose latest word on a purpose is yes."""
        words = apps.get_model("members", "ConsentRecord").objects.filter(
            member=OuterRef("pk"), purpose=purpose
        )
        return self.filter(Subquery(words.order_by("-id").values("granted")[:1]))


class PolicyQuerySet(models.QuerySet):
    def visible_to(self, member):
        """Everybody may read every version, also one that is announced and does not count yet."""
        return self

    def effective(self):
        return self.filter(effective_from__lte=timezone.now())

    def in_force(self):
        """The latest version of each kind that counts, terms first, in the reader's language where it exists."""
        wanted = get_language() or settings.LANGUAGE_CODE
        by_language = Case(When(locale=wanted, then=0), default=1)
        return self.effective().order_by("-kind", "-major", "-minor", by_language).distinct("kind")

    def news_for(self, member):
        """What came since the versions that a member agreed to, newest first, in force by now."""
        terms = Q(kind="terms", major__gt=member.terms_version)
        privacy = Q(kind="privacy", major__gt=member.privacy_version)
        return self.effective().filter(terms | privacy).exclude(changes="")

    def small_changes_since(self, moment):
        """Versions in force that came after a moment and asked nobody again."""
        latest = self.model.objects.in_force().values("pk")
        return self.filter(pk__in=latest, minor__gt=0, effective_from__gt=moment)


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
