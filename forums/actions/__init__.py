"""Everything that writes in the forums. Each verb locks, asks the rule, writes, records."""

from .categories import change_ways, open_category
from .limits import minute_after
from .polls import PollFacts, close_poll, open_poll, vote
from .prompts import cancel_prompt, edit_prompt, run_prompts, schedule_prompt
from .reading import mark_all_read, mark_read
from .rendering import render_post, slug_of
from .running import lock, mark_answer, move, pin
from .trust import settle_trust
from .words import react
from .writing import authors_left, delete, edit, reply, start_topic, with_latest

__all__ = [
    "PollFacts",
    "authors_left",
    "cancel_prompt",
    "change_ways",
    "close_poll",
    "delete",
    "edit",
    "edit_prompt",
    "lock",
    "mark_all_read",
    "mark_answer",
    "mark_read",
    "minute_after",
    "move",
    "open_category",
    "open_poll",
    "pin",
    "react",
    "render_post",
    "reply",
    "run_prompts",
    "schedule_prompt",
    "settle_trust",
    "slug_of",
    "start_topic",
    "vote",
    "with_latest",
]
