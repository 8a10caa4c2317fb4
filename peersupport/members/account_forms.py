"""allauth's forms in our words. Apart from forms.py, which allauth itself imports."""

from allauth.account import forms as account_forms
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _


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
    "display_name": _("Enter a name to show."),
    "handle": _("Choose a handle."),
    "password": _("Enter your password."),
    "password1": _("Choose a password."),
    "password2": _("Enter the new password once more."),
    "oldpassword": _("Enter the password you use now."),
}


class LoginForm(PlainWords, account_forms.LoginForm):
    pass


class SignupForm(PlainWords, account_forms.SignupForm):
    pass


class AddEmailForm(PlainWords, account_forms.AddEmailForm):
    pass


class ChangePasswordForm(PlainWords, account_forms.ChangePasswordForm):
    pass


class ResetPasswordForm(PlainWords, account_forms.ResetPasswordForm):
    pass


class ResetPasswordKeyForm(PlainWords, account_forms.ResetPasswordKeyForm):
    pass


class ReauthenticateForm(PlainWords, account_forms.ReauthenticateForm):
    pass
