"""Everything that writes in the forums. Each verb locks, asks the rule, writes, records."""

from .anonymous import carry_aliases, forget_aliases, name_alias, next_number, reseal_aliases
from .categories import open_category
from .reading import mark_all_read, mark_read
from .rendering import render_post, slug_of
from .running import lock, mark_answer, move, pin
from .trust import settle_trust
from .words import react
from .writing import authors_left, delete, edit, reply, start_topic, with_latest

__all__ = [
    "authors_left",
    "carry_aliases",
    "delete",
    "edit",
    "forget_aliases",
    "lock",
    "mark_all_read",
    "mark_answer",
    "mark_read",
    "move",
    "name_alias",
    "next_number",
    "open_category",
    "pin",
    "react",
    "render_post",
    "reply",
    "reseal_aliases",
    "settle_trust",
    "slug_of",
    "start_topic",
    "with_latest",
]
