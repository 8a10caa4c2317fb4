import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from peersupport.core.richtext import MAX_LENGTH

from . import actions
from .models import TITLE_LENGTH, Category, Topic

TOO_LONG = _(
    "This is %(show_value)s characters long; %(limit_value)s fit in one post. "
    "Shorten it or post it in two parts."
)


class BodyField(forms.CharField):
    """Markdown: kept exactly as typed, except for the blank lines around it."""

    def __init__(self, **options):
        options = {
            "max_length": MAX_LENGTH,
            "strip": False,  # a text may begin with an indented line of code
            "widget": forms.Textarea(attrs={"rows": 8}),
            "error_messages": {"required": _("Write something first."), "max_length": TOO_LONG},
        } | options
        super().__init__(**options)

    def to_python(self, value):
        text = super().to_python(value).replace("\r\n", "\n").strip("\n")
        return text if text.strip() else ""


class SubmitTokenMixin(forms.Form):
    """A double click, or Back and send again, posts once."""

    submit_token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["submit_token"].initial = uuid.uuid4


class TopicForm(SubmitTokenMixin):
    kind = forms.ChoiceField(
        label=_("What is it?"), choices=Topic.Kind, initial=Topic.Kind.DISCUSSION,
        widget=forms.RadioSelect,
        help_text=_("A question can have an answer, which you mark later."),
    )  # fmt: skip
    title = forms.CharField(
        label=_("Title"), max_length=TITLE_LENGTH,
        help_text=_("Say it in a sentence, as you would to a friend."),
        error_messages={"required": _("Enter a title.")},
    )  # fmt: skip
    body = BodyField(label=_("Your post"))

    def clean_title(self):
        return one_line(self.cleaned_data["title"])

    def save(self, *, category, author):
        return actions.start_topic(category, author=author, **self.cleaned_data)


class ReplyForm(SubmitTokenMixin):
    body = BodyField(label=_("Your reply"))
    reply_to = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def save(self, *, topic, author):
        number = self.cleaned_data.pop("reply_to")
        parent = topic.posts.filter(number=number).first() if number else None
        return actions.reply(topic, author=author, reply_to=parent, **self.cleaned_data)


class EditForm(forms.Form):
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
        super().__init__(*args, initial=initial, **kwargs)
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
        self.fields["reason"].required = editor.pk != post.author_id

    def clean_title(self):
        return one_line(self.cleaned_data["title"])

    def save(self):
        return actions.edit(self.post, editor=self.editor, **self.cleaned_data)


class MoveForm(forms.Form):
    category = forms.ModelChoiceField(
        label=_("Move to"), queryset=Category.objects.none(), empty_label=_("Choose a category")
    )

    def __init__(self, *args, mover, topic, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["category"].queryset = Category.objects.visible_to(mover).exclude(
            pk=topic.category_id
        )


def one_line(title):
    title = " ".join(title.split())
    if not any(character.isalnum() for character in title):
        raise ValidationError(_("Enter a title with at least one letter or number."))
    return title
