import zoneinfo
from datetime import datetime, timedelta
from functools import lru_cache

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_otp.models import Device

from peersupport.core.encryption import unseal
from peersupport.core.names import hue_of, initials, validate_handle

from .querysets import MemberManager


class Tier(models.IntegerChoices):
    NEWCOMER = 0, _("Newcomer")
    MEMBER = 1, _("Member")
    SUPPORTER = 2, _("Peer supporter")
    LEADER = 3, _("Peer leader")
    MENTOR = 4, _("Mentor")
    SUPERVISOR = 5, _("Supervisor")


class Role(models.TextChoices):
    NONE = "", _("Member")
    MODERATOR = "moderator", _("Moderator")
    ORGANISER = "organiser", _("Organiser")
    ADMINISTRATOR = "administrator", _("Administrator")


class Interest(models.TextChoices):
    """What people look for company in; groups say what they are about in the same words."""

    STUDY_SKILLS = "study-skills", _("Study skills")
    BELONGING = "belonging", _("Belonging")
    WELLBEING = "wellbeing", _("Wellbeing")
    WRITING = "writing", _("Writing and theses")
    MATHS = "maths", _("Maths and numbers")
    WORKING = "working", _("Studying and working")
    CARING = "caring", _("Studying and caring for others")
    ABROAD = "abroad", _("Studying far from home")
    COMING_BACK = "coming-back", _("Coming back after a break")
    NEURODIVERSE = "neurodiverse", _("Thinking differently")


class Language(models.TextChoices):
    """Languages that groups speak, each named in itself."""

    ENGLISH = "en", "English"
    ARABIC = "ar", "العربية"
    GERMAN = "de", "Deutsch"
    SPANISH = "es", "Español"
    FRENCH = "fr", "Français"
    HINDI = "hi", "हिन्दी"
    PORTUGUESE = "pt", "Português"
    SWAHILI = "sw", "Kiswahili"
    UKRAINIAN = "uk", "Українська"
    CHINESE = "zh", "中文"


@lru_cache(maxsize=4096)
def profile_url(handle: str) -> str:
    """The address of a profile; asked twenty times a page."""
    return reverse("forums:member_detail", args=[handle])


def validate_time_zone(name: str) -> None:
    if name not in zoneinfo.available_timezones():
        raise ValidationError(_("Choose a time zone from the list."))


