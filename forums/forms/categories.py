from django import forms
from django.utils.translation import gettext_lazy as _

from forums import actions
from forums.models import NEVER_HELD, Category

from .fields import BodyField

PAUSES = [
    (0, _("Nobody waits")),
    (60, _("One minute")),
    (300, _("Five minutes")),
    (900, _("A quarter of an hour")),
    (3600, _("An hour")),
    (86400, _("A day")),
]


class WaysForm(forms.Form):
    """How people write in the discussions of a group."""

    template = BodyField(
        label=_("A new topic starts with"), required=False,
        help_text=_("Such as a few headings to write under. Markdown works: ### makes a heading."),
    )  # fmt: skip
    template_title_hint = forms.CharField(
        label=_("What makes a good title here"), max_length=160, required=False,
        help_text=_("One sentence; it stands beside the title."),
    )  # fmt: skip
    slow_seconds = forms.TypedChoiceField(
        label=_("Time between two posts of one member"), coerce=int,
        help_text=_("Slow mode, for when a discussion gets heated. It does not hold for who looks after the group."),
    )  # fmt: skip

    hold = forms.ChoiceField(
        label=_("What a facilitator looks at before others see it"), choices=Category.Hold,
        widget=forms.RadioSelect,
        help_text=_("Who wrote it reads why it waits, and can change it or take it back."),
    )  # fmt: skip
    is_support = forms.BooleanField(
        label=_("People come here for support"), required=False,
        help_text=_("Then nothing waits: what they write is shown at once."),
    )  # fmt: skip

    def __init__(self, *args, category, **kwargs):
        initial = {name: getattr(category, name) for name in self.base_fields}
        super().__init__(*args, initial=initial, **kwargs)
        seconds = category.slow_seconds
        words = _("As it is: %(seconds)s seconds") % {"seconds": seconds}
        own = [] if seconds in dict(PAUSES) else [(seconds, words)]  # set in the admin
        self.fields["slow_seconds"].choices = PAUSES + own

    def clean(self):
        data = super().clean()
        if data.get("is_support") and data.get("hold") not in {None, Category.Hold.OPEN}:
            self.add_error("hold", NEVER_HELD)
        return data

    def save(self, *, category, by):
        return actions.change_ways(category, by=by, **self.cleaned_data)
