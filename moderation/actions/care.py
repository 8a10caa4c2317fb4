"""How those who moderate look after themselves: what they are given, and when they rest."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from moderation.models import Care, ContentNote, ReviewItem
from peersupport.core.exceptions import Refused
from peersupport.members.models import Member

from .items import claim


@transaction.atomic
def look_after(member: Member, *, left_out: Iterable[str], off_until: datetime | None) -> Care:
    """Choose the themes that one is never given, and whether one rests for a while."""
    care = _locked(member)
    care.left_out = sorted(set(left_out) & set(ContentNote.values))
    care.off_until = off_until
    care.save(update_fields=["left_out", "off_until"])
    return care


@transaction.atomic
def note_heavy(item: ReviewItem, *, by: Member) -> None:
    """Count an item that weighs on people as looked at today, once."""
    care, today = _locked(by), timezone.now().date()
    if care.heavy_on != today:
        care.heavy_on, care.heavy_items = today, []
    if item.pk not in care.heavy_items:
        care.heavy_items = [*care.heavy_items, item.pk]
        care.save(update_fields=["heavy_on", "heavy_items"])


@transaction.atomic
def take_next(*, by: Member, past: int = 0) -> ReviewItem | None:
    """Claim the most urgent free item that this person may be given; not the one just put back.

    Never what they reported, what is about them, or what touches on a theme they leave to others.
    """
    care = Care.objects.visible_to(by).first()
    if care and care.is_off_duty:
        until = timezone.localtime(care.off_until).strftime("%H:%M")
        text = _("You are off duty until %(until)s. You can come back sooner under “Take care”.")
        raise Refused(text % {"until": until})
    items = ReviewItem.objects.visible_to(by).open().free().for_decider(by).exclude(pk=past)
    items = items.without(care.left_out) if care else items
    item = items.select_for_update(skip_locked=True, of=["self"]).first()
    return claim(item, by=by) if item else None


def _locked(member: Member) -> Care:
    Care.objects.get_or_create(member=member)
    return Care.objects.select_for_update().get(member=member)
