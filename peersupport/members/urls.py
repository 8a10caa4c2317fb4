from django.urls import path

from . import views

app_name = "members"
urlpatterns = [
    path("settings/profile/", views.settings_profile, name="settings_profile"),
    path("settings/appearance/", views.settings_appearance, name="settings_appearance"),
    path("settings/people/", views.settings_people, name="settings_people"),
    path("settings/first-steps/", views.first_steps, name="first_steps"),
    path("members/", views.member_list, name="member_list"),
    path("members/<slug:handle>/-/block/", views.member_block, name="member_block"),
    path("members/<slug:handle>/-/mute/", views.member_mute, name="member_mute"),
    path("settings/privacy/export/", views.data_export_new, name="data_export_new"),
    path("settings/privacy/export/<int:pk>/", views.data_export_detail, name="data_export_detail"),
    path(
        "settings/privacy/export/<int:pk>/file/",
        views.data_export_download,
        name="data_export_download",
    ),
    path("settings/privacy/erase/", views.erasure_new, name="erasure_new"),
    path("accounts/erasure-stop/<str:token>/", views.erasure_stop, name="erasure_stop"),
    path("settings/security/", views.settings_security, name="settings_security"),
    path("settings/security/two-step/", views.second_factor_new, name="second_factor_new"),
    path("settings/security/codes/", views.second_factor_codes, name="second_factor_codes"),
    path("settings/security/codes/new/", views.recovery_codes_new, name="recovery_codes_new"),
    path(
        "settings/security/codes/text/", views.second_factor_download, name="second_factor_download"
    ),
    path("settings/security/off/", views.second_factor_off, name="second_factor_off"),
    path("settings/security/sessions/end/", views.session_end, name="session_end"),
    path(
        "settings/security/sessions/end-others/",
        views.session_end_others,
        name="session_end_others",
    ),
    path("settings/security/check-up/", views.security_checkup, name="security_checkup"),
    path("accounts/reset-stop/<str:token>/", views.factor_reset_stop, name="factor_reset_stop"),
    path("accounts/code/", views.login_code, name="login_code"),
    path("accounts/code/passkey/", views.login_passkey, name="login_passkey"),
    path("settings/security/passkeys/new/", views.passkey_new, name="passkey_new"),
    path(
        "settings/security/passkeys/<int:pk>/remove/", views.passkey_remove, name="passkey_remove"
    ),
    path("dev/codes/", views.dev_codes, name="dev_codes"),
    path("accounts/claim/<str:token>/", views.account_claim, name="account_claim"),
    path("accounts/age/", views.age_check, name="age_check"),
    path("settings/privacy/", views.settings_privacy, name="settings_privacy"),
    path("settings/privacy/choices/", views.consent_change, name="consent_change"),
    path("about/terms/", views.terms, name="terms"),
    path("accounts/invitations/", views.invitation_list, name="invitation_list"),
    path(
        "accounts/invitations/<int:pk>/revoke/", views.invitation_revoke, name="invitation_revoke"
    ),
    path("accounts/invitation/<str:token>/", views.invitation_detail, name="invitation_detail"),
    path("accounts/institution/<slug:slug>/", views.institution_login, name="institution_login"),
    path(
        "accounts/institution/<slug:slug>/back/",
        views.institution_callback,
        name="institution_callback",
    ),
    path("about/privacy/", views.privacy, name="privacy"),
    path("about/<str:kind>/versions/<str:version>/", views.policy_version, name="policy_version"),
    path("about/trust/", views.trust_levels, name="trust_levels"),
    path("about/keyboard/", views.keyboard, name="keyboard"),
    path("about/accessibility/", views.accessibility, name="accessibility"),
]
