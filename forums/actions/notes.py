"""What stands in front of a text."""

from django.utils.translation import gettext as _

from forums.models import NOTE_WORDS_LENGTH, ContentNote, Post
from peersupport.core import richtext
from peersupport.core.exceptions import Refused


def checked_note(note: str, words: str) -> dict[str, str]:
    """The note's two columns; words without a theme are none."""
    if note not in {"", *ContentNote.values} or len(words) > NOTE_WORDS_LENGTH:
        raise Refused(_("There is no such content note."))
    return {"note": note, "note_words": words if note else ""}


def excerpt_of(post: Post) -> str:
    """What a topic's row says of its first post; behind a note nothing, so that nothing leaks."""
    return "" if post.note else richtext.excerpt(post.html)
