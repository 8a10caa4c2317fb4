from django import forms
from django.utils.translation import gettext_lazy as _

from forums import actions
from forums.models import TITLE_LENGTH, Topic
from groups.resources.forms import FilesMixin

from .fields import BodyField, one_line
from .notes import NoteMixin
from .tags import TagsField


class HeldForm(NoteMixin, FilesMixin):
    """What waits for a look, or came back: changed, and sent again."""

    title = forms.CharField(
        label=_("Title"), max_length=TITLE_LENGTH, error_messages={"required": _("Enter a title.")}
    )
    kind = forms.ChoiceField(label=_("What is it?"), choices=Topic.Kind, widget=forms.RadioSelect)
    body = BodyField(label=_("Your post"))
    tags = TagsField()
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args, held, **kwargs):
        names = ("title", "kind", "body", "note", "note_words", "version")
        initial = {name: getattr(held, name) for name in names}
        initial["tags"] = ", ".join(held.tags)
        initial["attached"] = " ".join(each["id"] for each in held.files)
        super().__init__(*args, initial=initial, owner=held.author, holder=held, **kwargs)
        self.held = held
        if held.topic_id:
            for name in ("title", "kind", "tags"):
                del self.fields[name]

    def clean_title(self):
        return one_line(self.cleaned_data["title"])

    def save(self):
        return actions.resubmit(self.held, by=self.held.author, **self.cleaned_data)
