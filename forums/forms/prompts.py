from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forums import actions
from forums.models import LONGEST_DAYS, TITLE_LENGTH

from .fields import BodyField, one_line
from .polls import MomentField, PollMixin

MOST_WEEKS = 12


class PromptForm(PollMixin):
    """A discussion that opens by itself. Its poll closes with it."""

    title = forms.CharField(
        label=_("Title"), max_length=TITLE_LENGTH,
        help_text=_("Best a question that one sentence can answer."),
        error_messages={"required": _("Enter a title.")},
    )  # fmt: skip
    body = BodyField(label=_("What you say to begin with"))
    opens_at = MomentField(label=_("Opens at"), required=False)
    pinned_days = forms.IntegerField(
        label=_("Days on top of the list"), min_value=1, max_value=LONGEST_DAYS, initial=7
    )
    open_days = forms.IntegerField(
        label=_("Closes after so many days"), min_value=1, max_value=LONGEST_DAYS, required=False,
        help_text=_("Then nobody replies or votes any more. Leave it empty to let the conversation go on."),
    )  # fmt: skip
    weeks = forms.IntegerField(
        label=_("Weeks in a row"), min_value=1, max_value=MOST_WEEKS, initial=1,
        help_text=_("For a theme that comes back every week at the same time. 1: only once."),
    )  # fmt: skip
    field_order = ["title", "body"]

    def __init__(self, *args, prompt=None, template="", **kwargs):
        super().__init__(*args, initial=_initial(prompt, template), **kwargs)
        del self.fields["poll_closes_at"]
        zone = timezone.get_current_timezone_name()
        self.fields["opens_at"].help_text = _(
            "Your time zone: %(zone)s. Leave it empty to open it now."
        ) % {"zone": zone}
        self.prompt = prompt
        if prompt is not None:
            del self.fields["weeks"]

    def clean_title(self):
        return one_line(self.cleaned_data["title"])

    def save(self, *, category, by):
        if self.prompt is not None:
            return actions.edit_prompt(self.prompt, by=by, **self.cleaned_data)
        return actions.schedule_prompt(category, author=by, **self.cleaned_data)


def _initial(prompt, template):
    if prompt is None:
        return {"body": template}
    names = ["title", "body", "opens_at", "pinned_days", "open_days", "poll_question",
             "poll_options", "poll_is_multiple", "poll_is_hidden", "poll_can_change"]  # fmt: skip
    return {name: getattr(prompt, name) for name in names}
