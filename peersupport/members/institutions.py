"""The door allauth offers for accounts of institutions: where they are set up, what is kept."""

from allauth.account.internal.emailkit import valid_email_or_none
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, _build_apps_from_settings
from django.utils.translation import gettext_lazy as _

from .actions import note
from .models import SecurityEvent

NOTED = {
    "socialaccount/email/account_connected": SecurityEvent.Kind.CONNECTED,
    "socialaccount/email/account_disconnected": SecurityEvent.Kind.DISCONNECTED,
}


class InstitutionsAdapter(DefaultSocialAccountAdapter):
    error_messages = DefaultSocialAccountAdapter.error_messages | {
        "connected_other": _("That account opens another account here already."),
        "no_password": _("Choose a password first. Without one, nothing else would let you in."),
        "no_verified_email": _("Confirm your e-mail address first."),
    }

    def list_apps(self, request, provider=None, client_id=None):
        """Institutions come from the environment alone, so that no secret is in the database."""
        found = _build_apps_from_settings(provider=provider, client_id=client_id)
        return [app for apps in found.values() for app in apps]

    def populate_user(self, request, sociallogin, data):
        """An address is taken over, a name is not: people choose what others see."""
        sociallogin.user.email = valid_email_or_none(data.get("email"))
        return sociallogin.user

    def send_notification_mail(self, template_prefix, user, *args, **kwargs):
        if template_prefix in NOTED:
            note(user, NOTED[template_prefix])
        super().send_notification_mail(template_prefix, user, *args, **kwargs)
