import zoneinfo
from functools import lru_cache

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from peersupport.core.names import STAND_IN, hue_of, initials, validate_handle

from ..querysets import MemberManager
from .policies import Purpose, versions_in_force


class Tier(models.IntegerChoices):
    NEWCOMER = 0, _("Newcomer")
    MEMBER = 1, _("Member")
    SUPPORTER = 2, _("Peer supporter")
    LEADER = 3, _("Peer leader")
    MENTOR = 4, _("Mentor")
    SUPERVISOR = 5, _("Supervisor")


class Trust(models.IntegerChoices):
    """Earned by taking part, where `Tier` is granted. What each opens stands in `rules.LEVELS`."""

    NEW = 0, _("New here")
    MEMBER = 1, _("Member")
    REGULAR = 2, _("Regular")


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


class Part(models.TextChoices):
    """Parts of a profile; of each a member says who sees it."""

    PRONOUNS = "pronouns", _("Pronouns")
    ABOUT = "about", _("About me")
    INTERESTS = "interests", _("What I would like company in")
    LANGUAGES = "languages", _("Languages I speak")
    GROUPS = "groups", _("Groups we are both in")
    JOINED = "joined", _("When I joined")
    POSTS = "posts", _("List of what I wrote")


class Audience(models.TextChoices):
    """Who sees a part of a profile."""

    EVERYONE = "everyone", _("Everyone")
    MEMBERS = "members", _("Members")
    NOBODY = "nobody", _("Nobody")


# Asked for with the promise that nobody sees them: they stay so until the member says otherwise.
KEPT_TO_ONESELF = {Part.INTERESTS, Part.LANGUAGES}
WRITTEN_PARTS = {Part.PRONOUNS, Part.ABOUT}  # in their own words


class WrittenBy(models.TextChoices):
    """Who may start a private conversation with a member."""

    EVERYONE = "everyone", _("Every member")
    GROUPS = "groups", _("People in my groups")
    STAFF = "staff", _("Nobody but staff")


