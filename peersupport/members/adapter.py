"""The one door allauth offers for what differs here: names at sign-up, where to go afterwards."""

from urllib.parse import urlencode

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from peersupport.core.names import device_name

from .actions import HELD, is_new_device, name_member, note, read_community_token, use_way_in
from .models import SecurityEvent


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed."),
        "cannot_remove_primary_email": _("This is the address you log in with; it cannot go."),
        "duplicate_email": _("This is your address already."),
        "email_password_mismatch": _("The e-mail address or the password is not right. Try again."),
        "email_taken": _("There is an account with this address already."),
        "enter_current_password": _("Enter the password you use now."),
        "incorrect_password": _("The password is not right. Try again."),
        "invalid_login": _("The e-mail address or the password is not right. Try again."),
        "invalid_password_reset": _("This link has been used or is too old. Ask for a new one."),
        "too_many_login_attempts": _("Too many tries. Wait a few minutes, then try again."),
        "rate_limited": _("Too many tries. Wait a few minutes, then try again."),
        "same_as_current": _("Enter something else than what you have now."),
    }

    def get_login_stages(self):
        return [*super().get_login_stages(), "peersupport.members.stages.SecondFactorStage"]

    def set_password(self, user, password):
        super().set_password(user, password)
        note(user, SecurityEvent.Kind.PASSWORD_CHANGED)

    def is_open_for_signup(self, request):
        """In the mode `invitation` to who holds one; whether it fits, the form says."""
        if settings.SIGNUP_MODE == "invitation":
            return read_community_token(request.session.get(HELD, "")) is not None
        return settings.SIGNUP_MODE != "closed"

    def send_mail(self, template_prefix, email, context):
        """Links in letters lead to the site's configured address, whatever host was asked."""
        here = self.request.build_absolute_uri("/") if self.request else ""
        links = {
            name: f"{settings.SITE_URL}/{link.removeprefix(here)}"
            for name, link in context.items()
            if here and isinstance(link, str) and link.startswith(here)
        }
        return super().send_mail(template_prefix, email, context | links)

    def save_user(self, request, user, form, commit=True):
        name_member(
            user,
            handle=form.cleaned_data["handle"],
            display_name=form.cleaned_data["display_name"],
        )
        use_way_in(form.cleaned_data["email"], token=request.session.get(HELD, ""))
        user.time_zone = form.cleaned_data["time_zone"]
        return super().save_user(request, user, form, commit)

    def post_login(self, request, user, **how):
        """Who has not agreed to the norms in force is led there first, whichever way they came in."""
        device = device_name(request.headers.get("user-agent", ""))
        if is_new_device(user, device):
            self.send_notification_mail("account/email/new_device", user, {"device": device})
        note(user, SecurityEvent.Kind.SIGNED_IN, device=device)
        response = super().post_login(request, user, **how)
        if user.has_accepted_norms:
            return response
        query = urlencode({"next": response.url})
        return redirect(f"{reverse('moderation:norms_accept')}?{query}")
