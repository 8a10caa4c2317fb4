from .age import age_check
from .pages import accessibility, account_claim, settings_profile
from .policies import consent_change, policy_version, privacy, settings_privacy, terms
from .security import (
    dev_codes,
    factor_reset_stop,
    login_code,
    recovery_codes_new,
    second_factor_codes,
    second_factor_download,
    second_factor_new,
    second_factor_off,
    settings_security,
)
from .trust import trust_levels

__all__ = [
    "accessibility", "account_claim", "age_check", "consent_change", "dev_codes", "factor_reset_stop", "login_code",
    "policy_version", "privacy", "settings_privacy", "terms",
    "recovery_codes_new", "second_factor_codes", "second_factor_download", "second_factor_new", "second_factor_off",
    "settings_profile", "settings_security", "trust_levels",
]  # fmt: skip