class FirstStep(models.TextChoices):
    """What a newcomer may like to do; every one can be left out."""

    APPEAR = "appear", _("Choose how you appear")
    COMPANY = "company", _("Say what you would like company in")
    HELLO = "hello", _("Say hello")
    GROUP = "group", _("Look at one group")
    LIMITS = "limits", _("Read what peer support is, and is not")


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
    text_size = models.CharField(
        _("text size"), max_length=3, blank=True,
        choices=[("", _("Usual")), ("112", _("A little larger")), ("125", _("Larger")), ("150", _("Largest"))],
    )  # fmt: skip
    calm_mode = models.BooleanField(_("calm mode"), default=False)
    shortcuts = models.BooleanField(_("keyboard shortcuts"), default=False)
    first_steps = models.BooleanField(_("first steps on my home page"), default=True)
    steps_skipped = ArrayField(
        models.CharField(max_length=10, choices=FirstStep), default=list, blank=True, editable=False
    )
    shown_to = models.JSONField(default=dict, blank=True, editable=False)  # Audience by Part
    hidden_notes = ArrayField(
        models.CharField(max_length=16), default=list, db_default=[], blank=True, editable=False
    )  # themes this member would rather not meet, in the words of the forums
    hidden_tags = ArrayField(
        models.CharField(max_length=60), default=list, db_default=[], blank=True, editable=False
    )
    has_muted = models.BooleanField(
        default=False, db_default=False, editable=False
    )  # has ever muted a topic or a place: only then lists look for what is muted
    listed = models.BooleanField(_("in the directory"), default=False)
    written_by = models.CharField(
        _("who may write to me"), max_length=8, choices=WrittenBy, default=WrittenBy.EVERYONE
    )
    tier = models.PositiveSmallIntegerField(choices=Tier, default=Tier.NEWCOMER)
    trust_level = models.PositiveSmallIntegerField(choices=Trust, default=Trust.NEW, editable=False)
    days_visited = models.PositiveIntegerField(default=0, editable=False)
    last_visit_day = models.DateField(null=True, blank=True, editable=False)  # counted last, in UTC
    last_sanction_at = models.DateTimeField(
        null=True, blank=True, editable=False
    )  # from moderation
    paused_until = models.DateTimeField(
        null=True, blank=True, editable=False
    )  # reads, and writes nowhere until then: from moderation
    suspended_at = models.DateTimeField(
        null=True, blank=True, editable=False
    )  # since then only their data, decisions and appeals: from moderation
    suspended_until = models.DateTimeField(null=True, blank=True, editable=False)  # none: no end
    limits = ArrayField(
        models.CharField(max_length=8), default=list, db_default=[], blank=True, editable=False
    )  # links, topics, pace: from moderation
    limited_until = models.DateTimeField(null=True, blank=True, editable=False)
    kept_out_until = models.DateTimeField(
        null=True, blank=True, editable=False
    )  # of at least one place, in the words of moderation: only then places are looked for
    is_profile_hidden = models.BooleanField(
        default=False, db_default=False, editable=False
    )  # what they wrote about themself: from moderation
    hidden_name = models.CharField(
        max_length=60, default="", db_default="", blank=True, editable=False
    )  # their display name, while the handle stands in its place
    role = models.CharField(max_length=16, choices=Role, default=Role.NONE, blank=True)
    norms_version = models.PositiveIntegerField(default=0)
    # The major version of each that this member agreed to last; the records say when and how.
    terms_version = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)
    privacy_version = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)
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
        indexes = [
            models.Index(fields=["handle"], name="member_listed", condition=Q(listed=True)),
            GinIndex(  # names that begin like, hold or nearly are what was typed
                OpClass(Upper("display_name"), "gin_trgm_ops"),
                name="member_name_trigrams", fastupdate=False,
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
    def is_paused(self) -> bool:
        """Whether this person may read and not write just now."""
        return self.paused_until is not None and self.paused_until > timezone.now()

    @property
    def is_suspended(self) -> bool:
        """Whether only their own data, decisions and appeals are left to this person just now."""
        if self.suspended_at is None:
            return False
        return self.suspended_until is None or self.suspended_until > timezone.now()

    @property
    def limits_now(self) -> frozenset[str]:
        """What this person may not do just now: links, topics, pace."""
        is_limited = self.limited_until is not None and self.limited_until > timezone.now()
        return frozenset(self.limits) if is_limited else frozenset()

    @property
    def is_on_duty(self) -> bool:
        """Whether a role counts: it does once a second factor stands in front of it."""
        return self.is_staff and self.second_factor_at is not None

    @property
    def is_moderating(self) -> bool:
        """Whether this person looks into what others did: no block keeps them from it."""
        return self.is_on_duty and self.role in {Role.MODERATOR, Role.ADMINISTRATOR}

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
        return hue_of(self.pk, self.handle)

    @property
    def is_stand_in(self) -> bool:
        """Whether this row is nobody's account, but stands beside words without a name."""
        return self.handle.startswith(STAND_IN)

    @property
    def role_label(self) -> str:
        """What stands beside the name: a role, or that this person is trained."""
        if self.role:
            return str(self.get_role_display())
        return str(self.get_tier_display()) if self.tier >= Tier.SUPPORTER else ""

    def has_agreed_to(self, document) -> bool:
        """Whether a version of the terms or the privacy notice asks this member nothing new."""
        return getattr(self, f"{document.kind}_version") >= document.major

    def audience_of(self, part: Part) -> str:
        """Who sees a part of the profile: members, where nothing else was said.

        What a moderator hid is for themself alone, whatever they said.
        """
        if self.is_profile_hidden and part in WRITTEN_PARTS:
            return Audience.NOBODY
        return self.chosen_audience_of(part)

    def chosen_audience_of(self, part: Part) -> str:
        """Who sees it as far as the member has a say."""
        usual = Audience.NOBODY if part in KEPT_TO_ONESELF else Audience.MEMBERS
        return self.shown_to.get(part, usual)

    @property
    def interest_names(self) -> list[str]:
        return [str(interest.label) for interest in Interest if interest in self.interests]

    @property
    def language_names(self) -> list[str]:
        return [language.label for language in Language if language in self.languages]

    @cached_property
    def has_accepted_norms(self) -> bool:
        """Whether nothing in force waits for this member's yes: norms, terms, privacy notice."""
        mine = {
            Purpose.NORMS: self.norms_version, Purpose.TERMS: self.terms_version,
            Purpose.PRIVACY: self.privacy_version,
        }  # fmt: skip
        return all(mine[Purpose(what)] >= version for what, version in versions_in_force().items())
