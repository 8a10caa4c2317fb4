"""Files and what they are posted with."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groups.resources import rules
from groups.resources.models import ALT_LENGTH, Attachment
from peersupport.core.exceptions import Refused
from peersupport.members.models import Member
from peersupport.members.rules import file_limits_of

from .unnamed import without_name


class Chosen(NamedTuple):
    """A file to post, and what it shows in words."""

    uuid: UUID
    alt: str = ""


@transaction.atomic
def attach(
    files: Sequence[Chosen], *, by: Member, to: models.Model, unnamed: bool = False
) -> list[dict[str, Any]]:
    """Post these files with something, in this order; what was with it before and is not named goes.

    `unnamed`: without the name of who posts them, under another address and as nobody's.
    Returns what a page shows of them. Raises Refused for a file that is somebody else's, gone, or
    posted elsewhere: the three are not told apart.
    """
    before = Attachment.objects.posted_with(to).in_reach()
    free = Q(pk__in=Attachment.objects.unposted_by(by).values("pk"))
    rows = Attachment.objects.select_for_update().filter(
        free | Q(pk__in=before.values("pk")), uuid__in=[chosen.uuid for chosen in files]
    )
    found = {row.uuid: row for row in rows.order_by("pk")}
    if any(chosen.uuid not in found for chosen in files):
        raise Refused(_("A file you attached is no longer here. Attach it again, please."))
    _refuse_too_many(len(found), by, had=before.count())
    before.exclude(uuid__in=found).update(withdrawn_at=timezone.now())
    if unnamed:
        _refuse_names_inside(found.values())
        found = {uuid: row if row.target_id else without_name(row, by=by)
                 for uuid, row in found.items()}  # fmt: skip
    kind = ContentType.objects.get_for_model(to)
    for chosen in files:
        row = found[chosen.uuid]
        row.target_type, row.target_id, row.is_alt_asked = kind, to.pk, True
        row.alt = chosen.alt[:ALT_LENGTH] if row.is_image else ""
        row.save(update_fields=["target_type", "target_id", "is_alt_asked", "alt"])
    return [found[uuid].facts for uuid in dict.fromkeys(chosen.uuid for chosen in files)]


def _refuse_names_inside(rows: Iterable[Attachment]) -> None:
    if telling := [row for row in rows if rules.tells_who(row)]:
        raise Refused(names_inside(telling[0]))


def names_inside(attachment: Attachment) -> str:
    """Why a file cannot go with a post without a name, and what can."""
    words = _(
        "“%(name)s” may say inside who made it, and we cannot take that out. Without your name, "
        "pictures and plain text can go: attach it as one of these, or take it out."
    )
    return words % {"name": attachment.name}


def _refuse_too_many(number: int, by: Member, *, had: int) -> None:
    most = file_limits_of(by).files
    if number > max(most, had):
        words = ngettext(
            "One file fits in a post. Take some out, and it can go.",
            "%(most)s files fit in a post. Take some out, and it can go.", most,
        )  # fmt: skip
        raise Refused(words % {"most": most}, see="members:trust_levels")


@transaction.atomic
def describe(attachment: Attachment, *, alt: str) -> Attachment:
    """Keep what somebody says of a picture that is not posted yet; they were asked then."""
    attachment.alt, attachment.is_alt_asked = alt[:ALT_LENGTH], True
    Attachment.objects.filter(pk=attachment.pk, target_id=None).update(
        alt=attachment.alt, is_alt_asked=True
    )
    return attachment


def withdraw(target: models.Model) -> int:
    """Take what was posted with something out of reach; the store forgets it some days later."""
    return Attachment.objects.posted_with(target).update(withdrawn_at=timezone.now())
