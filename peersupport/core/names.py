"""Handles: what identifies a member in addresses and mentions, safe against look-alikes."""

import re
import unicodedata
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

HANDLE = re.compile(r"[a-z0-9](?:[a-z0-9_-]{1,28})[a-z0-9]")
RESERVED = {"admin", "administrator", "moderator", "staff", "support", "help", "team", "commonroom",
            "everyone", "here", "all", "me", "new", "root", "system", "anonymous"}  # fmt: skip
STAND_IN = "_"  # how handles begin that stand in for somebody without a name: no person's can
GREY = 6
# Pairs that eyes take for each other in most typefaces.
_ALIKE = str.maketrans({"0": "o", "1": "l", "i": "l", "5": "s", "8": "b", "2": "z"})
TAG_LENGTH = 40
_NOT_IN_TAG = re.compile(r"[^\w+#.]+")
_INVISIBLE = {"Cc", "Cf", "Co", "Cn", "Cs"}


def handle_key(handle: str) -> str:
    """What two handles share when a reader could take one for the other; unique per member."""
    plain = re.sub(r"[_-]", "", handle.casefold()).translate(_ALIKE)
    return plain.replace("rn", "m").replace("vv", "w")


def validate_handle(handle: str) -> None:
    """Raise ValidationError unless 3 to 30 of a-z, 0-9, - and _, and not a word we use."""
    if not HANDLE.fullmatch(handle):
        raise ValidationError(
            _(
                "Use 3 to 30 small letters a–z, numbers, hyphens or underscores; start and end with a letter or number."
            )
        )
    if handle_key(handle) in {handle_key(word) for word in RESERVED}:
        raise ValidationError(_("That name is kept free. Choose another one."))


def clean_display_name(name: str) -> str:
    """NFC, one space between words, no invisible or direction-changing characters.

    Zero-width joiners stay between letters that need them (Persian, Sinhala, emoji).
    """
    name = unicodedata.normalize("NFC", name)
    kept = "".join(
        c for c in name if unicodedata.category(c) not in _INVISIBLE or c in "\u200c\u200d"
    )
    return " ".join(kept.split()).strip("\u200c\u200d")


@lru_cache(maxsize=4096)
def initials(name: str) -> str:
    """One or two characters for an avatar: of the first and the last word."""
    words = [w for w in name.split() if w[:1].isalnum()] or ["?"]
    letters = words[0][:1] + (words[-1][:1] if len(words) > 1 else "")
    return letters.upper()[:2]


def hue_of(pk: int, handle: str = "") -> int:
    """One of six avatar colours, always the same for the same person; grey for who stands in."""
    return GREY if handle.startswith(STAND_IN) else pk % 6 + 1


def handle_from(name: str, taken: set[str]) -> str:
    """A free handle close to `name`; adds its key to `taken` (a set of handle keys)."""
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^a-z0-9]+", "-", ascii_name.lower()).strip("-")[:24].strip("-")
    if len(stem) < 3 or handle_key(stem) in {handle_key(word) for word in RESERVED}:
        stem = f"member-{stem}".strip("-")
    handle, number = stem, 1
    while handle_key(handle) in taken:
        number += 1
        handle = f"{stem}-n{number}"
    taken.add(handle_key(handle))
    return handle


BROWSERS = {
    "Edg": "Edge", "EdgA": "Edge", "EdgiOS": "Edge", "OPR": "Opera", "OPT": "Opera",
    "Firefox": "Firefox", "FxiOS": "Firefox", "CriOS": "Chrome", "Chrome": "Chrome",
    "Safari": "Safari",
}  # fmt: skip
SYSTEMS = {
    "Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows",
    "Mac OS X": "Mac", "CrOS": "Chromebook", "Linux": "Linux",
}  # fmt: skip


def device_name(agent: str) -> str:
    """A browser's own description in a few words, such as "Firefox on Android"; "" if unknown.

    The first that fits counts: Edge and Opera also call themselves Chrome, and all of them Safari.
    """
    browser = next((name for word, name in BROWSERS.items() if f"{word}/" in agent), "")
    system = next((name for word, name in SYSTEMS.items() if word in agent), "")
    return f"{browser} on {system}" if browser and system else browser or system


def tag_name(text: str) -> str:
    """The one way to write a tag: “Time  Management ” is `time-management`; "" where none is left.

    Letters and digits of any script, and the signs of `c++`, `c#` and `node.js`.
    """
    text = unicodedata.normalize("NFKC", text).casefold().strip().removeprefix("#")
    name = _NOT_IN_TAG.sub("-", text).strip("-.")[:TAG_LENGTH].strip("-.")
    return name if any(character.isalnum() for character in name) else ""
