"""What files are kept of a member, how long, and how they go."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.db.models import Q

from peersupport.core.archives import CopiedFile
from peersupport.core.personal import Keep, Table, table
from peersupport.core.redaction import Redaction
from peersupport.members.models import Erasure

from .actions import Strays, discard, forget_unnamed
from .models import Attachment, store
from .rules import neutral

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
        "hidden-files", 365, "files that a moderator hid, once nobody can appeal any more",
        lambda before: Attachment.objects.filter(hidden_at__lt=before), discard,
    ),
    Keep(
        "stray-files", 1, "files that nothing points at",
        lambda before: Strays(before), lambda strays: strays.remove(),  # type: ignore[arg-type,return-value,attr-defined]
    ),
]  # fmt: skip


def export(member: Any) -> Iterator[Table]:
    yield table(
        held_by(member).order_by("pk"), address=lambda row: row.get_absolute_url(),
        in_this_copy=path_in_copy, without_my_name=lambda row: row.token is not None,
    )  # fmt: skip


def files_of(member: Any) -> Iterator[CopiedFile]:
    """The files themselves, for their copy."""
    for row in held_by(member).order_by("pk").iterator(200):
        yield CopiedFile(
            path_in_copy(row), row.created_at, partial(store().open, row.file), row.is_image
        )


def path_in_copy(row: Attachment) -> str:
    """Two files may have one name."""
    return f"files/{row.pk}-{row.name}"


def held_by(member: Any) -> Any:
    """Their files, posted with their name, without it, or not yet."""
    theirs = Attachment.objects.filter(owner=member) | Attachment.objects.unnamed_by(member)
    return theirs.filter(withdrawn_at=None)


def erase(member: Any, *, choice: str, redaction: Redaction, **how: Any) -> dict[str, int]:
    """Pictures stay with words that stay, under a name that says nothing; all else goes.

    A document names its author inside, where nobody can take it out. What they posted without their
    name stays as it is, unless all goes: it was nobody's already.
    """
    unnamed = list(Attachment.objects.unnamed_by(member))
    mine = Attachment.objects.filter(owner=member)
    going = mine
    if choice != Erasure.Choice.REMOVE:
        stays = Q(kind=Attachment.Kind.IMAGE, target_id__isnull=False, withdrawn_at=None)
        going = mine.exclude(stays)
    else:
        going = mine | Attachment.objects.filter(pk__in=[row.pk for row in unnamed])
    gone = discard(going)
    if choice != Erasure.Choice.REMOVE:
        forget_unnamed(unnamed)
    for picture in Attachment.objects.filter(owner=member):
        picture.owner, picture.sha256 = None, ""
        picture.name, picture.alt = neutral(picture.name), redaction.own(picture.alt)[:300]
        picture.save(update_fields=["owner", "sha256", "name", "alt"])
    return {"files": gone}


def without_owner(facts: list[dict[str, Any]], redaction: Redaction) -> list[dict[str, Any]]:
    """The same, for what a post keeps of its files."""
    return [
        each | {"name": neutral(each["name"]), "alt": redaction.own(each["alt"])[:300]}
        for each in facts if each["kind"] == Attachment.Kind.IMAGE
    ]  # fmt: skip
