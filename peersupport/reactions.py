"""What the community does when something happens: the one place to read it."""

import logging

from celery import shared_task

from forums.reactions import (
    note_in_group,
    open_discussions,
    remind,
    tell_author,
    tell_followers,
    tell_followers_of_place,
    tell_followers_of_tags,
    tell_mentioned,
    tell_moved_authors,
    tell_prompt_refused,
)
from groups.reactions import (
    tell_concerned,
    tell_founder,
    tell_leaders,
    tell_members,
    tell_organisers,
    tell_promoted,
    tell_successor,
    tell_who_decides,
)
from groups.rooms.reactions import (
    open_chat,
    tell_asked,
    tell_mentioned_in_room,
    tell_people,
    tell_whose_line,
)
from moderation.reactions import (
    tell_administrators,
    tell_ended,
    tell_who_asked,
    tell_who_may_answer,
)
from moderation.safety.reactions import alert_at_once, tell_alerted
from peersupport.activity.actions import settle_next
from peersupport.notifications.reactions import tell_risen

from .invariants import broken_invariants

log = logging.getLogger(__name__)

REACTIONS = {
    "forums.started": [
        tell_mentioned,
        tell_followers_of_place,
        tell_followers_of_tags,
        note_in_group,
    ],
    "forums.reminded": [remind],
    "forums.edited": [tell_author],
    "forums.split": [tell_moved_authors],
    "forums.merged": [tell_moved_authors],
    "forums.replied": [tell_mentioned, tell_followers, note_in_group],
    "forums.prompt_refused": [tell_prompt_refused],
    "groups.founded": [open_discussions, open_chat, tell_founder],
    "groups.edited": [open_discussions],
    "groups.proposed": [tell_organisers],
    "groups.proposal_declined": [tell_founder],
    "groups.requested": [tell_who_decides],
    "groups.accepted": [tell_concerned],
    "groups.declined": [tell_concerned],
    "groups.promoted": [tell_promoted],
    "groups.removed": [tell_concerned],
    "groups.appointed": [tell_concerned],
    "groups.hand_over_asked": [tell_successor],
    "groups.handed_over": [tell_concerned],
    "groups.hand_over_declined": [tell_concerned],
    "groups.archived": [tell_members],
    "groups.unled": [tell_organisers],
    "groups.put_away": [tell_leaders],
    "groups.shown_again": [tell_leaders],
    "groups.edit_asked": [tell_leaders],
    "rooms.line_hidden": [tell_whose_line],
    "rooms.said": [tell_people, tell_mentioned_in_room],
    "rooms.added": [tell_asked],
    "members.trust_changed": [tell_risen],
    "moderation.opened": [alert_at_once],
    "moderation.escalated": [tell_alerted],
    "moderation.authorship_asked": [tell_who_may_answer],
    "moderation.authorship_agreed": [tell_who_asked],
    "moderation.authorship_declined": [tell_who_asked],
    "moderation.authorship_opened": [tell_administrators],
    "moderation.authorship_review_overdue": [tell_who_may_answer],
    "moderation.lifted": [tell_ended],
}


@shared_task
def settle(limit: int = 500) -> None:
    """Beat runs this every few seconds; several workers may run it at once."""
    for _ in range(limit):
        if not settle_next(REACTIONS):
            return


@shared_task
def check_invariants() -> None:
    """Nightly: say in the log what does not add up. Repair is a person's decision."""
    for name, count in broken_invariants():
        log.error("invariant_broken", extra={"rule": name, "count": count})
