from .appeals import (
    answer_appeal,
    appeal,
    note_seen,
    note_waiting_appeals,
    release_appeal,
    say_in_appeal,
    take_appeal,
    withdraw_appeal,
)
from .authorship import (
    answer_authorship,
    ask_authorship,
    flag_missing_reviews,
    forget_authorships_of,
    open_authorship,
    open_authorship_at_once,
    opened_author,
    reseal_authorships,
    seal_author,
)
from .care import look_after, note_heavy, take_next
from .cleaning import clean_up, undo_clean_up
from .clearing import clear_spam
from .decisions import decide, decision_that_stands, take_back, undo
from .excerpts import Excerpt, ExcerptLine, forget_in_excerpts, open_excerpt, reseal_excerpts
from .items import add_note, claim, drop_item, locked_item, note_look, open_item, release, take_up
from .log import MOST_ROWS, export_log
from .norms import accept_norms, agree, publish_norms
from .openness import publish_finished_months, publish_month
from .profiles import hide_profile, show_profile_again
from .reports import report
from .restorations import ask_restoration, remind_of_restorations, settle_restoration
from .samples import draw_sample, drawn, review_again
from .sanctions import end_sanctions, impose, lift
from .standing import forget_decisions_about, settle_standing, shut_out_until, standing_of
from .statements import Part, Statement, heading_of, statement_of
from .telling import tell_decided
from .trust import hold_trust, release_trust

__all__ = [
    "MOST_ROWS",
    "Excerpt",
    "ExcerptLine",
    "Part",
    "Statement",
    "accept_norms",
    "add_note",
    "agree",
    "answer_appeal",
    "answer_authorship",
    "appeal",
    "ask_authorship",
    "ask_restoration",
    "claim",
    "clean_up",
    "clear_spam",
    "decide",
    "decision_that_stands",
    "draw_sample",
    "drawn",
    "drop_item",
    "end_sanctions",
    "export_log",
    "flag_missing_reviews",
    "forget_authorships_of",
    "forget_decisions_about",
    "forget_in_excerpts",
    "heading_of",
    "hide_profile",
    "hold_trust",
    "impose",
    "lift",
    "locked_item",
    "look_after",
    "note_heavy",
    "note_look",
    "note_seen",
    "note_waiting_appeals",
    "open_authorship",
    "open_authorship_at_once",
    "open_excerpt",
    "open_item",
    "opened_author",
    "publish_finished_months",
    "publish_month",
    "publish_norms",
    "release",
    "release_appeal",
    "release_trust",
    "remind_of_restorations",
    "report",
    "reseal_authorships",
    "reseal_excerpts",
    "review_again",
    "say_in_appeal",
    "seal_author",
    "settle_restoration",
    "settle_standing",
    "show_profile_again",
    "shut_out_until",
    "standing_of",
    "statement_of",
    "take_appeal",
    "take_back",
    "take_next",
    "take_up",
    "tell_decided",
    "undo",
    "undo_clean_up",
    "withdraw_appeal",
]
