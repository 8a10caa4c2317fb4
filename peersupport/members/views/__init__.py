from .checkups import security_checkup
from .pages import accessibility, account_claim, privacy, settings_profile
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
from .sessions import session_end, session_end_others

__all__ = [
    "accessibility", "account_claim", "dev_codes", "factor_reset_stop", "login_code", "privacy",
    "recovery_codes_new", "second_factor_codes", "second_factor_download", "second_factor_new", "second_factor_off",
    "security_checkup", "session_end", "session_end_others",
    "settings_profile", "settings_security",
]  # fmt: skip
