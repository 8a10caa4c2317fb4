"""Who is here, how they sign in, what they agreed to."""

from .contacts import Block, Mute
from .doors import BarredAddress, SecurityEvent
from .factors import Authenticator, FactorReset, RecoveryCode, in_a_day, seed_of
from .invitations import CommunityInvitation
from .my_data import EXPORT_DAYS, DataExport, Erasure, RetentionRun, in_a_week
from .norms import NormsInForce, current_norms_version
from .people import (
    Audience,
    FirstStep,
    Interest,
    Language,
    Member,
    Part,
    Role,
    Tier,
    Trust,
    WrittenBy,
    profile_url,
    validate_time_zone,
)
from .policies import WORDS, ConsentRecord, PolicyDocument, Purpose, versions_in_force
from .sessions import Session
from .trust import TrustHold, TrustRecord

__all__ = [
    "Audience",
    "Authenticator",
    "Block",
    "CommunityInvitation",
    "ConsentRecord",
    "DataExport",
    "EXPORT_DAYS",
    "Erasure",
    "FactorReset",
    "FirstStep",
    "Interest",
    "Language",
    "Member",
    "Mute",
    "NormsInForce",
    "Part",
    "PolicyDocument",
    "Purpose",
    "RecoveryCode",
    "RetentionRun",
    "Role",
    "SecurityEvent",
    "Session",
    "Tier",
    "Trust",
    "TrustHold",
    "TrustRecord",
    "WORDS",
    "WrittenBy",
    "current_norms_version",
    "in_a_day",
    "in_a_week",
    "profile_url",
    "seed_of",
    "validate_time_zone",
    "versions_in_force",
    "BarredAddress",
]