class Member(AbstractBaseUser, PermissionsMixin):
    """A person of this community, or an imported author whom nobody has claimed yet.

    `email` is private and is what one logs in with; `handle` and `display_name` are public.
    """

    email = models.EmailField(_("e-mail address"), unique=True, null=True, blank=True)
    handle = models.CharField(_("handle"), max_length=40, unique=True, validators=[validate_handle])
    handle_key = models.CharField(max_length=40, unique=True, editable=False)
    display_name = models.CharField(_("display name"), max_length=60)
    pronouns = models.CharField(_("pronouns"), max_length=30, blank=True)
    about = models.TextField(_("about me"), max_length=1000, blank=True)
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="UTC", validators=[validate_time_zone]
    )
    interests = ArrayField(
        models.CharField(max_length=20, choices=Interest), default=list, blank=True,
        verbose_name=_("interests"),
    )  # fmt: skip
    languages = ArrayField(
        models.CharField(max_length=5, choices=Language), default=list, blank=True,
        verbose_name=_("languages I speak"),
    )  # fmt: skip
    qualifications = ArrayField(
        models.CharField(max_length=40), default=list, blank=True, editable=False
    )  # courses passed, granted by training
    locale = models.CharField(_("language"), max_length=12, blank=True)
    theme = models.CharField(
        _("theme"), max_length=5, blank=True,
        choices=[("", _("As my device")), ("light", _("Light")), ("dark", _("Dark"))],
    )  # fmt: skip
    tier = models.PositiveSmallIntegerField(choices=Tier, default=Tier.NEWCOMER)
    role = models.CharField(max_length=16, choices=Role, default=Role.NONE, blank=True)
    norms_version = models.PositiveIntegerField(default=0)
    joined_at = models.DateTimeField(default=timezone.now)
    read_before = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True, blank=True, default=timezone.now)
    is_active = models.BooleanField(default=True)
    second_factor_at = models.DateTimeField(null=True, blank=True, editable=False)  # on since
    source = models.CharField(max_length=40, blank=True)
    source_id = models.BigIntegerField(null=True, blank=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["handle", "display_name"]

    objects = MemberManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_id"], name="member_once_per_source",
                condition=~Q(source=""),
            ),
            models.CheckConstraint(
                condition=Q(email__isnull=False) | Q(claimed_at__isnull=True),
                name="claimed_member_has_an_address",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.display_name

    def get_absolute_url(self):
        return profile_url(self.handle)

    @property
    def is_staff(self) -> bool:
        return self.role != Role.NONE

    @property
    def is_on_duty(self) -> bool:
        """Whether a role counts: it does once a second factor stands in front of it."""
        return self.is_staff and self.second_factor_at is not None

    def _get_session_auth_hash(self, secret=None):
        """Other sessions end when password, role or second factor change, or the account closes."""
        facts = f"{self.password}|{self.role}|{self.second_factor_at}|{self.is_active}"
        return salted_hmac("members.session", facts, secret=secret, algorithm="sha256").hexdigest()

    @property
    def initials(self) -> str:
        return initials(self.display_name)

    @property
    def hue(self) -> int:
        return hue_of(self.pk)

    @property
    def role_label(self) -> str:
        """What stands beside the name: a role, or that this person is trained."""
        if self.role:
            return str(self.get_role_display())
        return str(self.get_tier_display()) if self.tier >= Tier.SUPPORTER else ""

    @cached_property
    def has_accepted_norms(self) -> bool:
        return self.norms_version >= current_norms_version()


class Authenticator(Device):
    """The app that makes a member's codes. Its seed is sealed for this member's row alone."""

    sealed_seed = models.BinaryField()
    last_step = models.BigIntegerField(default=-1)  # of 30 seconds since 1970: no code counts twice
    guesses = ArrayField(models.DateTimeField(), default=list)  # codes tried and refused lately
    confirmed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user"], name="one_authenticator_each")]

    def __str__(self):
        return f"Authenticator of {self.user_id}"

    @property
    def seed(self) -> bytes:
        """The 20 bytes that the app shares with us (RFC 6238). Raises encryption.Unreadable."""
        return unseal(self.sealed_seed, bound_to=seed_of(self.user_id))


def seed_of(member_id: int) -> str:
    """What a sealed seed is bound to."""
    return f"members.authenticator:{member_id}"


class RecoveryCode(models.Model):
    """One of ten codes that stand in for the app, each once. Only a keyed digest is kept."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="recovery_codes"
    )
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "digest"], name="recovery_code_once")
        ]

    def __str__(self):
        return f"Recovery code of {self.member_id}"


def in_a_day() -> datetime:
    return timezone.now() + timedelta(hours=24)


class FactorReset(models.Model):
    """An administrator takes a lost second factor away, a day later, unless the member stops it."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    asked_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=in_a_day)
    stopped_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(stopped_at=None, done_at=None),
                name="one_factor_reset_at_a_time",
            )
        ]  # fmt: skip

    def __str__(self):
        return f"Reset of {self.member_id}'s second factor"


class SecurityEvent(models.Model):
    """What happened to an account's doors: shown to the member, kept for the audit."""

    class Kind(models.TextChoices):
        SIGNED_IN = "signed_in", _("Signed in")
        CODE_REFUSED = "code_refused", _("A code was refused")
        FACTOR_ON = "factor_on", _("Two-step sign-in was turned on")
        FACTOR_OFF = "factor_off", _("Two-step sign-in was turned off")
        CODES_MADE = "codes_made", _("New recovery codes were made")
        CODE_USED = "code_used", _("A recovery code was used")
        PASSWORD_CHANGED = "password_changed", _("The password was changed")
        RESET_ASKED = "reset_asked", _("An administrator was asked to reset two-step sign-in")
        RESET_STOPPED = "reset_stopped", _("The reset of two-step sign-in was stopped")

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="security_events"
    )
    kind = models.CharField(max_length=16, choices=Kind)
    device = models.CharField(max_length=80, blank=True)  # such as "Firefox on Android"
    happened_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["member", "-id"], name="security_event_newest")]

    def __str__(self):
        return f"{self.kind} of {self.member_id}"


class NormsInForce(models.Model):
    """The one row that says which version of the norms counts: written by `moderation`.

    It lives here because every area asks whether a member has agreed, and may not ask upwards.
    """

    version = models.PositiveIntegerField(default=0)

    def __str__(self):
        return f"Norms version {self.version}"


def current_norms_version() -> int:
    row = NormsInForce.objects.order_by("-version").values_list("version", flat=True).first()
    return row or 0
