from forums import rules
from peersupport.core.forms import TrapMixin


class NewcomersTrapMixin(TrapMixin):
    """On the forms of newcomers alone; what comes filled in waits for a look."""

    def __init__(self, *args, owner=None, **kwargs):
        super().__init__(*args, owner=owner, **kwargs)
        if owner is None or not owner.is_authenticated or not rules.is_newcomer(owner):
            del self.fields["website"]

    def clean(self):
        data = super().clean() or self.cleaned_data
        data.pop("website", None)
        return data
