from django import forms
from django.utils.translation import gettext_lazy as _

from forums import actions
from forums.models import MOST_TAGS, Tag
from peersupport.core.names import tag_name


class TagsField(forms.CharField):
    """Names with commas between them; the widget offers tags that there are while one types."""

    def __init__(self, **options):
        options = {
            "label": _("Tags"), "required": False, "max_length": 400,
            "help_text": _("Up to five, with commas between them, such as: exams, time-management."),
            "error_messages": {"max_length": _("These are too many tags. Five fit.")},
            "widget": forms.TextInput(attrs={"list": "tag-options", "autocomplete": "off"}),
        } | options  # fmt: skip
        super().__init__(**options)

    def to_python(self, value):
        return [name for name in super().to_python(value).split(",") if name.strip()]

    def validate(self, value):
        super().validate(value)
        if len(value) > MOST_TAGS:
            raise forms.ValidationError(self.error_messages["max_length"], code="max_length")

    def run_validators(self, value):
        super().run_validators(",".join(value))


class TopicTagsForm(forms.Form):
    tags = TagsField()

    def __init__(self, *args, topic, **kwargs):
        super().__init__(*args, initial={"tags": ", ".join(topic.tag_names)}, **kwargs)
        self.topic = topic

    def save(self, *, by):
        return actions.tag_topic(self.topic, names=self.cleaned_data["tags"], by=by)


class TagForm(forms.Form):
    """What a tag is for, and whether it is another name for a second one."""

    description = forms.CharField(
        label=_("What is it for?"), required=False, max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    into = forms.CharField(
        label=_("Merge into"), required=False, max_length=60,
        help_text=_("The name of another tag. Topics, followers and links of this one go there."),
        widget=forms.TextInput(attrs={"list": "tag-options", "autocomplete": "off"}),
    )  # fmt: skip

    def __init__(self, *args, tag, **kwargs):
        super().__init__(*args, initial={"description": tag.description}, **kwargs)
        self.tag = tag

    def clean_into(self):
        name = self.cleaned_data["into"]
        if not name.strip():
            return None
        found = Tag.objects.meant_by([tag_name(name)])
        into = Tag.objects.filter(name__in=found.values()).exclude(pk=self.tag.pk).first()
        if into is None:
            raise forms.ValidationError(_("There is no other tag of that name."))
        return into

    def save(self, *, by):
        tag = actions.describe_tag(self.tag, description=self.cleaned_data["description"], by=by)
        into = self.cleaned_data["into"]
        return actions.merge_tags(tag, into=into, by=by) if into else tag
