"""Who is here, how they sign in, what they agreed to."""

from .doors import SecurityEvent
from .factors import Authenticator, FactorReset, RecoveryCode, in_a_day, seed_of
from .my_data import EXPORT_DAYS, DataExport, Erasure, RetentionRun, in_a_week
from .norms import NormsInForce, current_norms_version
from .people import Interest, Language, Member, Role, Tier, profile_url, validate_time_zone

__all__ = [
    "EXPORT_DAYS",
    "Authenticator",
    "DataExport",
    "Erasure",
    "FactorReset",
    "Interest",
    "Language",
    "Member",
    "NormsInForce",
    "RecoveryCode",
    "RetentionRun",
    "Role",
    "SecurityEvent",
    "Tier",
    "current_norms_version",
    "in_a_day",
    "in_a_week",
    "profile_url",
    "seed_of",
    "validate_time_zone",
]
