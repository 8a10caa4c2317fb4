"""How much of files a member may post, and what a file is called here."""

import re
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import PurePosixPath
from typing import Any

from django.db.models import Sum
from django.utils import timezone

from peersupport.core.encryption import Unreadable
from peersupport.members.rules import file_limits_of

from .models import NAME_LENGTH, Attachment

MEGABYTE = 1_000_000
KEPT_ENDINGS = {"txt": {"txt", "csv", "md"}, "jpg": {"jpg", "jpeg"}}
TEXTS = {"csv": "text/csv", "md": "text/markdown"}  # one text is like another but for its name
NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|#%&;\x00-\x1f]+')


def room_for(member: Any, size: int) -> str:
    """The limit that `size` more bytes would break: "file", "day" or "store"; "" when they fit."""
    limits = file_limits_of(member)
    if size > limits.file_mb * MEGABYTE:
        return "file"
    theirs = Attachment.objects.filter(owner=member)
    since = timezone.now() - timedelta(days=1)
    unnamed = list(_unnamed_sizes(member))
    today = theirs.filter(created_at__gt=since).aggregate(sum=Sum("size"))["sum"] or 0
    today += sum(each for at, each in unnamed if at > since)
    if today + size > limits.day_mb * MEGABYTE:
        return "day"
    everything = theirs.aggregate(sum=Sum("size"))["sum"] or 0
    everything += sum(each for _at, each in unnamed)
    return "store" if everything + size > limits.store_mb * MEGABYTE else ""


def _unnamed_sizes(member: Any) -> Iterator[tuple[datetime, int]]:
    """When and how much somebody posted without their name: it takes up room as anything else."""
    for row in Attachment.objects.unnamed().iterator(1000):
        with suppress(Unreadable):  # its key was lost: nobody can know any more
            if row.is_of(member):
                yield row.created_at, row.size


def tells_who(attachment: Attachment) -> bool:
    """Whether a file names who made it, inside, where nobody can take it out."""
    return not attachment.is_image and not attachment.media_type.startswith("text/")


def neutral(name: str, *, is_image: bool = True) -> str:
    """What a file is called where its owner's name may not stand in it."""
    return f"{'picture' if is_image else 'document'}{PurePosixPath(name).suffix}"


def readable(name: str) -> str:
    """The last part of a path, without what cannot be seen or turns letters round."""
    name = unicodedata.normalize("NFC", name.replace("\\", "/")).rpartition("/")[2]
    return "".join(c for c in name if unicodedata.category(c)[0] != "C")[:NAME_LENGTH]


def clean_name(name: str, extension: str) -> str:
    """A name without path, control and direction characters, that ends in what the file is."""
    name = " ".join(NOT_IN_NAMES.sub("-", readable(name)).split()).strip(". -")
    path = PurePosixPath(name or "file")
    ending = path.suffix[1:].lower()
    if ending in KEPT_ENDINGS.get(extension, {extension}):
        extension = ending
    stem = path.stem if len(path.suffix) < 7 else path.name
    return f"{stem[: NAME_LENGTH - 6].strip('. ') or 'file'}.{extension}"
