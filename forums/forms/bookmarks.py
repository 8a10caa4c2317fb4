from datetime import datetime, time, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forums import actions
from forums.models import BOOKMARK_NOTE_LENGTH

MORNING = time(9)
NEVER, TOMORROW, WEEK, MONTH, DAY = "", "1", "7", "30", "day"


class BookmarkForm(forms.Form):
    note = forms.CharField(
        label=_("A note for yourself"), required=False, max_length=BOOKMARK_NOTE_LENGTH,
        help_text=_("Only you see it."),
    )  # fmt: skip
    remind = forms.ChoiceField(
        label=_("Remind me"), required=False, widget=forms.RadioSelect,
        choices=[
            (NEVER, _("Not at all")), (TOMORROW, _("Tomorrow morning")), (WEEK, _("In a week")),
            (MONTH, _("In a month")), (DAY, _("On a day I choose")),
        ],
    )  # fmt: skip
    day = forms.DateField(
        label=_("The day"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("At nine in the morning, if you chose a day."),
    )  # fmt: skip

    def __init__(self, *args, bookmark=None, **kwargs):
        initial = {}
        if bookmark:
            initial = {"note": bookmark.note}
            if bookmark.remind_at and not bookmark.reminded_at:
                day = timezone.localtime(bookmark.remind_at).date()
                initial |= {"remind": DAY, "day": day}
        super().__init__(*args, initial=initial, **kwargs)

    def clean(self):
        cleaned = super().clean()
        chosen, day = cleaned.get("remind"), cleaned.get("day")
        if chosen == DAY and not day and "day" not in self.errors:
            self.add_error("day", _("Choose the day."))
        elif chosen == DAY and day and day <= timezone.localdate():
            self.add_error("day", _("Choose a day after today."))
        return cleaned

    @property
    def remind_at(self):
        """Nine in the morning of the day, in the site's time zone; None for no reminder."""
        chosen = self.cleaned_data.get("remind")
        if not chosen:
            return None
        ahead = timezone.localdate() + timedelta(days=int(chosen)) if chosen != DAY else None
        day = ahead or self.cleaned_data["day"]
        return timezone.make_aware(datetime.combine(day, MORNING))

    def save(self, *, post, member):
        note = self.cleaned_data["note"]
        return actions.keep_bookmark(post, member=member, note=note, remind_at=self.remind_at)
