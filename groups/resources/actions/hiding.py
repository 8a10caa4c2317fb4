"""Files that a moderator puts out of reach, and brings back."""

from collections.abc import Iterable

from django.db import models
from django.utils import timezone

from groups.resources.models import Attachment


def put_away(target: models.Model) -> list[int]:
    """Put what was posted with something out of reach for as long as it is hidden.

    The store keeps it meanwhile. Returns the ids that `bring_back` takes.
    """
    rows = Attachment.objects.posted_with(target).in_reach()
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    Attachment.objects.filter(pk__in=ids).update(hidden_at=timezone.now())
    return ids


def bring_back(ids: Iterable[int]) -> None:
    """Let files be opened again by whoever may read what they were posted with."""
    Attachment.objects.filter(pk__in=list(ids)).update(hidden_at=None)
