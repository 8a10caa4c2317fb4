from django.urls import path

from . import views

app_name = "members"
urlpatterns = [
    path("settings/profile/", views.settings_profile, name="settings_profile"),
    path("settings/security/", views.settings_security, name="settings_security"),
    path("settings/security/two-step/", views.second_factor_new, name="second_factor_new"),
    path("settings/security/codes/", views.second_factor_codes, name="second_factor_codes"),
    path("settings/security/codes/new/", views.recovery_codes_new, name="recovery_codes_new"),
    path(
        "settings/security/codes/text/", views.second_factor_download, name="second_factor_download"
    ),
    path("settings/security/off/", views.second_factor_off, name="second_factor_off"),
    path("accounts/reset-stop/<str:token>/", views.factor_reset_stop, name="factor_reset_stop"),
    path("accounts/code/", views.login_code, name="login_code"),
    path("accounts/code/passkey/", views.login_passkey, name="login_passkey"),
    path("settings/security/passkeys/new/", views.passkey_new, name="passkey_new"),
    path(
        "settings/security/passkeys/<int:pk>/remove/", views.passkey_remove, name="passkey_remove"
    ),
    path("dev/codes/", views.dev_codes, name="dev_codes"),
    path("accounts/claim/<str:token>/", views.account_claim, name="account_claim"),
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
    path("about/accessibility/", views.accessibility, name="accessibility"),
]
