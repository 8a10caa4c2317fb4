from .audits import audit_detail, audit_list, audit_materials
from .excerpts import excerpt_list
from .people import account_close, account_reopen, role_change
from .reviews import access_review

__all__ = [
    "access_review", "account_close", "account_reopen", "audit_detail", "audit_list",
    "audit_materials", "excerpt_list", "role_change",
]  # fmt: skip
