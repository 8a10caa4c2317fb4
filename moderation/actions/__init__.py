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
from .cleaning import clean_up, undo_clean_up
from .decisions import decide, decision_that_stands, take_back, undo
from .excerpts import Excerpt, ExcerptLine, forget_in_excerpts, open_excerpt, reseal_excerpts
from .items import add_note, claim, drop_item, locked_item, note_look, open_item, release
from .norms import accept_norms, agree, publish_norms
from .reports import close_report, report
from .sanctions import end_sanctions, impose, lift
from .standing import forget_decisions_about, settle_standing, standing_of
from .statements import Part, Statement, heading_of, statement_of
from .telling import tell_decided
from .trust import hold_trust, release_trust

__all__ = [
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
    "claim",
    "clean_up",
    "close_report",
    "drop_item",
    "decide",
    "decision_that_stands",
    "end_sanctions",
    "flag_missing_reviews",
    "forget_authorships_of",
    "forget_decisions_about",
    "forget_in_excerpts",
    "heading_of",
    "hold_trust",
    "impose",
    "lift",
    "locked_item",
    "note_look",
    "note_seen",
    "note_waiting_appeals",
    "open_authorship",
    "open_authorship_at_once",
    "open_excerpt",
    "open_item",
    "opened_author",
    "publish_norms",
    "release",
    "release_appeal",
    "release_trust",
    "report",
    "reseal_authorships",
    "reseal_excerpts",
    "say_in_appeal",
    "seal_author",
    "settle_standing",
    "standing_of",
    "statement_of",
    "take_appeal",
    "take_back",
    "tell_decided",
    "undo",
    "undo_clean_up",
    "withdraw_appeal",
]
