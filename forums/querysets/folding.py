from typing import Any

from django.apps import apps
from django.db.models import Q, Value
from django.db.models.expressions import Combinable


def folded_for(member: Any) -> Q | Combinable:
    """Whether a row's author is somebody this person blocked or muted."""
    if not member.is_authenticated:
        return Value(False)
    apart = [
        apps.get_model(f"members.{name}").objects.filter(member=member.pk).values("other")
        for name in ("Block", "Mute")
    ]
    return Q(author__in=apart[0]) | Q(author__in=apart[1])
