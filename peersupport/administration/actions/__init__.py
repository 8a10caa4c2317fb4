"""What administrators do, and what the site does about roles by the clock."""

from .accounts import close_account, note_read, reopen_account
from .audits import audit, note_upkeep
from .roles import end_expired_roles, end_role, grant_role, review

__all__ = [
    "audit",
    "close_account",
    "end_expired_roles",
    "end_role",
    "grant_role",
    "note_read",
    "note_upkeep",
    "reopen_account",
    "review",
]
