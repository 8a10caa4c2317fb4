"""Who was given which role, whose account was closed, and how the site itself was looked after."""

from .accounts import Closure
from .audits import SelfAudit, Upkeep
from .roles import REVIEW_DAYS, AccessReview, RoleGrant

__all__ = ["REVIEW_DAYS", "AccessReview", "Closure", "RoleGrant", "SelfAudit", "Upkeep"]
