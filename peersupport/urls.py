"""Every address of the site, and the rules for the pages that libraries bring."""

from allauth.account.models import EmailAddress
from allauth.account.urls import urlpatterns as account_patterns
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.socialaccount.urls import urlpatterns as institution_patterns
from django.contrib import admin
from django.contrib.auth.models import Group
from django.urls import include, path

from peersupport.core.access import Rule, declare

SIGNED_IN = [
    "account_logout", "account_email", "account_change_password", "account_set_password",
    "account_reauthenticate", "socialaccount_connections",
]  # fmt: skip
ACCOUNT_RULES = dict.fromkeys(SIGNED_IN, Rule.MEMBER)

# Addresses are private, and what a role may do is written in peersupport/roles.py.
admin.site.unregister([EmailAddress, Group, SocialAccount, SocialApp, SocialToken])
institution_patterns = [p for p in institution_patterns if p.name != "socialaccount_login_error"]

for patterns in (
    account_patterns,
    institution_patterns,
):  # ways in and out, open to who is suspended
    declare(patterns, ACCOUNT_RULES, default=Rule.PUBLIC, while_suspended=True)

admin_patterns, admin_app, admin_namespace = admin.site.urls

urlpatterns = [
    path("", include("peersupport.core.urls")),
    path("", include("peersupport.members.urls")),
    path("", include("peersupport.notifications.urls")),
    path("", include("moderation.urls")),
    path("", include("moderation.safety.urls")),
    path("accounts/", include(account_patterns)),
    path("accounts/3rdparty/", include(institution_patterns)),
    path("admin/", (declare(admin_patterns, {}, default=Rule.STAFF), admin_app, admin_namespace)),
    path("staff/", include("peersupport.administration.urls")),
    path("groups/", include("groups.urls")),
    path("", include("groups.resources.urls")),
    path("", include("groups.rooms.urls")),
    path("", include("forums.urls")),
]

handler400 = "peersupport.core.views.bad_request"
handler403 = "peersupport.core.views.forbidden"
handler404 = "peersupport.core.views.not_found"
handler429 = "peersupport.core.views.too_many"
handler500 = "peersupport.core.views.server_error"
