"""Everything that writes in the forums. Each verb locks, asks the rule, writes, records."""

from .arranging import merge, split
from .categories import open_category
from .reading import mark_all_read, mark_read
from .rendering import render_post, slug_of
from .running import announce, dismiss, lock, mark_answer, move, pin
from .trust import settle_trust
from .words import react
from .writing import authors_left, delete, edit, reply, restore, start_topic, with_latest

__all__ = [
    "announce",
    "authors_left",
    "delete",
    "dismiss",
    "edit",
    "lock",
    "mark_all_read",
    "mark_answer",
    "mark_read",
    "merge",
    "move",
    "open_category",
    "pin",
    "react",
    "render_post",
    "reply",
    "restore",
    "settle_trust",
    "slug_of",
    "split",
    "start_topic",
    "with_latest",
]
