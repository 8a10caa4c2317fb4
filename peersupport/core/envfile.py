"""The site's environment file: NAME=VALUE lines that `places.load_env_file` reads at start.

Below the file itself: what each answer of `manage.py setup` must be. A check returns the answer
as the file holds it, or raises ValidationError with what to enter instead.
"""

import os
import re
import zoneinfo
from collections.abc import Callable, Mapping
from email.utils import parseaddr
from pathlib import Path
from typing import Any

import psycopg
import redis
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from . import places
from .names import clean_display_name, validate_handle

HOST = re.compile(r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,62}")
LINE_FIELDS = ("name", "place", "hours", "phone", "text", "link")
HEAD = "# Written by `manage.py setup`, which may be run again. Other lines are left alone.\n"


class Unwritable(ValueError):
    """A value that the file cannot hold."""


def path() -> Path:
    return Path(os.environ.get("ENV_FILE") or places.BASE_DIR / ".env").resolve()


def read(file: Path) -> dict[str, str]:
    """Names and values of the file, as the site reads them; {} when there is none."""
    if not file.is_file():
        return {}
    pairs = (_pair(line) for line in file.read_text(encoding="utf-8").splitlines())
    return {name: value for name, value in pairs if name}


def write(file: Path, values: Mapping[str, str]) -> list[str]:
    """Set these values and leave every other line as it is. Returns the names that changed.

    The file is replaced as a whole and readable by its owner only.
    """
    for name, value in values.items():
        refuse_unwritable(name, value)
    before = read(file)
    changed = [name for name, value in values.items() if before.get(name, "") != value]
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else [HEAD.rstrip()]
    rest = {name: values[name] for name in changed}
    kept = [_replaced(line, values if _pair(line)[0] in changed else {}) for line in lines]
    for line in lines:
        rest.pop(_pair(line)[0], None)
    _replace(file, "\n".join([*kept, *(f"{name}={value}" for name, value in rest.items())]) + "\n")
    return changed


def refuse_unwritable(name: str, value: str) -> None:
    if '"' in value or not value.isprintable() or value != value.strip():
        raise Unwritable(
            f"{name} may hold no quotation marks, line breaks or spaces at its ends: "
            f"keep such a value in a file and name that file in {name}_FILE"
        )


def _pair(line: str) -> tuple[str, str]:
    """Name and value of a line, or ("", "") for a comment: the same reading as in `places`."""
    name, equals, value = line.strip().partition("=")
    if not equals or name.startswith("#"):
        return "", ""
    return name.strip(), value.strip().strip('"')


def _replaced(line: str, values: Mapping[str, str]) -> str:
    name, _value = _pair(line)
    return f"{name}={values[name]}" if name in values else line


def _replace(file: Path, text: str) -> None:
    """Write beside it, then give it the name: a full disk leaves the old file."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.new")
    draft.unlink(missing_ok=True)
    with os.fdopen(
        os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", -1, "utf-8"
    ) as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(file)


# ── what an answer must be ──────────────────────────────────────────────────────────────────
def plain(text: str) -> str:
    if not text or len(text) > 60 or '"' in text or not text.isprintable():
        raise ValidationError("Enter 1 to 60 characters on one line, without quotation marks.")
    return text


def address(text: str) -> str:
    host = text.casefold().removeprefix("https://").rstrip("/")
    if text.casefold().startswith("http://") or not HOST.fullmatch(host):
        raise ValidationError("Enter the name people will type, such as community.example.org.")
    return f"https://{host}"


def time_zone(text: str) -> str:
    if text not in zoneinfo.available_timezones():
        raise ValidationError("Enter a time zone by its name, such as Europe/Vienna or UTC.")
    return text


def one_of(*choices: str) -> Callable[[str], str]:
    def check(text: str) -> str:
        if text.casefold() not in choices:
            raise ValidationError(f"Enter one of: {', '.join(choices)}.")
        return text.casefold()

    return check


def yes_no(text: str) -> str:
    """As env_bool reads it: 1 or 0."""
    answer = one_of("yes", "no", "y", "n", "1", "0", "true", "false")(text)
    return "1" if answer in {"yes", "y", "1", "true"} else "0"


def age(text: str) -> str:
    if not text.isdecimal() or int(text) > 21:
        raise ValidationError("Enter an age in years, 21 at most, or 0.")
    return text


def domains(text: str) -> str:
    """What stands behind the @ of addresses, each one written out."""
    names = [name.strip().casefold().lstrip("@") for name in text.split(",") if name.strip()]
    if not all(HOST.fullmatch(name) for name in names):
        raise ValidationError("Enter domains with commas, such as uni.example.org,college.example.")
    return ",".join(names)


def mail_address(text: str) -> str:
    if text:
        validate_email(text)
    return text


def sender(text: str) -> str:
    """`Name <address>` or an address alone."""
    name, bare = parseaddr(text)
    if '"' in text or (name and not text.endswith(f"<{bare}>")):
        raise ValidationError("Enter an address, or a plain name and <address> behind it.")
    validate_email(bare)
    return text


def port(text: str) -> str:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise ValidationError("Enter a port number, usually 587 or 25.")
    if text == "465":
        raise ValidationError(
            "465 speaks TLS from its first byte, which is not supported: use 587."
        )
    return text


def host_name(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9.:_-]+", text):
        raise ValidationError("Enter the mail server's name, such as mail.example.org.")
    return text


def one_line(text: str) -> str:
    try:
        refuse_unwritable("This", text)
    except Unwritable as error:
        raise ValidationError(str(error)) from None
    return text


def database(url: str) -> str:
    """Reachable now, so that the rest can be done at once; empty for the embedded server."""
    if url:
        try:
            psycopg.connect(one_line(url), connect_timeout=5).close()
        except psycopg.Error as error:
            raise ValidationError(f"It does not answer: {str(error).strip()}") from None
    return url


def redis_server(url: str) -> str:
    if url:
        try:
            with redis.Redis.from_url(one_line(url), socket_timeout=3) as client:
                client.ping()
        except (redis.RedisError, ValueError, OSError) as error:
            raise ValidationError(f"It does not answer: {error}") from None
    return url


def display_name(text: str) -> str:
    name = clean_display_name(text)
    if not name or len(name) > 60:
        raise ValidationError("Enter a name of 1 to 60 characters.")
    return name


def handle_of(text: str) -> str:
    validate_handle(text.casefold())
    return text.casefold()


def help_lines(lines: Any) -> list[dict[str, str]]:
    """Check a list of lines, each a name and at least one way to reach it. Returns it whole."""
    if not isinstance(lines, list) or not all(isinstance(line, dict) for line in lines):
        raise ValidationError("Help lines are a list of objects.")
    for line in lines:
        if set(line) - set(LINE_FIELDS) or not all(isinstance(v, str) for v in line.values()):
            raise ValidationError(f"A help line has {', '.join(LINE_FIELDS)}, all of them texts.")
        if not line.get("name") or not any(line.get(way) for way in ("phone", "text", "link")):
            raise ValidationError("A help line needs a name, and a phone, text or link.")
        if line.get("link") and not line["link"].startswith("https://"):
            raise ValidationError("A link begins with https://.")
    return [{field: line.get(field, "") for field in LINE_FIELDS} for line in lines]
