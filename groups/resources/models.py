import hmac
import uuid
from typing import Any, NamedTuple
from urllib.parse import quote

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from peersupport.core.encryption import unseal

from .querysets import AttachmentQuerySet

ALT_LENGTH, NAME_LENGTH = 300, 120


def store() -> Storage:
    """Where files are kept: a folder, or an object store by STORAGES["attachments"]."""
    return storages["attachments"]


class Attachment(models.Model):
    """A file that somebody posts with something. Who may read that may open it, and nobody else."""

    class Kind(models.TextChoices):
        IMAGE = "image", _("Picture")
        DOCUMENT = "document", _("Document")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="attachments"
    )  # nobody: posted without a name, or by somebody who was erased and wished their words to stay
    sealed_key = models.BinaryField(null=True)  # of what went without a name: see `is_of`
    token = models.BinaryField(null=True)
    kind = models.CharField(max_length=8, choices=Kind)
    name = models.CharField(max_length=NAME_LENGTH)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()  # bytes
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    thumbnail_width = models.PositiveIntegerField(default=0)
    thumbnail_height = models.PositiveIntegerField(default=0)
    alt = models.CharField(max_length=ALT_LENGTH, blank=True)
    is_alt_asked = models.BooleanField(default=False)  # then an empty one is an answer
    sha256 = models.CharField(max_length=64)
    file = models.CharField(max_length=80, unique=True)  # its name in the store
    thumbnail = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    target_type = models.ForeignKey(ContentType, models.CASCADE, null=True)
    target_id = models.BigIntegerField(null=True)  # null until it is posted
    target = GenericForeignKey("target_type", "target_id")
    withdrawn_at = models.DateTimeField(null=True)  # out of reach since then
    hidden_at = models.DateTimeField(null=True)  # the same by a moderator, who may show it again

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["target_type", "target_id"], name="attachment_of_target"),
            models.Index(fields=["owner", "-created_at"], name="attachment_by_owner"),
            models.Index(
                fields=["created_at"], name="attachment_unposted", condition=Q(target_id=None)
            ),
            models.Index(
                fields=["withdrawn_at"], name="attachment_withdrawn",
                condition=Q(withdrawn_at__isnull=False),
            ),
            models.Index(
                fields=["hidden_at"], name="attachment_hidden", condition=Q(hidden_at__isnull=False)
            ),
            models.Index(
                fields=["created_at"], name="attachment_unnamed",
                condition=Q(token__isnull=False),
            ),
        ]  # fmt: skip
        constraints = [
            models.CheckConstraint(
                condition=Q(target_type=None, target_id=None)
                | Q(target_type__isnull=False, target_id__isnull=False),
                name="attachment_target_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(token=None, sealed_key=None)
                | Q(token__isnull=False, sealed_key__isnull=False, owner=None),
                name="attachment_unnamed_is_whole",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("resources:file_detail", args=[self.uuid, self.name])

    @property
    def thumbnail_url(self) -> str:
        return reverse("resources:file_thumbnail", args=[self.uuid])

    @property
    def is_image(self) -> bool:
        return self.kind == self.Kind.IMAGE

    @property
    def bound_to(self) -> str:
        """What the key of a file without a name is sealed for."""
        return f"resources.attachment:{self.uuid}"

    def is_of(self, member: Any) -> bool:
        """Whether this person posted it without their name. Raises Unreadable for a lost key.

        As for the labels of such posts: the code can ask "is it this one", never "who is it".
        """
        if self.token is None:
            return False
        key = unseal(bytes(self.sealed_key), bound_to=self.bound_to)
        return hmac.compare_digest(token_of(member.pk, key), bytes(self.token))

    @property
    def facts(self) -> dict[str, Any]:
        """What a page shows of it, kept with what it is posted with so that nobody asks for it."""
        shown = {"id": str(self.uuid), "name": self.name, "kind": self.kind, "size": self.size}
        if self.is_image:
            shown |= {"alt": self.alt, "w": self.thumbnail_width, "h": self.thumbnail_height}
        return shown


def token_of(member_id: int, key: bytes) -> bytes:
    return hmac.digest(key, b"resources.attachment:%d" % member_id, "sha256")


class ShownFile(NamedTuple):
    """A picture or a document under somebody's words."""

    name: str
    url: str
    thumbnail: str  # the address of its small picture; "" for a document
    alt: str
    width: int
    height: int
    about: str  # such as "PDF, 120 KB"
    report_url: str


def shown_file(facts: dict) -> ShownFile:
    """From what the row of its words keeps of it (`facts`): addresses are made here, many times a page."""
    address, name = f"/files/{facts['id']}/", facts["name"]
    return ShownFile(
        name, address + quote(name), f"{address}thumbnail/" if facts["kind"] == "image" else "",
        facts.get("alt", ""), facts.get("w", 0), facts.get("h", 0),
        f"{name.rpartition('.')[2].upper()}, {filesizeformat(facts['size'])}",
        f"{address}report/",
    )  # fmt: skip
