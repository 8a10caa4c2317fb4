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
from .norms import accept_norms, agree, publish_norms
from .reports import close_report, report
from .trust import hold_trust, release_trust

__all__ = [
    "Excerpt",
    "ExcerptLine",
    "accept_norms",
    "agree",
    "answer_authorship",
    "ask_authorship",
    "close_report",
    "flag_missing_reviews",
    "forget_authorships_of",
    "forget_in_excerpts",
    "hold_trust",
    "open_authorship",
    "open_authorship_at_once",
    "open_excerpt",
    "opened_author",
    "publish_norms",
    "release_trust",
    "report",
    "reseal_authorships",
    "reseal_excerpts",
    "seal_author",
]
