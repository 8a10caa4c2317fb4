"""Joins the stylesheets listed in static/css/main.css into the one file that pages link."""

import re
from pathlib import Path

from django.conf import settings

_IMPORT = re.compile(r"""@import\s+["']([^"']+)["']\s*;""")
_TOKEN = re.compile(
    r"""
    (?P<keep>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|url\([^)"']*\))
    |(?P<comment>/\*.*?\*/)
    |(?P<edge>\s*(?P<mark>[{};,])\s*)
    |(?P<colon>:\s+)
    |(?P<space>\s+)
    """,
    re.VERBOSE | re.DOTALL,
)


def _shorter(match: re.Match[str]) -> str:
    """Return what one token of a stylesheet becomes."""
    if match["keep"]:
        return match["keep"]
    if match["comment"]:
        return ""
    if match["edge"]:
        return match["mark"]
    return ":" if match["colon"] else " "


def _minify(css: str) -> str:
    """Strip comments and needless white space, leaving strings and addresses alone."""
    without_comments = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return _TOKEN.sub(_shorter, without_comments).replace(";}", "}").strip()


def _parts(main: Path) -> list[str]:
    """Read a stylesheet and, in order, everything it imports."""
    text = re.sub(r"/\*.*?\*/", "", main.read_text(encoding="utf-8"), flags=re.DOTALL)
    imported = [part for name in _IMPORT.findall(text) for part in _parts(main.parent / name)]
    return [*imported, _IMPORT.sub("", text)]


def bundle(main: Path) -> str:
    """Return the stylesheet `main` with its imports resolved and its white space stripped."""
    return "".join(_minify(part) for part in _parts(main)) + "\n"


def write_bundle() -> Path:
    """Write static/build/app.css and return its path; an unchanged file keeps its time."""
    static = Path(settings.BASE_DIR) / "static"
    target = static / "build" / "app.css"
    css = bundle(static / "css" / "main.css")
    if not target.exists() or target.read_text(encoding="utf-8") != css:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(css, encoding="utf-8")
    return target
