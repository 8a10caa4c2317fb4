import base64
import zoneinfo

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from peersupport.core import envfile
from peersupport.core.encryption import Unreadable
from peersupport.core.names import clean_display_name, handle_key, validate_handle

from . import actions
from .actions import looks_like_stand_in
from .models import (
    WORDS,
    Audience,
    Erasure,
    Interest,
    Language,
    Member,
    Part,
    Purpose,
    WrittenBy,
)

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
    """What others see of a person, asked in the settings."""

    def clean_display_name(self):
        name = clean_display_name(self.cleaned_data["display_name"])
        if not name:
            raise ValidationError(_("Enter a name that people can read."))
        if looks_like_stand_in(name):
            raise ValidationError(_("Posts without a name are signed like that. Choose another."))
        return name


class SignupFields(forms.Form):
    """Asked beside e-mail and password. A pseudonym is welcome; a name to show may come later."""

    handle = forms.CharField(
        label=_("Handle"), max_length=30,
        help_text=_("The name others see, such as night-owl: small letters, numbers, - and _. Best one that you use nowhere else."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )  # fmt: skip

    field_order = ["email", "handle", "password1"]

    def __init__(self, *args, **kwargs):
        """Each visit offers another name that is free."""
        super().__init__(*args, **kwargs)
        for _name, handle in [] if self.is_bound else Member.objects.free_pseudonyms(1):
            self.fields["handle"].help_text = _(
                "The name others see, such as %(handle)s: small letters, numbers, - and _. Best one that you use nowhere else."
            ) % {"handle": handle}

    def clean_handle(self):
        return free_handle(self.cleaned_data["handle"])

    def signup(self, request, user):
        """allauth asks for this; the names are set by the adapter, before the first save."""


class ProfileForm(NamesMixin, forms.ModelForm):
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=TIME_ZONES)
    interests = forms.MultipleChoiceField(
        label=_("What would you like company in?"), choices=Interest, required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Used to suggest groups to you. Further down you say who else sees it."),
    )  # fmt: skip
    languages = forms.MultipleChoiceField(
        label=_("Which languages do you speak?"), choices=Language, required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Used to suggest groups to you. Further down you say who else sees it."),
    )  # fmt: skip

    class Meta:
        model = Member
        fields = ["display_name", "pronouns", "about", "interests", "languages", "time_zone"]
        help_texts = {
            "display_name": _("A first name or a pseudonym."),
            "pronouns": _("For example she/her. Leave empty if you like."),
            "about": _("What would you like others to know? At most 1,000 characters."),
        }
        widgets = {"about": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args, **kwargs):
        """Beside each part of the profile, who sees it."""
        super().__init__(*args, **kwargs)
        for part in Part:
            self.fields[f"show_{part}"] = forms.ChoiceField(
                label=_("%(part)s: seen by") % {"part": part.label}, choices=Audience, required=False,
                initial=self.instance.chosen_audience_of(part),
            )  # fmt: skip

    @property
    def said(self):
        return [field for field in self if not field.name.startswith("show_")]

    @property
    def shown(self):
        return [self[f"show_{part}"] for part in Part]

    def save(self, commit=True):
        chosen = {part.value: self.cleaned_data[f"show_{part}"] for part in Part}
        told = {part: audience for part, audience in chosen.items() if audience}
        self.instance.shown_to = self.instance.shown_to | told
        return super().save(commit)


class AppearanceForm(forms.ModelForm):
    """How pages look for one member, on every device."""

    class Meta:
        model = Member
        fields = ["theme", "text_size", "calm_mode", "shortcuts", "first_steps"]
        help_texts = {
            "calm_mode": _("Nothing moves, and no numbers: no badges, no counts of reactions."),
            "shortcuts": _(
                "Single keys for people who type: j and k for the next and the one before, c to write, "
                "g h for home. Leave it off if you use a screen reader or speak to your device."
            ),
            "first_steps": _("The short list for newcomers. Turn it on to see it again."),
        }  # fmt: skip
        widgets = {"theme": forms.RadioSelect, "text_size": forms.RadioSelect}


