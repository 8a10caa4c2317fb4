from django import forms
from django.utils.translation import gettext_lazy as _

from moderation import actions


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
