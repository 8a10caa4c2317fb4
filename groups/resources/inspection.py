"""What an uploaded file is, found out by a process of its own with little memory and little time.

Run as a script, `python -I inspection.py SOURCE FOLDER LOCK`: it writes what may be kept to
FOLDER/file and FOLDER/thumbnail and prints one line of JSON, either what it found or why it is
refused. It imports nothing of ours, so that it starts quickly and the site does not carry Pillow.
"""

import codecs
import contextlib
import errno
import fcntl
import io
import json
import re
import resource
import shutil
import struct
import sys
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import filetype
from PIL import Image, ImageCms, ImageOps

MEGABYTE = 1 << 20
MEMORY = 1024 * MEGABYTE  # of addresses; what is really used for the largest picture is a quarter
SECONDS = 15
MOST_PIXELS = 40_000_000
LONGEST_EDGE, THUMBNAIL_EDGE = 2560, 480
LARGE_PNG = 3 * MEGABYTE  # a photograph, whatever it was saved as
PICTURES = {"JPEG": "jpg", "PNG": "png", "GIF": "png", "WEBP": "webp"}
SAVING: dict[str, dict[str, Any]] = {
    "jpg": {"format": "JPEG", "quality": 85, "optimize": True, "progressive": True},
    "png": {"format": "PNG", "optimize": True},
    "webp": {"format": "WEBP", "quality": 85, "method": 4},
}
TYPES = {
    "jpg": "image/jpeg", "png": "image/png", "webp": "image/webp", "pdf": "application/pdf",
    "txt": "text/plain", "csv": "text/csv", "md": "text/markdown",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
}  # fmt: skip
MOST_ENTRIES, MOST_DIRECTORY = 2000, MEGABYTE
MOST_UNPACKED, MOST_RATIO = 100 * MEGABYTE, 100
MACROS = re.compile(r"vbaproject|vbadata|/activex/|^basic/|^scripts/|/macrosheets/", re.IGNORECASE)
OUTSIDE = re.compile(r"^[/\\]|^[a-z]:|\\|(^|/)\.\.(/|$)", re.IGNORECASE)
MARKUP = re.compile(r"\s*<(?!https?://)[a-z!?/]", re.IGNORECASE)
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")


class Refusal(Exception):
    """Why a file is not kept: a word that the site has a sentence for."""


def refuse(why: str) -> NoReturn:
    raise Refusal(why)


def inspect(source: Path, folder: Path, lock: Path) -> dict[str, Any]:
    """Find out what a file is and write what may be kept of it. Raises Refusal."""
    with source.open("rb") as file:
        head = file.read(8192)
    if not head:
        refuse("empty")
    if head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8")) or head[8:12] == b"WEBP":
        return picture(source, folder, lock)
    if head.startswith(b"%PDF-"):
        return document(source, folder, "pdf")
    if head.startswith(b"PK"):
        return document(source, folder, office(source))
    if why := known_but_refused(head):
        refuse(why)
    return text(source, folder)


def known_but_refused(head: bytes) -> str:
    """A word for kinds that people may try with good reason, "" for what may be text."""
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return "old_office"  # also what a password makes of a new one
    if head.startswith((b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"dex\n")):
        return "program"
    if head[4:8] == b"ftyp" and head[8:11] in {b"hei", b"hev", b"mif", b"msf"}:
        return "heic"
    guess = filetype.guess(head)
    if guess is None:
        return ""
    family = guess.mime.partition("/")[0]
    if guess.extension in {"exe", "elf", "swf", "deb", "rpm", "dex", "wasm", "crx"}:
        return "program"
    return {"image": "picture_kind", "video": "recording", "audio": "recording",
            "application": "archive", "font": "unknown"}.get(family, "unknown")  # fmt: skip


# ── pictures ────────────────────────────────────────────────────────────────────────────────
def picture(source: Path, folder: Path, lock: Path) -> dict[str, Any]:
    """Decoded under a bound, upright, small enough, and written anew without anything else in it."""
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        with Image.open(source, formats=tuple(PICTURES)) as opened:  # reads the header, no more
            width, height = opened.size
            if width * height > MOST_PIXELS:
                refuse("picture_too_large")
            extension = PICTURES[str(opened.format)]
            with one_at_a_time(lock):
                return _written(_plain(opened), extension, folder)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError):
        refuse("picture_too_large")
    except Refusal:
        raise
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise  # the disk, not the picture
        refuse("broken")
    except Exception:  # Pillow raises whatever a broken file makes it stumble over
        refuse("broken")


def _plain(opened: Any) -> Image.Image:
    """The first frame as a browser would show it, in sRGB, with nothing but its pixels."""
    opened.draft(None, (LONGEST_EDGE, LONGEST_EDGE))  # a JPEG is decoded no larger than needed
    opened.load()
    has_alpha = opened.mode in {"RGBA", "LA", "PA", "La", "RGBa"} or "transparency" in opened.info
    image: Image.Image = opened
    with contextlib.suppress(Exception):  # what a camera wrote there may be anything
        image = ImageOps.exif_transpose(opened)
    profile = opened.info.get("icc_profile")
    if image.mode not in {"RGB", "RGBA", "CMYK", "L"} or has_alpha:
        image = image.convert("RGBA" if has_alpha else "RGB")
    if profile and image.mode != "L":
        image = _in_srgb(image, profile)
    if image.mode not in {"RGB", "RGBA"}:
        image = image.convert("RGB")
    image.thumbnail((LONGEST_EDGE, LONGEST_EDGE), Image.Resampling.LANCZOS)
    image.info = {}
    return image


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        mode = "RGBA" if image.mode == "RGBA" else "RGB"
        srgb = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(image, own, srgb, outputMode=mode) or image
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image


