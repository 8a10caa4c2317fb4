"""Everything that writes in groups. Each verb locks the group, asks the rule, writes, records."""

from .founding import (
    archive,
    change_norms,
    decide_proposal,
    edit,
    found,
    note_activity,
    pass_over,
)
from .inviting import invite, revoke, usable_by, use_invitation
from .joining import accept, agree, ask_to_join, decline, join, leave, leave_line, remove, withdraw
from .leading import (
    answer_hand_over,
    appoint,
    ask_to_take_over,
    flag_unled,
    install_facilitator,
    take_back_hand_over,
    welcome,
)
from .moderating import ask_to_edit, put_group_away, show_group_again

__all__ = [
    "accept", "agree", "answer_hand_over", "appoint", "archive", "ask_to_edit", "ask_to_join", "ask_to_take_over",
    "change_norms", "decide_proposal", "decline", "edit", "flag_unled", "found", "install_facilitator", "invite", "join",
    "leave", "leave_line", "note_activity", "pass_over", "put_group_away", "remove", "revoke",
    "show_group_again", "take_back_hand_over", "usable_by", "use_invitation", "welcome", "withdraw",
]  # fmt: skip
