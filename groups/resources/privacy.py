"""What files are kept of a member, how long, and how they go."""

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from django.db.models import Q

from peersupport.core.personal import Keep, Table, table
from peersupport.core.redaction import Redaction
from peersupport.members.models import Erasure

from .actions import Strays, discard
from .models import Attachment

KEEP = [
    Keep(
        "unposted-files", 1, "files that were attached and never posted",
        lambda before: Attachment.objects.abandoned(before), discard,
    ),
    Keep(
        "withdrawn-files", 14, "files of posts that were deleted or changed",
        lambda before: Attachment.objects.filter(withdrawn_at__lt=before), discard,
    ),
    Keep(
        "stray-files", 1, "files that nothing points at",
        lambda before: Strays(before), lambda strays: strays.remove(),  # type: ignore[arg-type,return-value,attr-defined]
    ),
]  # fmt: skip


def export(member: Any) -> Iterator[Table]:
    mine = Attachment.objects.filter(owner=member, withdrawn_at=None)
    yield table(mine.order_by("pk"), address=lambda row: row.get_absolute_url())


def erase(member: Any, *, choice: str, redaction: Redaction, **how: Any) -> dict[str, int]:
    """Pictures stay with words that stay, under a name that says nothing; all else goes.

    A document names its author inside, where nobody can take it out.
    """
    mine = Attachment.objects.filter(owner=member)
    going = mine
    if choice != Erasure.Choice.REMOVE:
        stays = Q(kind=Attachment.Kind.IMAGE, target_id__isnull=False, withdrawn_at=None)
        going = mine.exclude(stays)
    gone = discard(going)
    for picture in Attachment.objects.filter(owner=member):
        picture.owner, picture.sha256 = None, ""
        picture.name, picture.alt = neutral(picture.name), redaction.own(picture.alt)[:300]
        picture.save(update_fields=["owner", "sha256", "name", "alt"])
    return {"files": gone}


def neutral(name: str) -> str:
    """What a picture is called once its owner's name may no longer stand in it."""
    return f"picture{PurePosixPath(name).suffix}"


def without_owner(facts: list[dict[str, Any]], redaction: Redaction) -> list[dict[str, Any]]:
    """The same, for what a post keeps of its files."""
    return [
        each | {"name": neutral(each["name"]), "alt": redaction.own(each["alt"])[:300]}
        for each in facts if each["kind"] == Attachment.Kind.IMAGE
    ]  # fmt: skip