def _written(image: Image.Image, extension: str, folder: Path) -> dict[str, Any]:
    if extension == "jpg" and image.mode == "RGBA":
        extension = "png"
    target = folder / "file"
    image.save(target, **SAVING[extension])
    if extension == "png" and target.stat().st_size > LARGE_PNG:
        extension = "webp" if image.mode == "RGBA" else "jpg"
        image.save(target, **SAVING[extension])
    small = image.copy()
    small.thumbnail((THUMBNAIL_EDGE, THUMBNAIL_EDGE), Image.Resampling.LANCZOS)
    small.save(folder / "thumbnail", format="WEBP", quality=78, method=4)
    return {
        "kind": "image", "extension": extension, "media_type": TYPES[extension],
        "width": image.width, "height": image.height,
        "thumbnail_width": small.width, "thumbnail_height": small.height,
    }  # fmt: skip


@contextlib.contextmanager
def one_at_a_time(lock: Path) -> Iterator[None]:
    """However many send pictures at once, one of them is decoded at a time."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


# ── documents ───────────────────────────────────────────────────────────────────────────────
def document(source: Path, folder: Path, extension: str) -> dict[str, Any]:
    """Kept as it came."""
    shutil.copyfile(source, folder / "file")
    return {"kind": "document", "extension": extension, "media_type": TYPES[extension]}


def office(source: Path) -> str:
    """Which office document a ZIP is; Refusal for every other, and for one that could do harm."""
    _look_at_directory(source)
    try:
        with zipfile.ZipFile(source) as archive:
            entries = archive.infolist()
            _look_at_entries(entries, source.stat().st_size)
            kind = _kind_of(archive, {entry.filename for entry in entries})
            for entry in entries:  # every byte is what its entry says: length and sum agree
                _look_inside(archive, entry)
            return kind
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError, KeyError):
        refuse("broken")


def _look_at_directory(source: Path) -> None:
    """Before a library builds a list of it: few entries, and nothing in front of or behind them."""
    size = source.stat().st_size
    with source.open("rb") as file:
        if file.read(4) != b"PK\x03\x04":
            refuse("archive")
        file.seek(max(0, size - 22 - 65_535))
        tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < 22:
        refuse("broken")
    _disks, _disk, here, entries, length, start, comment = struct.unpack(
        "<HHHHIIH", tail[at + 4 : at + 22]
    )
    if entries > MOST_ENTRIES or here != entries or length > MOST_DIRECTORY:
        refuse("bomb")
    end = size - len(tail) + at
    if start + length != end or end + 22 + comment != size:
        refuse("archive")


def _look_at_entries(entries: list[zipfile.ZipInfo], size: int) -> None:
    if any(entry.flag_bits & 1 for entry in entries):
        refuse("locked")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * size:
        refuse("bomb")
    if sum(entry.compress_size for entry in entries) > size:  # entries that lie upon each other
        refuse("bomb")
    if any(OUTSIDE.search(entry.filename) for entry in entries):
        refuse("archive")
    if any(MACROS.search(entry.filename) for entry in entries):
        refuse("macros")


def _kind_of(archive: zipfile.ZipFile, names: set[str]) -> str:
    by_type = {media_type: extension for extension, media_type in TYPES.items()}
    if "mimetype" in names:
        with archive.open("mimetype") as part:
            kind = by_type.get(part.read(200).decode("ascii", "replace").strip(), "")
        return kind if kind in {"odt", "ods", "odp"} else refuse("archive")
    if "[Content_Types].xml" not in names:
        refuse("archive")
    with archive.open("[Content_Types].xml") as part:
        types = part.read(MEGABYTE).decode("utf-8", "replace")
    if "macroEnabled" in types or "vbaProject" in types:
        refuse("macros")
    for extension in ("docx", "xlsx", "pptx"):
        if f"{TYPES[extension]}.main+xml" in types:
            return extension
    return refuse("archive")


def _look_inside(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    with archive.open(entry) as part:
        if part.read(4).startswith((b"MZ", b"\x7fELF")):
            refuse("program")
        while part.read(65_536):
            pass


def text(source: Path, folder: Path) -> dict[str, Any]:
    """Words in any usual encoding, written as UTF-8; nothing that a browser would take for a page."""
    words = _decoded(source.read_bytes())
    if CONTROLS.search(words):
        refuse("unknown")
    if MARKUP.match(words):
        refuse("markup")
    if words.startswith("#!"):
        refuse("program")
    (folder / "file").write_bytes(words.encode())
    return {"kind": "document", "extension": "txt", "media_type": TYPES["txt"]}


def _decoded(data: bytes) -> str:
    is_wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if is_wide else ("utf-8-sig", "cp1252"):
        with contextlib.suppress(UnicodeDecodeError):
            return data.decode(encoding)
    return refuse("unknown")


# ── the process ─────────────────────────────────────────────────────────────────────────────
def keep_within_bounds() -> None:
    """Less of everything than it takes to disturb the site; over it the system ends this process."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (64 * MEGABYTE, 64 * MEGABYTE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(source: str, folder: str, lock: str) -> None:
    keep_within_bounds()
    try:
        found = inspect(Path(source), Path(folder), Path(lock))
    except Refusal as refusal:
        found = {"refused": str(refusal)}
    except MemoryError:
        found = {"refused": "bomb"}
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
            raise
        found = {"full": True}
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
