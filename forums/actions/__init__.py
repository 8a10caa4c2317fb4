"""Everything that writes in the forums. Each verb locks, asks the rule, writes, records."""

from .categories import open_category
from .feeds import make_feed_key, revoke_feed_key
from .reading import mark_all_read, mark_read
from .rendering import render_post, slug_of
from .running import lock, mark_answer, move, pin
from .trust import settle_trust
from .words import react
from .writing import authors_left, delete, edit, reply, start_topic, with_latest

__all__ = [
    "authors_left",
    "delete",
    "edit",
    "lock",
    "make_feed_key",
    "mark_all_read",
    "mark_answer",
    "mark_read",
    "move",
    "open_category",
    "pin",
    "react",
    "render_post",
    "reply",
    "revoke_feed_key",
    "settle_trust",
    "slug_of",
    "start_topic",
    "with_latest",
]
