from .my_data import (
    data_export_detail,
    data_export_download,
    data_export_new,
    erasure_new,
    erasure_stop,
    settings_privacy,
)
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

__all__ = [
    "accessibility", "account_claim", "data_export_detail", "data_export_download",
    "data_export_new", "dev_codes", "erasure_new", "erasure_stop", "settings_privacy", "factor_reset_stop", "login_code", "privacy",
    "recovery_codes_new", "second_factor_codes", "second_factor_download", "second_factor_new", "second_factor_off",
    "settings_profile", "settings_security",
]  # fmt: skip
