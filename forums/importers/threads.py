"""What becomes of a question and all that hangs on it."""

import html
import re
from dataclasses import dataclass, field
from typing import Any

from forums.models import Post
from peersupport.core import richtext

from .stackexchange import BadRow, Kind
from .staging import StagedEntry

LONGEST = 100_000  # characters of HTML; the site it comes from takes 30,000 of Markdown


@dataclass(eq=False)
class Item:
    """One post to be: its row, its safe HTML, and the post itself where it is there already."""

    row: StagedEntry
    html: str = ""
    post: Any = None  # the Post, once there is one

    @property
    def is_new(self) -> bool:
        return self.post is None or self.post.pk is None


@dataclass(eq=False)
class Thread:
    """What becomes of a question: it comes first, the rest in order of time."""

    items: list[Item]
    topic: Any = None  # the Topic, once there is one
    fresh: list[Item] = field(default_factory=list)

    @property
    def question(self) -> StagedEntry:
        return self.items[0].row

    @property
    def is_new(self) -> bool:
        return self.items[0].is_new

    @property
    def answer(self) -> Item | None:
        accepted = self.question.accepted_id
        answers = (item for item in self.items if item.row.kind == Kind.ANSWER)
        return next((item for item in answers if item.row.id == accepted), None)

    def posts(self) -> dict[int | None, Post]:
        """The question and its answers by their id in the dump."""
        return {item.row.id: item.post for item in self.items if item.row.kind != Kind.COMMENT}


def safe_html(row: StagedEntry) -> str:
    """What a post shows. Raises BadRow where nothing to show is left, or it is too long."""
    if len(row.body) > LONGEST:
        raise BadRow("too_long", f"{len(row.body)} characters")
    try:
        is_comment = row.kind == Kind.COMMENT
        markup = richtext.render(row.body) if is_comment else richtext.clean_import(row.body)
    except Exception as error:  # one row's markup, whatever it does to the parser
        raise BadRow("unreadable", type(error).__name__) from error
    words = html.unescape(re.sub(r"<[^<>]*>", "", markup))
    if not any(character.isprintable() and not character.isspace() for character in words):
        raise BadRow("empty")
    return markup
