from .appearance import first_steps, settings_appearance
from .pages import accessibility, account_claim, privacy, settings_profile
from .people import member_block, member_list, member_mute, settings_people
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

__all__ = [
    "accessibility", "account_claim", "dev_codes", "factor_reset_stop", "first_steps", "login_code",
    "member_block", "member_list", "member_mute", "privacy",
    "recovery_codes_new", "second_factor_codes", "second_factor_download", "second_factor_new", "second_factor_off",
    "settings_appearance", "settings_people", "settings_profile", "settings_security",
]  # fmt: skip
