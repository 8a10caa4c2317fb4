"""Authors of a dump as members whom nobody has claimed yet: no address, no password, no mail."""

import html
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import batched

from django.contrib.auth.hashers import make_password
from django.db import transaction

from peersupport.core.names import clean_display_name, handle_from, handle_key
from peersupport.members.models import Member

from .report import Report
from .stackexchange import Person

BATCH = 1000
ABOUT_LENGTH = 1000  # characters
ABOUT_READ = 20_000  # characters of HTML that are looked at
FORMER = 0  # the source_id of "Former member"; people have ids from 1
_UNSEEN = re.compile(r"<(script|style)\b.*?(</\1\s*>|$)", re.IGNORECASE | re.DOTALL)
_BREAK = re.compile(r"<br\s*/?>|</(?:p|li|h[1-6]|div|pre|blockquote)>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")


class TakenHandles(set[str]):
    """Handle keys in use; those it does not hold are asked of the database."""

    def __contains__(self, key: object) -> bool:
        return super().__contains__(key) or Member.objects.filter(handle_key=key).exists()


class PeopleIntake:
    """Takes in the people of one source, each once. With `dry_run` it only counts them."""

    def __init__(self, source: str, report: Report, *, dry_run: bool):
        self.source, self.report, self.dry_run = source, report, dry_run
        self.has_former = False

    def take(self, people: Iterable[Person], progress: Callable[[str, int], None]) -> None:
        for batch in batched(people, BATCH, strict=False):
            known = self.known(person.id for person in batch)
            new = [person for person in batch if person.id not in known]
            self.report.members += len(batch)
            self.report.created += len(new)
            if not self.dry_run:
                self._create(new)
            progress("members", self.report.members)

    def known(self, ids: Iterable[int]) -> dict[int, int]:
        """Primary keys of members by their id in the dump."""
        members = Member.objects.filter(source=self.source, source_id__in=set(ids))
        return dict(members.values_list("source_id", "pk"))

    def need_former(self, at: datetime) -> None:
        """Make sure of the one member who stands for everybody whose account is gone."""
        if self.has_former:
            return
        self.has_former = True
        self.report.members += 1
        if not self.known([FORMER]):
            self.report.created += 1
            if not self.dry_run:
                self._create([Person(FORMER, "Former member", "", at)])

    @transaction.atomic
    def _create(self, people: Sequence[Person]) -> None:
        names = {person.id: _name(person) for person in people}
        handles = free_handles(names)
        Member.objects.bulk_create(
            self._member(person, names[person.id], handles[person.id]) for person in people
        )

    def _member(self, person: Person, name: str, handle: str) -> Member:
        return Member(
            email=None, claimed_at=None, password=make_password(None), is_active=True,
            handle=handle, handle_key=handle_key(handle), display_name=name,
            about=plain_text(person.about)[:ABOUT_LENGTH].strip(), joined_at=person.joined_at,
            source=self.source, source_id=person.id,
        )  # fmt: skip


def free_handles(names: Mapping[int, str]) -> dict[int, str]:
    """A handle close to each name; with the person's number where somebody else has it."""
    wishes = {number: _wishes(name, number) for number, name in names.items()}
    keys = {handle_key(handle) for pair in wishes.values() for handle in pair}
    known = Member.objects.filter(handle_key__in=keys).values_list("handle_key", flat=True)
    taken, handles = set(known), {}
    for number, pair in wishes.items():
        free = next((handle for handle in pair if handle_key(handle) not in taken), None)
        handles[number] = free or handle_from(pair[-1], TakenHandles(taken))
        taken.add(handle_key(handles[number]))
    return handles


def _wishes(name: str, number: int) -> tuple[str, str]:
    handle = handle_from(name, set())
    return handle, handle_from(f"{handle[:14]} {number}", set())


def _name(person: Person) -> str:
    return clean_display_name(person.name)[:60].strip() or f"Member {person.id}"


def plain_text(markup: str) -> str:
    """The words of HTML with a line for each paragraph. Not safe HTML: show it escaped."""
    text = _BREAK.sub("\n", _UNSEEN.sub(" ", markup[:ABOUT_READ]))
    text = html.unescape(_TAG.sub("", text)).replace("\x00", "")
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)
