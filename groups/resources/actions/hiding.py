"""Files that a moderator puts out of reach, and brings back.

Who may do it was asked of the item that a decision is about; nobody else calls these.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from groups.resources.models import Attachment
from moderation.registry import content_of
from peersupport.activity.actions import record
from peersupport.core.exceptions import Refused
from peersupport.members.models import Member


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


@transaction.atomic
def hide_file(attachment: Attachment, *, by: Member) -> dict[str, Any]:
    """Put one file out of reach; the words it was posted with stay."""
    holder = attachment.target and content_of(attachment.target).locked(attachment.target)
    row = Attachment.objects.select_for_update(of=["self"]).get(pk=attachment.pk)
    if holder is None or holder.is_gone or row.hidden_at or row.withdrawn_at:
        raise Refused(_("Nobody can open this file any more. You can leave it as it is."))
    ids = [each["id"] for each in holder.files]
    at = ids.index(str(row.uuid)) if str(row.uuid) in ids else -1
    row.hidden_at = timezone.now()
    row.save(update_fields=["hidden_at"])
    _set_files(holder, [each for each in holder.files if each["id"] != str(row.uuid)])
    record("resources.hidden", actor=by, target=row)
    return {"at": at}


@transaction.atomic
def show_file_again(attachment: Attachment, facts: Mapping[str, Any], *, by: Member) -> None:
    """Put it back where it was among the others, unless its words went meanwhile."""
    holder = attachment.target and content_of(attachment.target).locked(attachment.target)
    row = Attachment.objects.select_for_update(of=["self"]).filter(pk=attachment.pk).first()
    if row is None or row.hidden_at is None:
        return
    row.hidden_at = None
    row.save(update_fields=["hidden_at"])
    if holder is not None and row.withdrawn_at is None and facts["at"] >= 0:
        files = [each for each in holder.files if each["id"] != str(row.uuid)]
        files.insert(facts["at"], row.facts)
        _set_files(holder, files)
    record("resources.shown_again", actor=by, target=row)


def _set_files(holder: Any, files: list[dict[str, Any]]) -> None:
    holder.files = files
    holder.save(update_fields=["files"])
    content_of(holder).touch(holder)
