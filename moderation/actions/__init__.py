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
from .clearing import clear_spam
from .decisions import decide, decision_that_stands, take_back, undo
from .excerpts import Excerpt, ExcerptLine, forget_in_excerpts, open_excerpt, reseal_excerpts
from .items import add_note, claim, locked_item, note_look, open_item, release
from .log import MOST_ROWS, export_log
from .norms import accept_norms, agree, publish_norms
from .profiles import hide_profile, show_profile_again
from .reports import close_report, report
from .samples import draw_sample, drawn, review_again
from .sanctions import end_sanctions, impose, lift
from .standing import forget_decisions_about, settle_standing, shut_out_until, standing_of
from .statements import Part, Statement, statement_of
from .telling import tell_decided
from .trust import hold_trust, release_trust

__all__ = [
    "Excerpt",
    "ExcerptLine",
    "MOST_ROWS",
    "Part",
    "Statement",
    "accept_norms",
    "add_note",
    "agree",
    "answer_authorship",
    "ask_authorship",
    "claim",
    "clear_spam",
    "close_report",
    "decide",
    "decision_that_stands",
    "draw_sample",
    "drawn",
    "end_sanctions",
    "export_log",
    "flag_missing_reviews",
    "forget_authorships_of",
    "forget_decisions_about",
    "forget_in_excerpts",
    "hide_profile",
    "hold_trust",
    "impose",
    "lift",
    "locked_item",
    "look_after",
    "note_heavy",
    "note_look",
    "open_authorship",
    "open_authorship_at_once",
    "open_excerpt",
    "open_item",
    "opened_author",
    "publish_norms",
    "release",
    "release_trust",
    "report",
    "reseal_authorships",
    "reseal_excerpts",
    "review_again",
    "seal_author",
    "settle_standing",
    "show_profile_again",
    "standing_of",
    "take_next",
    "statement_of",
    "take_back",
    "tell_decided",
    "undo",
    "shut_out_until",
]
