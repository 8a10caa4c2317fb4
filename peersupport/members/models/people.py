import zoneinfo
from functools import lru_cache

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

from peersupport.core.names import hue_of, initials, validate_handle

from ..querysets import MemberManager
from .norms import current_norms_version


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
    sessions_ended = models.PositiveIntegerField(
        default=0, editable=False
    )  # all of them, how often
    checked_up_at = models.DateTimeField(null=True, blank=True, editable=False)
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
        """Other sessions end when password, role or second factor change, or the account closes.

        And when the member ends them all, which counts them up.
        """
        facts = f"{self.password}|{self.role}|{self.second_factor_at}|{self.is_active}"
        if self.sessions_ended:
            facts += f"|{self.sessions_ended}"
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
