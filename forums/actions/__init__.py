"""Everything that writes in the forums. Each verb locks, asks the rule, writes, records."""

from .anonymous import carry_aliases, forget_aliases, name_alias, next_number, reseal_aliases
from .arranging import merge, split
from .bookmarks import drop_bookmark, keep_bookmark, remind_next
from .categories import change_ways, open_category
from .drafts import MOST_DRAFTS, discard_draft, drop_draft, save_draft
from .editing import edit, restore
from .feeds import make_feed_key, revoke_feed_key
from .hiding import choose_hidden, choose_level, choose_level_of_tag
from .limits import minute_after
from .locking import changed, locked_post, locked_topic, set_words
from .moderating import (
    carry,
    close,
    hide,
    hide_topic,
    note_look,
    places_for,
    set_note,
    take_back_carry,
    take_back_close,
    take_back_hide,
    take_back_hide_topic,
    take_back_note,
)
from .polls import PollFacts, close_poll, open_poll, vote
from .prompts import cancel_prompt, edit_prompt, run_prompts, schedule_prompt
from .reading import mark_all_read, mark_read
from .rendering import render_post, slug_of
from .running import announce, dismiss, lock, mark_answer, move, pin
from .standing import authors_left, with_latest
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
from .writing import delete, reply, start_topic

__all__ = [
    "COUNTED_TAGS",
    "LEARN_TAGS",
    "MOST_DRAFTS",
    "PollFacts",
    "announce",
    "authors_left",
    "cancel_prompt",
    "carry",
    "carry_aliases",
    "change_ways",
    "changed",
    "choose_hidden",
    "choose_level",
    "choose_level_of_tag",
    "close",
    "close_poll",
    "count_tags",
    "decline_tag",
    "delete",
    "describe_tag",
    "discard_draft",
    "dismiss",
    "drop_bookmark",
    "drop_draft",
    "edit",
    "edit_prompt",
    "forget_aliases",
    "hide",
    "hide_topic",
    "keep_bookmark",
    "lock",
    "locked_post",
    "locked_topic",
    "make_feed_key",
    "mark_all_read",
    "mark_answer",
    "mark_read",
    "merge",
    "merge_tags",
    "minute_after",
    "move",
    "name_alias",
    "next_number",
    "note_look",
    "open_category",
    "open_poll",
    "pin",
    "places_for",
    "react",
    "recount_tags",
    "remind_next",
    "render_post",
    "reply",
    "reseal_aliases",
    "restore",
    "revoke_feed_key",
    "run_prompts",
    "save_draft",
    "schedule_prompt",
    "set_note",
    "set_words",
    "settle_trust",
    "slug_of",
    "split",
    "start_topic",
    "tag_topic",
    "take_back_carry",
    "take_back_close",
    "take_back_hide",
    "take_back_hide_topic",
    "take_back_note",
    "take_up_tag",
    "vote",
    "with_latest",
]
