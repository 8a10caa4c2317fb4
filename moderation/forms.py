from django import forms
from django.utils.translation import gettext_lazy as _

from peersupport.members.models import Member, Trust

from . import actions
from .models import AuthorshipRequest, Report, SealedAuthorship


class AgreeForm(forms.Form):
    """One unticked box for all that waits: norms, terms, privacy notice."""

    agree = forms.BooleanField(error_messages={"required": _("Tick the box if you agree.")})
    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, *, norm, policies):
        shown = [f"norms {norm.version}"] if norm else []
        shown += [f"{document.kind} {document.version}" for document in policies]
        super().__init__(data, initial={"shown": ", ".join(shown)})
        self.norm, self.policies = norm, policies
        sentences = [_("I have read the norms and agree to them.")] if norm else []
        sentences += [AGREEMENTS[document.kind] for document in policies]
        self.fields["agree"].label = " ".join(map(str, sentences))

    def clean_shown(self):
        """Nobody agrees to a text that came after the page they read."""
        if self.cleaned_data["shown"] not in {"", self.initial["shown"]}:
            self.data = {"shown": self.initial["shown"]}  # the box is empty again
            raise forms.ValidationError(
                _("This has changed since you opened the page. Please look at it once more.")
            )
        return self.initial["shown"]

    def save(self, *, member):
        return actions.agree(member, norm=self.norm, policies=self.policies)


AGREEMENTS = {
    "terms": _("I agree to the terms."),
    "privacy": _("I have read the privacy notice."),
}


class ReportForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("What is it about?"), choices=Report.Reason, widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is about.")},
    )  # fmt: skip
    note = forms.CharField(
        label=_("Anything staff should know"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip

    def save(self, *, target, reporter):
        return actions.report(target, reporter=reporter, **self.cleaned_data)


class TrustHoldForm(forms.Form):
    """Hold a member at a level, or let counting decide."""

    COUNTED = "counted"

    level = forms.ChoiceField(
        label=_("Their level"), widget=forms.RadioSelect,
        choices=[(COUNTED, _("As it is counted")), *((str(each.value), each.label) for each in Trust)],
        error_messages={"required": _("Choose a level.")},
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Why?"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("They read it on their page about trust. Needed when you set a level."),
    )  # fmt: skip

    def clean(self):
        data = super().clean()
        if data.get("level", self.COUNTED) != self.COUNTED and not data.get("reason"):
            self.add_error("reason", _("Say why: the member reads it."))
        return data

    def save(self, member: Member, *, by: Member) -> None:
        level = self.cleaned_data["level"]
        if level == self.COUNTED:
            actions.release_trust(member, by=by)
            return
        reason = self.cleaned_data["reason"]
        actions.hold_trust(member, level=Trust(int(level)), by=by, reason=reason)


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
