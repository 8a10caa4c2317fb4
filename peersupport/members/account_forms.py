"""allauth's forms in our words. Apart from forms.py, which allauth itself imports."""

from allauth.account import forms as account_forms
from allauth.core import context
from allauth.socialaccount.forms import SignupForm as SocialForm
from django.contrib import messages
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.db import transaction
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from peersupport.core.exceptions import Refused
from peersupport.core.forms import TrapMixin

from .actions import HELD, barred_until, note, way_in
from .models import Member, SecurityEvent


class PlainWords:
    """allauth's forms, with errors that say what to do."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.error_messages["required"] = REQUIRED.get(name, _("Fill this in."))
            for validator in field.validators:
                if isinstance(validator, EmailValidator):
                    field.error_messages["invalid"] = AN_ADDRESS


AN_ADDRESS = _("Enter an e-mail address, such as name@example.org.")
REQUIRED = {
    "login": AN_ADDRESS,
    "email": AN_ADDRESS,
    "handle": _("Choose a handle."),
    "password": _("Enter your password."),
    "password1": _("Choose a password."),
    "password2": _("Enter the new password once more."),
    "oldpassword": _("Enter the password you use now."),
}


class WayIn:
    """Sign-up as the mode of this site allows it, and with the invitation one came with."""

    def clean(self):
        super().clean()
        if email := self.cleaned_data.get("email"):
            try:
                way_in(email, token=context.request.session.get(HELD, ""))
            except Refused as refusal:
                self.add_error("email", str(refusal))
        return self.cleaned_data

    def try_save(self, request):
        """The account and the use of its invitation, or neither."""
        try:
            with transaction.atomic():
                member, response = super().try_save(request)
        except Refused as refusal:  # somebody was faster with the last place
            messages.error(request, str(refusal))
            return None, redirect("account_signup")
        if member:
            request.session.pop(HELD, None)
        return member, response


class LoginForm(PlainWords, account_forms.LoginForm):
    pass


class SignupForm(PlainWords, WayIn, TrapMixin, account_forms.SignupForm):
    def clean(self):
        """allauth compares a password with the address only; it may be no name either.

        An address that is barred is answered like one that has an account: by a letter to it.
        """
        super().clean()
        data = self.cleaned_data
        if self.is_trapped:  # whoever it was: sent again without, it goes
            self.data = self.data.copy()
            self.data["website"] = ""
            text = _("Something filled in a field that people do not see. Send this once more.")
            self.add_error(None, text)
        if barred_until(data.get("email") or ""):  # the page says what it says to everybody
            self.account_already_exists = True
        if password := data.get("password1"):
            person = Member(email=data.get("email"), handle=data.get("handle", ""))
            try:
                validate_password(password, person)
            except ValidationError as error:
                self.add_error("password1", error)
        return self.cleaned_data

    def try_save(self, request):
        """An address that has an account costs the time of one that has none: a password's hash."""
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)


class SocialSignupForm(PlainWords, WayIn, SocialForm):
    """The names that others see, for who comes with an account of an institution."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        found = [address for address in self.sociallogin.email_addresses if address.verified]
        self.sociallogin.email_addresses = found[:1]
        self.fields["email"].label = _("E-mail address")
        self.fields["email"].help_text = _("For logging in and for letters. Nobody else sees it.")
        if found:  # what the institution vouches for; another one is added, and confirmed, later
            self.initial["email"] = found[0].email
            self.fields["email"].disabled = True

    def clean(self):
        """Here the institution says whose address it is: who is kept out reads it at once."""
        super().clean()
        if barred_until(self.cleaned_data.get("email") or ""):
            self.add_error(
                "email",
                _("An account with this address was closed. Write to whoever runs this site."),
            )
        return self.cleaned_data


class AddEmailForm(PlainWords, account_forms.AddEmailForm):
    def save(self, request):
        """The account's record says that another address was asked for, before it counts."""
        note(request.user, SecurityEvent.Kind.EMAIL_ASKED)
        return super().save(request)


class ChangePasswordForm(PlainWords, account_forms.ChangePasswordForm):
    pass


class ResetPasswordForm(PlainWords, account_forms.ResetPasswordForm):
    pass


class ResetPasswordKeyForm(PlainWords, account_forms.ResetPasswordKeyForm):
    pass


class ReauthenticateForm(PlainWords, account_forms.ReauthenticateForm):
    pass
