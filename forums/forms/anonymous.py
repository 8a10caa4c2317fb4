from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, kw_only=True)
class Hiding:
    """What somebody should know before they post without their name."""

    label: str  # that others would see
    is_starter: bool  # began the topic without their name, or is about to
    has_alias: bool = False  # wrote here without their name before
    has_name: bool = False  # and under it
    few: bool = False  # so few could have written it that others may guess


class WithoutNameMixin(forms.Form):
    """A tick to post without one's name. `hiding` is None where that is not possible.

    The fields are there all the same: a tick made before it was turned off must not post under
    the name.
    """

    anonymous = forms.BooleanField(
        label=_("Post without my name"), required=False,
        help_text=_(
            "Nobody who reads here can see who you are, moderators included. If somebody may be in "
            "danger, two people of the staff together can find out; both are on record. Once it is "
            "posted, this cannot be changed."
        ),
    )  # fmt: skip
    anyway = forms.BooleanField(
        label=_("Others may guess that it is me. I want to post it all the same"), required=False
    )

    def __init__(self, *args, hiding: Hiding | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.hiding = hiding
        if hiding is not None:
            self.fields["anonymous"].label = _("Post without my name, as “%(label)s”") % {
                "label": hiding.label
            }
            self.fields["anonymous"].initial = hiding.has_alias and not hiding.has_name

    def clean(self):
        data = super().clean()
        anyway = data.pop("anyway", False)
        if data.get("anonymous") and self.hiding is None:
            self.add_error(
                None, _("Posts without a name are not possible here any more. Nothing was posted.")
            )
        elif data.get("anonymous") and self.hiding.few and not anyway:
            self.add_error(
                "anyway",
                _(
                    "Few people write here. Say that you know others may guess, or post with your name."
                ),
            )
        return data
