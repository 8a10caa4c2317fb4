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
from .care import care
from .cleaning import clean_up_detail, clean_up_undo, item_clean_up
from .decisions import item_decide, item_undo, items_clear
from .items import (
    item_claim,
    item_detail,
    item_excerpt,
    item_list,
    item_next,
    item_note,
    item_release,
)
from .log import audit_export, audit_log
from .moderators import moderator_list
from .norms import norms_accept, norms_detail
from .openness import transparency, transparency_file
from .reports import report_detail, report_list, report_new, take_report
from .restorations import restoration_ask, restoration_detail, restoration_list
from .samples import sample_list, sample_review
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
    "audit_export",
    "audit_log",
    "authorship_answer",
    "authorship_ask",
    "authorship_detail",
    "authorship_emergency",
    "authorship_list",
    "authorship_open",
    "care",
    "clean_up_detail",
    "clean_up_undo",
    "decision_appeal",
    "decision_detail",
    "decision_list",
    "item_claim",
    "item_clean_up",
    "item_decide",
    "item_detail",
    "item_excerpt",
    "item_list",
    "item_next",
    "item_note",
    "item_release",
    "item_undo",
    "items_clear",
    "moderator_list",
    "norms_accept",
    "norms_detail",
    "report_detail",
    "report_list",
    "report_new",
    "restoration_ask",
    "restoration_detail",
    "restoration_list",
    "sample_list",
    "sample_review",
    "take_report",
    "transparency",
    "transparency_file",
    "trust_hold",
]
