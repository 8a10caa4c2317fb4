"""Pages of moderation: for members who report, and for those who decide."""

from .authorship import (
    authorship_answer,
    authorship_ask,
    authorship_detail,
    authorship_emergency,
    authorship_list,
    authorship_open,
)
from .moderators import moderator_list
from .norms import norms_accept, norms_detail
from .openness import transparency, transparency_file
from .reports import report_detail, report_list, report_new, take_report
from .trust import trust_hold

__all__ = [
    "authorship_answer",
    "authorship_ask",
    "authorship_detail",
    "authorship_emergency",
    "authorship_list",
    "authorship_open",
    "moderator_list",
    "norms_accept",
    "norms_detail",
    "report_detail",
    "report_list",
    "report_new",
    "take_report",
    "transparency",
    "transparency_file",
    "trust_hold",
]
