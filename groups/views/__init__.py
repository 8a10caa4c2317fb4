from .directory import group_list, group_new
from .doors import (
    group_join,
    group_leave,
    group_norms,
    group_waiting,
    group_withdraw,
    invitation_detail,
    request_detail,
)
from .inviting import invitation_list, invitation_revoke
from .leading import (
    group_hand_over,
    group_lead,
    hand_over_answer,
    membership_appoint,
    membership_remove,
    membership_welcome,
    request_accept,
    request_decline,
)
from .pages import group_detail, group_pass, member_list, removal_detail
from .settings import agreement_edit, group_archive, group_edit
from .suggesting import suggestion_for

__all__ = [
    "agreement_edit", "group_archive", "group_detail", "group_edit", "group_hand_over",
    "group_join", "group_lead", "group_leave", "group_list", "group_new", "group_norms",
    "group_pass", "group_waiting", "group_withdraw", "hand_over_answer", "invitation_detail",
    "invitation_list", "invitation_revoke", "member_list", "membership_appoint",
    "membership_remove", "membership_welcome", "removal_detail", "request_accept",
    "request_decline", "request_detail", "suggestion_for",
]  # fmt: skip
