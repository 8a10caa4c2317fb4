from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from forums import actions, rules
from forums.models import TITLE_LENGTH, Topic
from groups.resources.forms import FilesMixin

from .anonymous import WithoutNameMixin
from .fields import BodyField, SubmitTokenMixin, one_line
from .notes import NoteMixin
from .polls import PollMixin
from .tags import TagsField
from .trap import NewcomersTrapMixin

SIMILAR = {  # topics that may answer it already, while it is typed
    "hx-get": reverse_lazy("forums:topic_similar"), "hx-target": "#similar",
    "hx-trigger": "input changed delay:700ms", "hx-sync": "this:replace",
}  # fmt: skip


class TopicForm(
    WithoutNameMixin, NoteMixin, NewcomersTrapMixin, FilesMixin, PollMixin, SubmitTokenMixin
):
    kind = forms.ChoiceField(
        label=_("What is it?"), choices=Topic.Kind, initial=Topic.Kind.DISCUSSION,
        widget=forms.RadioSelect,
        help_text=_("A question can have an answer, which you mark later."),
    )  # fmt: skip
    title = forms.CharField(
        label=_("Title"), max_length=TITLE_LENGTH,
        help_text=_("Say it in a sentence, as you would to a friend."),
        widget=forms.TextInput(attrs=SIMILAR),
        error_messages={"required": _("Enter a title.")},
    )  # fmt: skip
    body = BodyField(label=_("Your post"))
    tags = TagsField()
    field_order = ["title", "kind", "body"]

    @property
    def has_more_choices(self) -> bool:
        """Whether the part that most topics do without is to be seen at once."""
        fields = [self[name] for name in ("tags", "note", "note_words")]
        return self.poll_begun or any(field.errors or field.value() for field in fields)

    def clean_title(self):
        return one_line(self.cleaned_data["title"])

    def save(self, *, category, author):
        trapped = {"is_trapped": self.is_trapped}
        return actions.submit_topic(category, author=author, **trapped, **self.cleaned_data)


class ReplyForm(WithoutNameMixin, NoteMixin, NewcomersTrapMixin, FilesMixin, SubmitTokenMixin):
    body = BodyField(label=_("Your reply"))
    reply_to = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def save(self, *, topic, author):
        number = self.cleaned_data.pop("reply_to")
        parent = topic.posts.filter(number=number).first() if number else None
        how = {"author": author, "reply_to": parent, "is_trapped": self.is_trapped}
        return actions.submit_reply(topic, **how, **self.cleaned_data)


class EditForm(NoteMixin, FilesMixin):
    title = forms.CharField(
        label=_("Title"), max_length=TITLE_LENGTH, required=False,
        error_messages={"required": _("Enter a title.")},
    )  # fmt: skip
    body = BodyField(label=_("Your post"))
    reason = forms.CharField(
        label=_("Why do you change it?"), max_length=200, required=False,
        help_text=_("Shown in the edit history."),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args, post, topic, editor, **kwargs):
        initial = {"title": topic.title, "body": post.body, "version": post.version}
        initial |= {"note": post.note, "note_words": post.note_words}
        initial["attached"] = " ".join(each["id"] for each in post.files)
        super().__init__(*args, initial=initial, owner=editor, holder=post, **kwargs)
        self.post, self.editor = post, editor
        if post.number == 1:
            # Imported titles may be longer than those that are typed.
            longest = max(TITLE_LENGTH, len(topic.title))
            self.fields["title"] = forms.CharField(
                label=_("Title"), max_length=longest,
                error_messages={"required": _("Enter a title.")},
            )  # fmt: skip
        else:
            del self.fields["title"]
        self.fields["reason"].required = not rules.is_author(editor, post, topic)

    def clean_title(self):
        return one_line(self.cleaned_data["title"])

    def save(self):
        return actions.edit_and_look(self.post, editor=self.editor, **self.cleaned_data)


class RestoreForm(forms.Form):
    """An earlier version put back; somebody else's words only with a reason."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    reason = forms.CharField(
        label=_("Why do you change it?"), max_length=200, required=False,
        help_text=_("Shown in the edit history."),
    )  # fmt: skip

    def __init__(self, *args, revision, editor, **kwargs):
        super().__init__(*args, initial={"version": revision.post.version}, **kwargs)
        self.revision, self.editor = revision, editor
        post = revision.post
        self.fields["reason"].required = not rules.is_author(editor, post, post.topic)

    def save(self):
        return actions.restore(self.revision, editor=self.editor, **self.cleaned_data)
