import base64
import zoneinfo

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from peersupport.core.encryption import Unreadable
from peersupport.core.names import clean_display_name, handle_key, validate_handle

from . import actions
from .models import Erasure, Interest, Language, Member

TIME_ZONES = [
    (name, name.replace("_", " ")) for name in sorted(zoneinfo.available_timezones())
    if "/" in name and not name.startswith(("Etc/", "SystemV/", "US/", "posix/", "right/"))
]  # fmt: skip
TIME_ZONES.insert(0, ("UTC", "UTC"))


def free_handle(handle: str, *, besides: Member | None = None) -> str:
    """The handle, case-folded; ValidationError when another member's looks the same."""
    handle = handle.casefold()
    validate_handle(handle)
    others = Member.objects.filter(handle_key=handle_key(handle))
    if besides:
        others = others.exclude(pk=besides.pk)
    if others.exists():
        raise ValidationError(_("That handle is taken, or looks like one that is."))
    return handle


class NamesMixin(forms.Form):
    """What others see of a person, asked at sign-up and in the settings."""

    def clean_display_name(self):
        name = clean_display_name(self.cleaned_data["display_name"])
        if not name:
            raise ValidationError(_("Enter a name that people can read."))
        return name


class SignupFields(NamesMixin):
    """Asked beside e-mail and password. A pseudonym is welcome."""

    display_name = forms.CharField(
        label=_("Name to show"), max_length=60,
        help_text=_("A first name or a pseudonym. Nobody checks it against your papers."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )  # fmt: skip
    handle = forms.CharField(
        label=_("Handle"), max_length=30,
        help_text=_("How others mention you: small letters, numbers, - and _. For example night-owl."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )  # fmt: skip
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=TIME_ZONES, initial="UTC",
        help_text=_("So that times and quiet hours are yours."),
    )  # fmt: skip

    field_order = ["display_name", "handle", "email", "password1", "time_zone"]

    def clean_handle(self):
        return free_handle(self.cleaned_data["handle"])

    def signup(self, request, user):
        """allauth asks for this; the names are set by the adapter, before the first save."""


class ProfileForm(NamesMixin, forms.ModelForm):
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=TIME_ZONES)
    interests = forms.MultipleChoiceField(
        label=_("What would you like company in?"), choices=Interest, required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only used to suggest groups to you. Nobody sees it."),
    )  # fmt: skip
    languages = forms.MultipleChoiceField(
        label=_("Which languages do you speak?"), choices=Language, required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only used to suggest groups to you. Nobody sees it."),
    )  # fmt: skip

    class Meta:
        model = Member
        fields = [
            "display_name", "pronouns", "about", "interests", "languages", "time_zone", "theme",
        ]  # fmt: skip
        help_texts = {
            "display_name": _("A first name or a pseudonym."),
            "pronouns": _("For example she/her. Leave empty if you like."),
            "about": _("What would you like others to know? At most 1,000 characters."),
        }
        widgets = {"about": forms.Textarea(attrs={"rows": 5})}


class ClaimForm(forms.Form):
    """An address and a password for an account that came with an import."""

    email = forms.EmailField(
        label=_("E-mail address"), help_text=_("Nobody sees it. We send a link to confirm it."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Enter an e-mail address, such as name@example.org."),
            "invalid": _("Enter an e-mail address, such as name@example.org."),
        },
    )  # fmt: skip
    password = forms.CharField(
        label=_("Password"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 10 characters. A few words in a row work well."),
        error_messages={"required": _("Choose a password.")},
    )  # fmt: skip

    def __init__(self, *args, member: Member, **kwargs):
        super().__init__(*args, **kwargs)
        self.member = member

    def clean_email(self):
        email = self.cleaned_data["email"].casefold()
        if Member.objects.filter(email=email).exists():
            raise ValidationError(_("This address cannot be used here. Enter another one."))
        return email

    def clean_password(self):
        validate_password(self.cleaned_data["password"], self.member)
        return self.cleaned_data["password"]

    def save(self, token: str) -> Member:
        return actions.claim(token, **self.cleaned_data)


class CodeForm(forms.Form):
    """Six figures from an app, or a recovery code; pasted ones with spaces and dashes are fine."""

    code = forms.CharField(
        label=_("Your code"), max_length=20,
        help_text=_("Six figures from your app, or one of your recovery codes."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "class": "code-input"}),
        error_messages={"required": _("Enter the code.")},
    )  # fmt: skip


class ConnectForm(forms.Form):
    """The first code of an app. The seed travels with the page, sealed for this member."""

    seed_field = forms.CharField(widget=forms.HiddenInput, required=False)
    code = forms.CharField(
        label=_("Six-figure code"), max_length=20,
        help_text=_("It changes every 30 seconds. You can paste it."),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "code-input"}
        ),
        error_messages={"required": _("Enter the code that your app shows.")},
    )  # fmt: skip

    def __init__(self, data=None, *, member, **kwargs):
        super().__init__(data, **kwargs)
        self.sealed_seed = self._sent(member) or actions.new_seed(member)
        self.seed = actions.open_seed(self.sealed_seed, member)
        self.seed_text = base64.b64encode(self.sealed_seed).decode()

    def _sent(self, member):
        """The seed of the page that was sent, if it is one of this member's."""
        try:
            sealed = base64.b64decode(self.data.get("seed_field", ""), validate=True)
            actions.open_seed(sealed, member)
        except (ValueError, Unreadable):
            return None
        return sealed

    def clean_code(self):
        code = actions.plain_code(self.cleaned_data["code"])
        self.step = actions.step_of_code(self.seed, code)
        if self.step is None:
            raise ValidationError(
                _("That code is not right. Check that your phone sets its clock by itself.")
            )
        return code


class StoredForm(forms.Form):
    stored = forms.BooleanField(
        label=_("I have put these somewhere safe"),
        error_messages={"required": _("Put the codes somewhere safe first.")},
    )


class ErasureForm(forms.Form):
    """How to be forgotten. Nothing is chosen beforehand."""

    choice = forms.ChoiceField(
        label=_("What happens to what you wrote?"), choices=Erasure.Choice, widget=forms.RadioSelect,
        help_text=_(
            "Your name goes either way. Kept, it stands beside “Former member”, another one in each "
            "discussion. Removed, a note takes its place, and quotations of it go as well."
        ),
        error_messages={"required": _("Choose what happens to what you wrote.")},
    )  # fmt: skip
    sure = forms.BooleanField(
        label=_("I understand what is erased, and that nobody can bring it back afterwards"),
        error_messages={"required": _("Say that you understand what is erased.")},
    )

    def save(self, *, member):
        return actions.ask_erasure(member, choice=self.cleaned_data["choice"])
