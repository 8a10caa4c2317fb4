"""Pages of moderation: for members who report, and for those who decide."""

from .appeals import (
    appeal_answer,
    appeal_detail,
    appeal_list,
    appeal_release,
    appeal_say,
    appeal_take,
    appeal_withdraw,
)
from .authorship import (
    authorship_answer,
    authorship_ask,
    authorship_detail,
    authorship_emergency,
    authorship_list,
    authorship_open,
)
from .cleaning import clean_up_detail, clean_up_undo, item_clean_up
from .norms import norms_accept, norms_detail
from .reports import report_detail, report_new
from .restorations import restoration_ask, restoration_detail, restoration_list
from .statements import decision_appeal, decision_detail, decision_list
from .trust import trust_hold

__all__ = [
    "appeal_answer",
    "appeal_detail",
    "appeal_list",
    "appeal_release",
    "appeal_say",
    "appeal_take",
    "appeal_withdraw",
    "authorship_answer",
    "authorship_ask",
    "authorship_detail",
    "authorship_emergency",
    "authorship_list",
    "authorship_open",
    "clean_up_detail",
    "clean_up_undo",
    "decision_appeal",
    "decision_detail",
    "decision_list",
    "item_clean_up",
    "norms_accept",
    "norms_detail",
    "report_detail",
    "report_new",
    "restoration_ask",
    "restoration_detail",
    "restoration_list",
    "trust_hold",
]
