"""What sanctions in force mean for a member, kept on their row where every rule can read it."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from moderation.models import (
    Appeal,
    AppealWord,
    CleanUp,
    Decision,
    ItemNote,
    Restoration,
    ReviewItem,
    SampledDecision,
    Sanction,
)
from peersupport.members.models import Member

Kind = Sanction.Kind
BARRED_AFTER_BAN = timedelta(days=730)
COLUMNS = [
    "paused_until", "suspended_at", "suspended_until", "limits", "limited_until", "kept_out_until",
    "last_sanction_at",
]  # fmt: skip


@transaction.atomic
def settle_standing(member: Member) -> Member:
    """Work out anew, from their sanctions, what a member may not do and until when. Idempotent."""
    member = Member.objects.select_for_update().get(pk=member.pk)
    for column, value in standing_of(member).items():
        setattr(member, column, value)
    member.save(update_fields=COLUMNS)
    return member


def standing_of(member: Member) -> dict:
    """What the columns of a member should say by their sanctions just now."""
    now = timezone.now()
    rows = list(Sanction.objects.in_force(now).filter(member=member))

    def until(kind: str):
        return max((row.ends_at for row in rows if row.kind == kind), default=None)

    limits = [row for row in rows if row.kind == Kind.LIMIT]
    out = [row for row in rows if row.kind in {Kind.SUSPENSION, Kind.BAN}]
    is_banned = any(row.kind == Kind.BAN for row in out)
    counted = Sanction.objects.filter(member=member).exclude(lifted__in=["undone", "overturned"])
    latest = counted.order_by("-starts_at").values_list("starts_at", flat=True).first()
    return {
        "paused_until": until(Kind.PAUSE),
        "suspended_at": min((row.starts_at for row in out), default=None),
        "suspended_until": None if is_banned else until(Kind.SUSPENSION),
        "limits": sorted({limit for row in limits for limit in row.limits}),
        "limited_until": until(Kind.LIMIT),
        "kept_out_until": until(Kind.PLACE),
        "last_sanction_at": latest,
    }


def shut_out_until(member: Member) -> datetime | None:
    """How long somebody whose account is erased makes no new one: as long as they were kept out.

    After a ban two years, as no account is left that could appeal later.
    """
    now = timezone.now()
    out = Sanction.objects.in_force(now).filter(member=member, kind__in=[Kind.SUSPENSION, Kind.BAN])
    ends = [sanction.ends_at or now + BARRED_AFTER_BAN for sanction in out]
    return max(ends, default=None)


@transaction.atomic
def forget_decisions_about(member: Member) -> None:
    """When somebody's data is erased: what was decided stays as a count, and names nobody.

    Their appeals go with their words, and so does what moderators wrote about them, unless an item
    is open: somebody may still have to be helped. What they said as a moderator themself stays,
    without names. None of it depends on when: an erasure that runs again changes nothing more.
    """
    gone = _("Taken out when the account was erased.")
    Appeal.objects.filter(member=member).delete()
    Restoration.objects.filter(decision__about=member).delete()
    Restoration.objects.filter(asked_by=member).update(asked_by=None)
    AppealWord.objects.filter(author=member, appeal__member=member).delete()
    Sanction.objects.filter(member=member).delete()
    CleanUp.objects.filter(member=member).delete()
    items = ReviewItem.objects.filter(author=member)
    ItemNote.objects.filter(item__in=items.exclude(state=ReviewItem.State.OPEN)).delete()
    SampledDecision.objects.filter(decision__about=member).exclude(why="").update(why=gone)
    Decision.objects.filter(about=member).exclude(facts="").update(facts=gone)
    Decision.objects.filter(about=member).update(about=None)
    items.update(author=None)
