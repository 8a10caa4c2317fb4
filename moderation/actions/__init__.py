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
from .excerpts import Excerpt, ExcerptLine, forget_in_excerpts, open_excerpt, reseal_excerpts
from .items import add_note, claim, locked_item, note_look, open_item, release
from .norms import accept_norms, agree, publish_norms
from .openness import publish_finished_months, publish_month
from .profiles import hide_profile, show_profile_again
from .reports import close_report, report
from .standing import forget_decisions_about, settle_standing, standing_of
from .trust import hold_trust, release_trust

__all__ = [
    "Excerpt",
    "ExcerptLine",
    "accept_norms",
    "add_note",
    "agree",
    "answer_authorship",
    "ask_authorship",
    "claim",
    "close_report",
    "flag_missing_reviews",
    "forget_authorships_of",
    "forget_decisions_about",
    "forget_in_excerpts",
    "hide_profile",
    "hold_trust",
    "locked_item",
    "note_look",
    "open_authorship",
    "open_authorship_at_once",
    "open_excerpt",
    "open_item",
    "opened_author",
    "publish_finished_months",
    "publish_month",
    "publish_norms",
    "release",
    "release_trust",
    "report",
    "reseal_authorships",
    "reseal_excerpts",
    "seal_author",
    "settle_standing",
    "show_profile_again",
    "standing_of",
]
