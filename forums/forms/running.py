from django import forms
from django.utils.translation import gettext_lazy as _

from forums.models import Category


class MoveForm(forms.Form):
    category = forms.ModelChoiceField(
        label=_("Move to"), queryset=Category.objects.none(), empty_label=_("Choose a category")
    )

    def __init__(self, *args, mover, topic, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["category"].queryset = Category.objects.visible_to(mover).exclude(
            pk=topic.category_id
        )
