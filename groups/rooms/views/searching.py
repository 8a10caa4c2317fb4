"""Looking for words in one's own conversation: opened in memory, a step at a time, kept nowhere."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.shortcuts import render

from groups.rooms.forms import SearchForm
from groups.rooms.models import Line, Seat
from peersupport.core import richtext
from peersupport.core.access import Rule, access
from peersupport.core.encryption import Unreadable
from peersupport.members.models import Member

from .inbox import others_in, title_of
from .threads import find_seat

STEP, MOST = 500, 5_000
AROUND = 70  # characters on each side of what was found


class Snippet(NamedTuple):
    """Words around a find: what stands before it, itself, and after."""

    before: str
    found: str
    after: str


@dataclass
class Hit:
    number: int
    author: Member
    is_own: bool
    at: datetime
    snippet: Snippet
    url: str


@access(Rule.MEMBER)
def conversation_search(request, pk):
    """One step looks through 500 lines, the latest first; the next begins where it ended.

    By POST, as addresses are written down in many places.
    """
    seat = find_seat(request, pk, states=[Seat.State.IN])
    others = others_in([seat.room_id], request.user)[seat.room_id]
    context = {"room": seat.room, "title": title_of(others), "form": SearchForm()}
    status = 200
    if request.method == "POST":
        form = context["form"] = SearchForm(request.POST)
        if form.is_valid():
            context |= _step(request, seat, form.cleaned_data["q"])
        else:
            status = 422
    page = (
        "rooms/_found.html" if request.htmx and status == 200 else "rooms/conversation_search.html"
    )
    return render(request, page, context, status=status)


def _step(request, seat: Seat, words: str) -> dict:
    """What 500 lines hold, how far one has looked, and where the next step begins."""
    room = seat.room
    before = _whole(request, "before") or room.last_number + 1
    looked = min(_whole(request, "looked"), MOST)
    lines = Line.objects.visible_to(request.user).filter(room=room, number__lt=before)
    said = lines.filter(kind=Line.Kind.SAID, standing=Line.Standing.VISIBLE, hidden_at=None)
    found = list(said.select_related("author").order_by("-number")[:STEP])
    looked += len(found)
    total = min(looked + (said.filter(number__lt=found[-1].number).count() if found else 0), MOST)
    hits = []
    for line in found:
        line.room = room
        if snippet := _found_in(line, words):
            hits.append(_hit(line, request.user, snippet))
    return {
        "words": words, "hits": hits, "looked": looked, "total": total,
        "next": found[-1].number if found and looked < total else 0,
        "is_first": "before" not in request.POST, "found_before": _whole(request, "found"),
        "found_so_far": _whole(request, "found") + len(hits),
    }  # fmt: skip


def _hit(line: Line, reader: Member, snippet: Snippet) -> Hit:
    url = f"{line.room.get_absolute_url()}?before={line.number + 25}#line-{line.number}"
    return Hit(line.number, line.author, line.author_id == reader.pk, line.sent_at, snippet, url)


def _found_in(line: Line, words: str) -> Snippet | None:
    try:
        return snippet_of(richtext.plain(line.html), words)
    except Unreadable:
        return None


def snippet_of(text: str, words: str) -> Snippet | None:
    """Where words stand in a text, whatever their accents and capitals."""
    folded, places = fold(text)
    wanted = fold(" ".join(words.split()))[0]
    at = folded.find(wanted) if wanted else -1
    if at < 0:
        return None
    start, end = places[at], places[at + len(wanted) - 1] + 1
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    before = text[max(0, start - AROUND) : start]
    after = text[end : end + AROUND]
    return Snippet(
        ("…" if start > AROUND else "") + before, text[start:end],
        after + ("…" if end + AROUND < len(text) else ""),
    )  # fmt: skip


def fold(text: str) -> tuple[str, list[int]]:
    """A text without accents and capitals, and where each of its characters came from."""
    folded, places = [], []
    for place, character in enumerate(text):
        plain = unicodedata.normalize("NFKD", character).casefold()
        for part in plain:
            if not unicodedata.combining(part):
                folded.append(part)
                places.append(place)
    return "".join(folded), places


def _whole(request, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
