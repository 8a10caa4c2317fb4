from django.urls import path

from . import views

app_name = "members"
urlpatterns = [
    path("settings/profile/", views.settings_profile, name="settings_profile"),
    path("accounts/claim/<str:token>/", views.account_claim, name="account_claim"),
    path("about/privacy/", views.privacy, name="privacy"),
    path("about/accessibility/", views.accessibility, name="accessibility"),
]
