"""Everything that writes in the forums. Each verb locks, asks the rule, writes, records."""

from .anonymous import carry_aliases, forget_aliases, name_alias, next_number, reseal_aliases
from .bookmarks import drop_bookmark, keep_bookmark, remind_next
from .categories import open_category
from .drafts import MOST_DRAFTS, discard_draft, drop_draft, save_draft
from .hiding import choose_hidden, choose_level, choose_level_of_tag
from .reading import mark_all_read, mark_read
from .rendering import render_post, slug_of
from .running import lock, mark_answer, move, pin
from .tags import (
    COUNTED_TAGS,
    LEARN_TAGS,
    count_tags,
    decline_tag,
    describe_tag,
    merge_tags,
    recount_tags,
    tag_topic,
    take_up_tag,
)
from .trust import settle_trust
from .words import react
from .writing import authors_left, delete, edit, reply, start_topic, with_latest

__all__ = [
    "COUNTED_TAGS",
    "LEARN_TAGS",
    "MOST_DRAFTS",
    "authors_left",
    "carry_aliases",
    "choose_hidden",
    "choose_level",
    "choose_level_of_tag",
    "count_tags",
    "decline_tag",
    "delete",
    "describe_tag",
    "discard_draft",
    "drop_bookmark",
    "drop_draft",
    "edit",
    "forget_aliases",
    "keep_bookmark",
    "lock",
    "mark_all_read",
    "mark_answer",
    "mark_read",
    "merge_tags",
    "move",
    "name_alias",
    "next_number",
    "open_category",
    "pin",
    "react",
    "recount_tags",
    "remind_next",
    "render_post",
    "reply",
    "reseal_aliases",
    "save_draft",
    "settle_trust",
    "slug_of",
    "start_topic",
    "tag_topic",
    "take_up_tag",
    "with_latest",
]
