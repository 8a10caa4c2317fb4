"""A form's fields as they were typed, whether or not they could be posted."""

from typing import Any

from django import forms

NEVER_KEPT = {"submit_token", "version", "website"}  # they belong to one page, not to the words


def typed(form: forms.Form) -> dict[str, Any]:
    """What stands in a bound form, by field: texts, or lists of them where many can be chosen."""
    kept: dict[str, Any] = {}
    for name, field in form.fields.items():
        if name in NEVER_KEPT or isinstance(field, forms.FileField):
            continue
        values = [_plain(value) for value in form.data.getlist(name)]
        if getattr(field.widget, "allow_multiple_selected", False):
            kept[name] = values
        elif values:
            kept[name] = values[-1]
    return {name: value for name, value in kept.items() if value}


def _plain(value: str) -> str:
    """Line ends as everywhere, nothing that a database cannot hold; blank is empty."""
    text = value.replace("\r\n", "\n").replace("\x00", "\ufffd")
    return text if text.strip() else ""
