"""What a report of private words brings along: taken when it is made, opened for a record."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from django.db import transaction
from django.db.models import Func, IntegerField, Value
from django.utils.translation import gettext as _

from moderation import rules
from moderation.models import Report, ReportedExcerpt
from peersupport.activity.actions import record
from peersupport.core.encryption import Unreadable, current_key, seal, unseal
from peersupport.core.exceptions import Refused
from peersupport.core.redaction import Redaction
from peersupport.members.models import Member

MOST_LINES = 5  # what was reported, two before and two after


@dataclass(frozen=True)
class ExcerptLine:
    """One thing that somebody said, as it was when it was reported."""

    author_id: int
    said_at: str  # ISO 8601
    text: str
    files: list[str]  # names, without the files
    is_reported: bool
    author: Member | None = None  # found when it is opened

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.said_at)


@dataclass(frozen=True)
class Excerpt:
    """Some lines, and who has a part in what they are from: none of them decides about it."""

    lines: Sequence[ExcerptLine]
    parties: Sequence[int]


def keep_excerpt(report: Report, excerpt: Excerpt) -> ReportedExcerpt:
    """Seal an excerpt for its report. Call it in the transaction that makes the report."""
    if not 0 < len(excerpt.lines) <= MOST_LINES:
        raise ValueError(f"an excerpt has {MOST_LINES} lines at most")
    return ReportedExcerpt.objects.create(report=report, sealed=_sealed(excerpt, report.pk))


@transaction.atomic
def open_excerpt(report: Report, *, by: Member) -> list[ExcerptLine]:
    """The lines that a report brought along: the one way to read them. Each time is on record."""
    report = Report.objects.get(pk=report.pk)
    _refuse_unless(rules.can_open_excerpt(by, report))
    found = ReportedExcerpt.objects.filter(report=report).first()
    if found is None:
        raise Refused(_("This report brought nothing along, or it was deleted since."))
    try:
        excerpt = _opened(found)
    except Unreadable:
        raise Refused(
            _("This cannot be opened: its key is gone. Tell whoever runs the site.")
        ) from None
    _refuse_unless(by.pk not in excerpt.parties)
    record("moderation.excerpt_opened", actor=by, target=report, excerpt=found.pk)
    authors = Member.objects.in_bulk([line.author_id for line in excerpt.lines])
    return [replace(line, author=authors.get(line.author_id)) for line in excerpt.lines]


@transaction.atomic
def forget_in_excerpts(member: Member, redaction: Redaction) -> int:
    """When somebody's data is erased: reports that were decided lose what they brought along.

    In the others names go at once; their words stay until then, as staff may have to help. Every
    excerpt has to be opened for it. Returns how many changed.
    """
    changed = 0
    for found, excerpt in _all_opened():
        is_decided = found.report.state == Report.State.CLOSED
        if is_decided and member.pk in {found.report.reporter_id, *excerpt.parties}:
            found.delete()
            changed += 1
            continue
        swept = replace(excerpt, lines=[_swept(each, member, redaction) for each in excerpt.lines])
        if swept != excerpt:
            found.sealed = _sealed(swept, found.report_id)
            found.save(update_fields=["sealed"])
            changed += 1
    return changed


@transaction.atomic
def reseal_excerpts(*, most: int = 500) -> int:
    """Seal up to `most` excerpts with the newest key. Returns how many; 0 when all of them are."""
    number = Func("sealed", Value(0), function="get_byte", output_field=IntegerField())
    older = ReportedExcerpt.objects.alias(number=number).exclude(number=current_key()[0])
    rows = list(older.order_by("pk").select_for_update(of=["self"])[:most])
    for row in rows:
        bound_to = _bound_to(row.report_id)
        row.sealed = seal(unseal(bytes(row.sealed), bound_to=bound_to), bound_to=bound_to)
    ReportedExcerpt.objects.bulk_update(rows, ["sealed"])
    return len(rows)


def _all_opened() -> Iterator[tuple[ReportedExcerpt, Excerpt]]:
    """Those that open: what nobody can read any more names nobody."""
    for found in ReportedExcerpt.objects.select_related("report").iterator(200):
        try:
            yield found, _opened(found)
        except Unreadable:
            continue


def _swept(line: ExcerptLine, member: Member, redaction: Redaction) -> ExcerptLine:
    take_out = redaction.own if line.author_id == member.pk else redaction.others
    return replace(line, text=take_out(line.text), files=[take_out(name) for name in line.files])


def _sealed(excerpt: Excerpt, report_id: int) -> bytes:
    lines = [asdict(replace(line, author=None)) for line in excerpt.lines]
    facts = {"lines": lines, "parties": sorted(excerpt.parties)}
    return seal(json.dumps(facts).encode(), bound_to=_bound_to(report_id))


def _opened(found: ReportedExcerpt) -> Excerpt:
    facts = json.loads(unseal(bytes(found.sealed), bound_to=_bound_to(found.report_id)))
    return Excerpt([ExcerptLine(**line) for line in facts["lines"]], facts["parties"])


def _bound_to(report_id: int) -> str:
    """Put beside another report it does not open."""
    return f"moderation.excerpt:{report_id}"


def _refuse_unless(allowed: bool) -> None:
    if not allowed:
        raise Refused(
            _("This is for moderators and administrators on duty who have no part in it.")
        )
