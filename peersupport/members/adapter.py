"""The one door allauth offers for what differs here: names at sign-up, where to go afterwards."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.urls import reverse

from .actions import name_member


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        return settings.SIGNUP_MODE == "open"

    def save_user(self, request, user, form, commit=True):
        name_member(
            user,
            handle=form.cleaned_data["handle"],
            display_name=form.cleaned_data["display_name"],
        )
        user.time_zone = form.cleaned_data["time_zone"]
        return super().save_user(request, user, form, commit)

    def get_email_verification_redirect_url(self, email_address):
        return reverse("moderation:norms_accept")

    def get_signup_redirect_url(self, request):
        return reverse("moderation:norms_accept")
