from .age import age_check
from .appearance import first_steps, settings_appearance
from .checkups import security_checkup
from .institutions import institution_callback, institution_login
from .invitations import invitation_detail, invitation_list, invitation_revoke
from .my_data import (
    data_export_detail,
    data_export_download,
    data_export_new,
    erasure_new,
    erasure_stop,
)
from .pages import accessibility, account_claim, keyboard, settings_profile
from .passkeys import login_passkey, passkey_new, passkey_remove
from .people import member_block, member_list, member_mute, settings_people
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
from .sessions import session_end, session_end_others
from .trust import trust_levels

__all__ = [
    "accessibility",
    "account_claim",
    "age_check",
    "consent_change",
    "data_export_detail",
    "data_export_download",
    "data_export_new",
    "dev_codes",
    "erasure_new",
    "erasure_stop",
    "factor_reset_stop",
    "first_steps",
    "institution_callback",
    "institution_login",
    "invitation_detail",
    "invitation_list",
    "invitation_revoke",
    "keyboard",
    "login_code",
    "login_passkey",
    "member_block",
    "member_list",
    "member_mute",
    "passkey_new",
    "passkey_remove",
    "policy_version",
    "privacy",
    "recovery_codes_new",
    "second_factor_codes",
    "second_factor_download",
    "second_factor_new",
    "second_factor_off",
    "security_checkup",
    "session_end",
    "session_end_others",
    "settings_appearance",
    "settings_people",
    "settings_privacy",
    "settings_profile",
    "settings_security",
    "terms",
    "trust_levels",
]
