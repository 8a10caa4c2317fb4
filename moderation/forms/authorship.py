from django import forms
from django.utils.translation import gettext_lazy as _

from moderation import actions
from moderation.models import AuthorshipRequest, SealedAuthorship
from peersupport.members.models import Member


class AuthorshipForm(forms.Form):
    """Why somebody needs to know who wrote something."""

    reason = forms.CharField(
        label=_("Why do you need to know?"), max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What happened, and what you will do with the name. It is kept."),
        error_messages={"required": _("Say why: the other person decides by it.")},
    )  # fmt: skip

    def save(self, authorship: SealedAuthorship, *, by: Member) -> AuthorshipRequest:
        return actions.ask_authorship(authorship, by=by, reason=self.cleaned_data["reason"])


class EmergencyForm(AuthorshipForm):
    """The same in a hurry, with a tick against the wrong button."""

    reason = forms.CharField(
        label=_("What is the danger?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A few words are enough. Whoever reviews it reads them."),
        error_messages={"required": _("Say in a few words what the danger is.")},
    )  # fmt: skip
    in_danger = forms.BooleanField(
        label=_("Somebody is in danger now, and waiting for a second person could cost a life"),
        error_messages={"required": _("Is nobody in danger now? Then ask another to agree.")},
    )  # fmt: skip

    def save(self, authorship: SealedAuthorship, *, by: Member) -> AuthorshipRequest:
        reason = self.cleaned_data["reason"]
        return actions.open_authorship_at_once(authorship, by=by, reason=reason)


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(
        choices=[("agreed", "agreed"), ("declined", "declined")], widget=forms.HiddenInput
    )
    note = forms.CharField(
        label=_("A word to go with it"), max_length=300, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def save(self, asked: AuthorshipRequest, *, by: Member) -> AuthorshipRequest:
        agreed = self.cleaned_data["answer"] == "agreed"
        return actions.answer_authorship(
            asked, by=by, agreed=agreed, note=self.cleaned_data["note"]
        )
