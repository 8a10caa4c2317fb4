"""Who is here, how they sign in, what they agreed to."""

from .doors import SecurityEvent
from .factors import Authenticator, FactorReset, RecoveryCode, in_a_day, seed_of
from .invitations import CommunityInvitation
from .norms import NormsInForce, current_norms_version
from .people import Interest, Language, Member, Role, Tier, profile_url, validate_time_zone

__all__ = [
    "Authenticator",
    "CommunityInvitation",
    "FactorReset",
    "Interest",
    "Language",
    "Member",
    "NormsInForce",
    "RecoveryCode",
    "Role",
    "SecurityEvent",
    "Tier",
    "current_norms_version",
    "in_a_day",
    "profile_url",
    "seed_of",
    "validate_time_zone",
]