class PeopleForm(forms.ModelForm):
    """How others find and reach a member."""

    class Meta:
        model = Member
        fields = ["written_by"]
        help_texts = {
            "written_by": _(
                "People you share no group with ask first: you read one message, then you say yes "
                "or no. Newcomers write to supporters and staff only. Staff can always write to "
                "you about a decision of theirs."
            ),
        }
        widgets = {"written_by": forms.RadioSelect(choices=WrittenBy)}

    listed = forms.BooleanField(
        label=_("List me in the directory"), required=False,
        help_text=_(
            "Members who are logged in can find you there by your name, and by those parts of "
            "your profile that you show to members. Off, you are in no list."
        ),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["listed"] = self.instance.listed

    @transaction.atomic
    def save(self, commit=True):
        """To be in the directory is a consent: the same yes or no as under Privacy and my data."""
        member = super().save(commit)
        if "listed" in self.changed_data:
            is_listed = self.cleaned_data["listed"]
            say = actions.give_consent if is_listed else actions.withdraw_consent
            say(member, Purpose.DIRECTORY)
            member.listed = is_listed
        return member


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


class AgeForm(forms.Form):
    """A neutral question: no default, and no hint at which answer is wanted."""

    born_on = forms.DateField(
        label=_("Your date of birth"),
        help_text=_("It decides only whether we may open this place to you. We do not keep it."),
        widget=forms.DateInput(attrs={"type": "date", "autocomplete": "bday"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Enter your date of birth."),
            "invalid": _("Enter a date, such as 2001-05-27."),
        },
    )  # fmt: skip

    def clean_born_on(self):
        born_on, today = self.cleaned_data["born_on"], timezone.localdate()
        if born_on > today or born_on.year < today.year - 120:
            raise ValidationError(_("Check the year of your date of birth."))
        return born_on


class ConsentForm(forms.Form):
    """One press beside a purpose."""

    purpose = forms.ChoiceField(choices=[(purpose.value, purpose.label) for purpose in WORDS])
    granted = forms.TypedChoiceField(
        choices=[("1", _("Yes")), ("0", _("No"))], coerce=lambda v: v == "1"
    )

    def save(self, member: Member):
        say = actions.give_consent if self.cleaned_data["granted"] else actions.withdraw_consent
        return say(member, self.cleaned_data["purpose"])


class PasskeyForm(forms.Form):
    """What to call a passkey; the browser fills in what its device answered."""

    name = forms.CharField(
        label=_("What shall we call it?"), max_length=64,
        help_text=_("So that you know it again, for example: my laptop."),
        error_messages={"required": _("Give it a name.")},
    )  # fmt: skip
    answer = forms.CharField(widget=forms.HiddenInput, max_length=20_000, required=False)

    def save(self, member: Member, *, state):
        return actions.add_passkey(member, state=state, **self.cleaned_data)


class CommunityInvitationForm(forms.Form):
    """A link for some days and some people, or a letter to one address."""

    address = forms.EmailField(
        label=_("E-mail address"), required=False, max_length=254,
        help_text=_("We send a letter there. Leave it empty to make a link."),
        error_messages={"invalid": _("Enter an e-mail address, such as name@example.org.")},
    )  # fmt: skip
    domain = forms.CharField(
        label=_("Only for addresses that end in"), required=False, max_length=253,
        help_text=_("For a link: for example uni.example.org. Empty: any address."),
    )  # fmt: skip
    most_uses = forms.IntegerField(
        label=_("How many people can use the link?"), min_value=1, max_value=1000, initial=1,
        help_text=_("1 to 1,000. A letter is always for one person."),
    )  # fmt: skip
    days = forms.IntegerField(
        label=_("For how many days?"), min_value=1, max_value=actions.INVITATION_DAYS, initial=14,
        help_text=_("1 to 90."),
    )  # fmt: skip

    def clean_domain(self):
        domain = self.cleaned_data["domain"].strip().casefold().lstrip("@")
        try:
            return envfile.domains(domain) if domain else ""
        except ValidationError:
            raise ValidationError(_("Enter a domain, such as uni.example.org.")) from None

    def save(self, *, by: Member):
        return actions.invite_to_community(by=by, **self.cleaned_data)


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
