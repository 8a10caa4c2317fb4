"""Files that are posted without a name: nobody's, and known again by who posted them alone."""

import secrets
from uuid import uuid4

from django.core.files import File
from django.db import transaction
from django.db.models import Func, IntegerField, Value
from django.utils import timezone
from django.utils.translation import gettext as _

from groups.resources import rules
from groups.resources.models import Attachment, store, token_of
from peersupport.core.encryption import current_key, seal, unseal
from peersupport.core.exceptions import Refused
from peersupport.members.models import Member

from .sweeping import discard
from .taking_in import name_in_store

KEY_BYTES = 32
SAME = (
    "kind", "media_type", "size", "width", "height", "thumbnail_width", "thumbnail_height", "alt",
)  # fmt: skip


def without_name(attachment: Attachment, *, by: Member) -> Attachment:
    """The same file with nothing that was known of it before: another row, address, name and place.

    While it waited it had an owner, and lines of the log told its address. What its bytes add up to
    is not kept: the same file, posted elsewhere under the name, would be found by it.
    """
    uuid = uuid4()
    copy = Attachment(uuid=uuid, file=name_in_store(uuid), created_at=timezone.now())
    for field in SAME:
        setattr(copy, field, getattr(attachment, field))
    copy.name = rules.neutral(attachment.name, is_image=attachment.is_image)
    copy.thumbnail = f"{copy.file}-small" if attachment.thumbnail else ""
    _copy(attachment.file, copy.file)
    if copy.thumbnail:
        _copy(attachment.thumbnail, copy.thumbnail)
    key = secrets.token_bytes(KEY_BYTES)
    copy.sealed_key, copy.token = seal(key, bound_to=copy.bound_to), token_of(by.pk, key)
    copy.save()
    discard(Attachment.objects.filter(pk=attachment.pk))
    return copy


def _copy(name: str, to: str) -> None:
    """What was written before a refusal has no row, and is swept after a day."""
    try:
        with store().open(name) as file:
            store().save(to, File(file))
    except FileNotFoundError:
        raise Refused(
            _("A file you attached is no longer here. Attach it again, please.")
        ) from None


@transaction.atomic
def forget_unnamed(rows: list[Attachment]) -> None:
    """Nobody is known by them any more. The rows stay: which ones go would tell whose they were."""
    for row in rows:
        row.token = secrets.token_bytes(KEY_BYTES)
    Attachment.objects.bulk_update(rows, ["token"])


@transaction.atomic
def reseal_unnamed(*, most: int = 500) -> int:
    """Seal up to `most` keys with the newest key of the ring. Returns how many; 0: all of them are."""
    number = Func("sealed_key", Value(0), function="get_byte", output_field=IntegerField())
    older = Attachment.objects.unnamed().alias(key_number=number)
    rows = list(
        older.exclude(key_number=current_key()[0]).order_by("pk").select_for_update()[:most]
    )
    for row in rows:
        row.sealed_key = seal(
            unseal(bytes(row.sealed_key), bound_to=row.bound_to), bound_to=row.bound_to
        )
    Attachment.objects.bulk_update(rows, ["sealed_key"])
    return len(rows)
