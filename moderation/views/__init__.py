"""Pages of moderation: for members who report, and for those who decide."""

from .authorship import (
    authorship_answer,
    authorship_ask,
    authorship_detail,
    authorship_emergency,
    authorship_list,
    authorship_open,
)
from .care import care
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
from .reports import report_detail, report_list, report_new, take_report
from .samples import sample_list, sample_review
from .trust import trust_hold

__all__ = [
    "audit_export",
    "audit_log",
    "authorship_answer",
    "authorship_ask",
    "authorship_detail",
    "authorship_emergency",
    "authorship_list",
    "authorship_open",
    "care",
    "item_claim",
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
    "sample_list",
    "sample_review",
    "take_report",
    "trust_hold",
]
