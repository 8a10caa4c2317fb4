"""Everything that writes in the forums. Each verb locks, asks the rule, writes, records."""

from .bookmarks import drop_bookmark, keep_bookmark, remind_next
from .categories import open_category
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
    "count_tags",
    "decline_tag",
    "describe_tag",
    "drop_bookmark",
    "keep_bookmark",
    "merge_tags",
    "recount_tags",
    "remind_next",
    "tag_topic",
    "take_up_tag",
    "authors_left",
    "choose_hidden",
    "choose_level",
    "choose_level_of_tag",
    "delete",
    "edit",
    "lock",
    "mark_all_read",
    "mark_answer",
    "mark_read",
    "move",
    "open_category",
    "pin",
    "react",
    "render_post",
    "reply",
    "settle_trust",
    "slug_of",
    "start_topic",
    "with_latest",
]
