"""Who is here, how they sign in, what they agreed to."""

from .doors import SecurityEvent
from .factors import Authenticator, FactorReset, RecoveryCode, in_a_day, seed_of
from .norms import NormsInForce, current_norms_version
from .people import (
    Interest,
    Language,
    Member,
    Role,
    Tier,
    Trust,
    profile_url,
    validate_time_zone,
)
from .policies import WORDS, ConsentRecord, PolicyDocument, Purpose, versions_in_force
from .trust import TrustHold, TrustRecord

__all__ = [
    "WORDS",
    "Authenticator",
    "ConsentRecord",
    "FactorReset",
    "Interest",
    "Language",
    "Member",
    "NormsInForce",
    "PolicyDocument",
    "Purpose",
    "RecoveryCode",
    "Role",
    "SecurityEvent",
    "Tier",
    "Trust",
    "TrustHold",
    "TrustRecord",
    "current_norms_version",
    "in_a_day",
    "profile_url",
    "seed_of",
    "validate_time_zone",
    "versions_in_force",
]
