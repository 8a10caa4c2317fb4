"""A file comes in: looked at apart, kept whole or not at all, its row last."""

import errno
import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups.resources import rules
from groups.resources.models import Attachment, store
from peersupport.core.exceptions import Refused
from peersupport.members.models import Member
from peersupport.members.rules import file_limits_of

INSPECTION = Path(__file__).resolve().parents[1] / "inspection.py"
PATIENCE = 30  # seconds, with the wait for pictures of others
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS}
POSSIBLE = gettext_lazy(
    "You can attach pictures (JPEG, PNG, GIF, WebP), PDF, plain text, CSV, Markdown, and documents "
    "of Word, Excel, PowerPoint or LibreOffice."
)
REFUSALS = {
    "empty": gettext_lazy("“%(name)s” is empty."),
    "broken": gettext_lazy("“%(name)s” could not be read: it seems to be damaged."),
    "picture_too_large": gettext_lazy(
        "“%(name)s” has more than 40 million pixels. Make it smaller, and it fits."
    ),
    "heic": gettext_lazy(
        "“%(name)s” is a HEIC picture, which many people’s browsers cannot show. Save it as JPEG "
        "first; on a phone, a screenshot of it will do."
    ),
    "picture_kind": gettext_lazy("“%(name)s” is a kind of picture that cannot be shown here."),
    "recording": gettext_lazy("“%(name)s” is a recording. You can link to one instead."),
    "old_office": gettext_lazy(
        "“%(name)s” is protected by a password or saved in an old format. Save it without one, as "
        "docx, xlsx, pptx or PDF."
    ),
    "locked": gettext_lazy("“%(name)s” is protected by a password. Save it without one."),
    "macros": gettext_lazy(
        "“%(name)s” holds macros, small programs that could harm others. Save it without them."
    ),
    "program": gettext_lazy("“%(name)s” is a program, or holds one."),
    "archive": gettext_lazy("“%(name)s” is an archive. Attach what is in it one by one."),
    "bomb": gettext_lazy("“%(name)s” would unpack to far more than it seems."),
    "markup": gettext_lazy("“%(name)s” is a web page or a drawing in code. Save it as PDF or PNG."),
    "unknown": gettext_lazy("“%(name)s” is of a kind that is not known here."),
}
EXPLAINED = {"empty", "broken", "picture_too_large", "locked", "macros", "old_office"}


def take_in(upload: UploadedFile, *, owner: Member) -> Attachment:
    """Keep what may be kept of an uploaded file; nobody but its owner sees it until it is posted.

    Raises Refused with what can be done instead.
    """
    _refuse_too_much(owner, upload.size or 0)
    name = rules.readable(upload.name or "")
    try:
        with tempfile.TemporaryDirectory(prefix="upload-") as folder:
            source = _spooled(upload, Path(folder))
            return _kept(_inspected(source, name), Path(folder), name=name, owner=owner)
    except OSError as error:
        if error.errno not in FULL:
            raise
        raise Refused(
            _(
                "There is no room for files just now. Your words are safe: post them without, "
                "or try again in an hour."
            )
        ) from None


def _spooled(upload: UploadedFile, folder: Path) -> Path:
    source = folder / "source"
    with source.open("wb") as file:
        for chunk in upload.chunks():
            file.write(chunk)
    return source


def _inspected(source: Path, name: str) -> dict[str, Any]:
    """Ask a process of its own, which may end badly without harm to this one."""
    lock = settings.DATA_DIR / "pictures.lock"
    command = [sys.executable, "-I", str(INSPECTION), str(source), str(source.parent), str(lock)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        raise Refused(_("“%(name)s” took too long to read. Try again.") % {"name": name}) from None
    found = json.loads(done.stdout) if not done.returncode else {"refused": "broken"}
    if found.get("full"):
        raise OSError(errno.ENOSPC, "no room to look at it")
    if why := found.get("refused"):
        words = REFUSALS[why] % {"name": name}
        raise Refused(words if why in EXPLAINED else f"{words} {POSSIBLE}")
    return found


def _kept(found: dict[str, Any], folder: Path, *, name: str, owner: Member) -> Attachment:
    """Files first, then the row: a row always has its file, and a file without one is swept."""
    uuid, extension = uuid4(), found.pop("extension")
    data = folder / "file"
    size = data.stat().st_size
    name = rules.clean_name(name, extension)
    if extension == "txt":
        found["media_type"] = rules.TEXTS.get(name.rpartition(".")[2], found["media_type"])
    attachment = Attachment(
        uuid=uuid, owner=owner, name=name, size=size,
        sha256=_digest(data), file=name_in_store(uuid), **found,
    )  # fmt: skip
    stored: list[str] = []
    try:
        _put(data, attachment.file, stored)
        if attachment.is_image:
            attachment.thumbnail = f"{attachment.file}-small"
            _put(folder / "thumbnail", attachment.thumbnail, stored)
        with transaction.atomic():
            Member.objects.select_for_update().get(pk=owner.pk)  # two at once do not both fit
            _refuse_too_much(owner, size)
            attachment.save()
    except BaseException:
        for each in stored:
            store().delete(each)
        raise
    return attachment


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def name_in_store(uuid: UUID) -> str:
    return f"{uuid.hex[:2]}/{uuid.hex}"


def _put(path: Path, name: str, stored: list[str]) -> None:
    with path.open("rb") as file:
        stored.append(store().save(name, File(file)))


def _refuse_too_much(owner: Member, size: int) -> None:
    limits = file_limits_of(owner)
    words = {
        "file": _("A file can have %(most)s MB. Make it smaller, or link to it instead."),
        "day": _("You can attach %(most)s MB within a day. Try again tomorrow, or link to it."),
        "store": _(
            "Your files take up %(most)s MB, as many as there is room for. Posts that you delete "
            "make room again after two weeks."
        ),
    }
    if limit := rules.room_for(owner, size):
        most = {"file": limits.file_mb, "day": limits.day_mb, "store": limits.store_mb}[limit]
        raise Refused(words[limit] % {"most": most}, see="members:trust_levels")
