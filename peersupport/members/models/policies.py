"""Terms and privacy notice in versions, and what members said to them and to each purpose."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Max, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..querysets import PolicyQuerySet
from .norms import NormsInForce


class Purpose(models.TextChoices):
    """What somebody says yes or no to. The first three make membership; the others stand alone."""

    NORMS = "norms", _("Community norms")
    TERMS = "terms", _("Terms")
    PRIVACY = "privacy", _("Privacy notice")
    ANALYTICS = "analytics", _("Counting what helps")
    RESEARCH = "research", _("Research")
    DIGEST = "digest", _("A summary by e-mail")
    DIRECTORY = "directory", _("The list of members")


# What each free choice means, in the words that people see. A record keeps the digest of them.
WORDS = {
    Purpose.ANALYTICS: _(
        "What you do here may be counted together with what others do. Organisers see totals, "
        "never you, and groups under ten people are left out."
    ),
    Purpose.RESEARCH: _(
        "Approved researchers may read your answers to surveys, joined up by a random number and "
        "without your name. Stop, and the next report is made without them."
    ),
    Purpose.DIGEST: _("A letter now and then with what you missed. You can stop it at any time."),
    Purpose.DIRECTORY: _(
        "Other members can find you by your name and by what you chose to show on your profile."
    ),
}


def append_only(what: str) -> list[pgtrigger.Trigger]:
    """Triggers that keep every row as it was written, also from whoever holds a shell."""
    return [
        pgtrigger.Protect(name=f"keep_{what}", operation=pgtrigger.Update),
        pgtrigger.Protect(name=f"keep_every_{what}", operation=pgtrigger.Delete),
        pgtrigger.Trigger(
            name=f"keep_the_table_of_{what}", level=pgtrigger.Statement, when=pgtrigger.Before,
            operation=pgtrigger.Truncate,
            func=f"RAISE EXCEPTION '{what} is append-only'; RETURN NULL;",
        ),
    ]  # fmt: skip


class PolicyDocument(models.Model):
    """One version of the terms or of the privacy notice. Append-only: a change is a new version.

    A new `major` version asks everybody again; a new `minor` one only tells.
    """

    class Kind(models.TextChoices):
        TERMS = Purpose.TERMS.value, Purpose.TERMS.label
        PRIVACY = Purpose.PRIVACY.value, Purpose.PRIVACY.label

    kind = models.CharField(max_length=8, choices=Kind)
    major = models.PositiveSmallIntegerField()
    minor = models.PositiveSmallIntegerField(default=0)
    locale = models.CharField(max_length=12, default="en")
    body = models.TextField(_("text (Markdown)"))
    html = models.TextField(editable=False)
    sha256 = models.CharField(max_length=64)
    changes = models.TextField(_("what changed, in a sentence"), blank=True)
    effective_from = models.DateTimeField(_("counts from"), default=timezone.now)

    objects = PolicyQuerySet.as_manager()

    class Meta:
        ordering = ["-kind", "-major", "-minor"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "locale", "major", "minor"], name="policy_version_once"
            )
        ]
        triggers = append_only("policy")

    def __str__(self):
        return f"{self.get_kind_display()} {self.version}"

    def get_absolute_url(self):
        return reverse("members:policy_version", args=[self.kind, self.version])

    @property
    def version(self) -> str:
        return f"{self.major}.{self.minor}"

    @property
    def current_url(self) -> str:
        """Where the version in force stands."""
        return reverse(f"members:{self.kind}")


class ConsentRecord(models.Model):
    """A yes or a no, to which words, when and how. Append-only: who changes their mind adds a row.

    The latest row for a purpose counts; without one the answer is no.
    """

    class Method(models.TextChoices):
        ACCEPTED = "accepted", _("On the page that asks")
        SETTINGS = "settings", _("In your settings")
        LETTER = "letter", _("From a letter")
        SETUP = "setup", _("When this site was set up")

    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=10, choices=Purpose)
    granted = models.BooleanField()
    version = models.CharField(max_length=12, blank=True)  # of the text, or of the privacy notice
    document = models.ForeignKey(
        PolicyDocument, models.PROTECT, null=True, related_name="consents"
    )  # none for the norms, whose text is in moderation
    text_sha256 = models.CharField(max_length=64)
    method = models.CharField(max_length=8, choices=Method)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["member", "purpose", "-id"], name="consent_latest")]
        triggers = append_only("consent")

    def __str__(self):
        return f"{self.purpose} of {self.member_id}: {'yes' if self.granted else 'no'}"


def versions_in_force() -> dict[str, int]:
    """What a member must have agreed to, by purpose, in one statement; what is missing is free."""
    norms = NormsInForce.objects.values_list(Value(Purpose.NORMS.value), "version")
    policies = PolicyDocument.objects.effective().order_by().values_list("kind")
    return dict(norms.union(policies.annotate(Max("major")), all=True))
