from django.urls import path

from . import views

app_name = "members"
urlpatterns = [
    path("settings/profile/", views.settings_profile, name="settings_profile"),
    path("settings/privacy/", views.settings_privacy, name="settings_privacy"),
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
    path("accounts/reset-stop/<str:token>/", views.factor_reset_stop, name="factor_reset_stop"),
    path("accounts/code/", views.login_code, name="login_code"),
    path("dev/codes/", views.dev_codes, name="dev_codes"),
    path("accounts/claim/<str:token>/", views.account_claim, name="account_claim"),
    path("about/privacy/", views.privacy, name="privacy"),
    path("about/accessibility/", views.accessibility, name="accessibility"),
]
