"""What reports and hidden authorships tell of people, how long they stay, and how they go."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from peersupport.core.personal import Keep, Table, table
from peersupport.core.redaction import Redaction
from peersupport.members.actions import bar_addresses

from .actions import (
    forget_authorships_of,
    forget_decisions_about,
    forget_in_excerpts,
    shut_out_until,
)
from .models import (
    Appeal,
    AppealWord,
    AuthorshipRequest,
    Care,
    CleanUp,
    Decision,
    ItemNote,
    Report,
    ReportedExcerpt,
    ReviewItem,
    SampledDecision,
    Sanction,
)


def old_decisions(before: datetime) -> QuerySet[ReviewItem]:
    """Decided before then, with all that hangs on it; not what still takes something from somebody."""
    unlifted = Sanction.objects.filter(decision__item=OuterRef("pk"), lifted="")
    in_force = unlifted.filter(Q(kind=Sanction.Kind.BAN) | Q(ends_at__gt=timezone.now()))
    return ReviewItem.objects.filter(decided_at__lt=before).exclude(Exists(in_force))


KEEP = [
    Keep(
        "reports", 730, "reports that were dealt with, to answer for the decision",
        lambda before: Report.objects.filter(closed_at__lt=before),
    ),
    Keep(
        "decisions", 1095, "what was decided about something or somebody, to answer for it",
        old_decisions,
    ),
    Keep(
        "authorship-requests", 730, "requests to know who wrote something without a name",
        lambda before: AuthorshipRequest.objects.filter(asked_at__lt=before),
    ),
]  # fmt: skip


def export(member: Any) -> Iterator[Table]:
    yield table(Report.objects.filter(reporter=member).order_by("pk"))
    yield table(ReportedExcerpt.objects.filter(report__reporter=member).order_by("pk"))
    yield table(AuthorshipRequest.objects.filter(asked_by=member).order_by("pk"))
    yield table(ReviewItem.objects.filter(author=member).order_by("pk"))
    yield table(ItemNote.objects.filter(author=member).order_by("pk"))
    yield table(Decision.objects.about(member).order_by("pk"))
    yield table(Sanction.objects.filter(member=member).order_by("pk"))
    yield table(CleanUp.objects.filter(member=member).order_by("pk"))
    yield table(Appeal.objects.filter(member=member).order_by("pk"))
    yield table(AppealWord.objects.filter(author=member).order_by("pk"))
    yield table(SampledDecision.objects.filter(reviewer=member).order_by("pk"))
    yield table(Care.objects.visible_to(member))


def erase(member: Any, *, redaction: Redaction, **how: Any) -> dict[str, int]:
    """The words of reports that were dealt with. An open one may be about somebody in danger.

    And who wrote what they wrote without a name: nobody can learn it any more.
    """
    forget_authorships_of(member)
    forget_in_excerpts(member, redaction)
    if until := shut_out_until(member):
        bar_addresses(member, until=until)
    closed = Report.objects.filter(reporter=member, state=Report.State.CLOSED)
    forget_decisions_about(member)
    Care.objects.filter(member=member).delete()
    return {"notes of reports": closed.exclude(note="").update(note="")}
