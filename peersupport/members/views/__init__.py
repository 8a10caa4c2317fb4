from .institutions import institution_callback, institution_login
from .invitations import invitation_detail, invitation_list, invitation_revoke
from .pages import accessibility, account_claim, privacy, settings_profile
from .passkeys import login_passkey, passkey_new, passkey_remove
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
    "accessibility", "account_claim", "dev_codes", "factor_reset_stop",
    "institution_callback", "institution_login", "invitation_detail", "invitation_list", "invitation_revoke", "login_code", "login_passkey", "passkey_new", "passkey_remove", "privacy",
    "recovery_codes_new", "second_factor_codes", "second_factor_download", "second_factor_new", "second_factor_off",
    "settings_profile", "settings_security",
]  # fmt: skip
