from django.apps import apps
from django.conf import settings
from django.contrib.auth.base_user import BaseUserManager
from django.contrib.sessions.base_session import BaseSessionManager
from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, When
from django.utils import timezone
from django.utils.translation import get_language

from peersupport.core.names import STAND_IN, handle_key
from peersupport.core.pseudonyms import pseudonym


class MemberQuerySet(models.QuerySet):
    def visible_to(self, member):
        """Members with an account of their own, and authors that came with an import.

        Ada blocked Ben: neither exists for the other. Mo, who moderates and is on duty, finds both,
        also when Ada blocked Mo: nobody can shut those out who look into what they did.
        """
        people = self.filter(is_active=True)
        if not member.is_authenticated or member.is_moderating:
            return people
        return people.apart_from(member)

    def apart_from(self, member):
        """Without those whom this member blocked, and those who blocked this member."""
        blocked, blocked_by = _blocks_of(member)
        return self.exclude(pk__in=blocked).exclude(pk__in=blocked_by)

    def kept_from(self, member):
        """The others: whom this member blocked, and who blocked this member."""
        blocked, blocked_by = _blocks_of(member)
        return self.filter(models.Q(pk__in=blocked) | models.Q(pk__in=blocked_by))

    def blockable_by(self, member):
        """Whom a person may keep away from, or back to. Also who blocked them: else whoever blocks
        first could come back when they like, and the other could not shut the door."""
        blocked, _blocked_by = _blocks_of(member)
        muted = apps.get_model("members.Mute").objects.filter(member=member.pk).values("other")
        known = models.Q(is_active=True) | models.Q(pk__in=blocked) | models.Q(pk__in=muted)
        return self.filter(known).exclude(pk=member.pk)

    def with_distance_of(self, member):
        """Each with whether this person blocked or muted them."""
        found = {
            name.lower(): models.Exists(
                apps.get_model(f"members.{name}").objects.filter(
                    member=member.pk, other=models.OuterRef("pk")
                )
            )
            for name in ("Block", "Mute")
        }
        return self.annotate(is_blocked=found["block"], is_muted=found["mute"])

    def not_muting(self, member):
        """Without those who muted this member."""
        mutes = apps.get_model("members.Mute").objects
        return self.exclude(pk__in=mutes.filter(other=member.pk).values("member"))

    def keeping_nobody_away(self):
        """Without those who blocked or muted anybody: who can be told of words without a name."""
        own = [
            apps.get_model(f"members.{name}").objects.filter(member=OuterRef("pk"))
            for name in ("Block", "Mute")
        ]
        return self.exclude(models.Exists(own[0])).exclude(models.Exists(own[1]))

    def people(self):
        """Without the rows that stand in for somebody who wrote without their name."""
        return self.exclude(handle__startswith=STAND_IN)

    def in_directory(self):
        """Who asked to be found, by handle."""
        return self.filter(listed=True, claimed_at__isnull=False).order_by("handle")

    def telling_members(self, part, value):
        """Who has this among their interests or languages, and lets members see it."""
        shown = {f"shown_to__{part}__in": ["members", "everyone"], f"{part}__contains": [value]}
        return self.filter(**shown)

    def reachable(self):
        """Members who can be told something: they have an address and an open account."""
        return self.filter(is_active=True, email__isnull=False, claimed_at__isnull=False)

    def reviewing(self):
        """Those who answer appeals: moderators with their course, and whom the site named for it."""
        moderators = Q(role__in=["moderator", "administrator"])
        if wanted := settings.MODERATOR_QUALIFICATION:
            moderators &= Q(qualifications__contains=[wanted])
        named = Q(handle__in=settings.APPEAL_REVIEWERS)
        return self.filter(moderators | named, is_active=True, second_factor_at__isnull=False)

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


def _blocks_of(member):
    """Ids of whom a member blocked, and of those who blocked that member."""
    blocks = apps.get_model("members.Block").objects
    return blocks.filter(member=member.pk).values("other"), blocks.filter(other=member.pk).values(
        "member"
    )


def _draws(count):
    return (pseudonym() for _ in range(count))


class MemberManager(BaseUserManager.from_queryset(MemberQuerySet)):  # type: ignore[misc]
    def create_user(self, email, password=None, **fields):
        """Used by libraries and tests; people come in through sign-up."""
        member = self.model(email=self.normalize_email(email).casefold(), **fields)
        member.set_password(password)
        member.save(using=self._db)
        return member

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, role="administrator", is_superuser=True, **fields)

    def free_pseudonyms(self, count: int) -> list[tuple[str, str]]:
        """Names and handles that nobody here has, in one statement; fewer than `count` at worst."""
        offered = {handle_key(handle): (name, handle) for name, handle in _draws(4 * count)}
        names = [name for name, _handle in offered.values()]
        taken = self.filter(models.Q(handle_key__in=offered) | models.Q(display_name__in=names))
        held = {part for row in taken.values_list("handle_key", "display_name") for part in row}
        free = [pair for key, pair in offered.items() if not held & {key, pair[0]}]
        return free[:count]

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
