"""One conversation: its lines, what came since it was opened, saying something in it."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from groups.rooms import actions, rules
from groups.rooms.forms import LineForm
from groups.rooms.models import Line, Seat
from groups.rooms.querysets import kept_apart_by
from peersupport.core.access import Rule, access, glance
from peersupport.core.encryption import Unreadable
from peersupport.core.exceptions import Refused

from .asking import open_additions
from .inbox import inbox_pane, people_count, title_of, with_authors
from .shown import Log, is_open, unreadable

PAGE = 30
MOST_NEWS = 500
NOTHING_NEW = SENT = 204  # the page stays as it is


@dataclass
class Desk:
    """What is kept of what somebody began to write; rooms/_draft.html shows it."""

    saved_at: datetime | None = None
    is_saved: bool = False  # a moment ago
    words: str = ""
    refusal: str = ""


@access(Rule.MEMBER)
def conversation_detail(request, pk):
    seat = find_seat(request, pk)
    if seat.state == Seat.State.ASKED:
        return _show_request(request, seat)
    return show_thread(request, seat)


@access(Rule.MEMBER)
@glance
def conversation_lines(request, pk):
    """What came, or changed, since an open page asked last; it asks every few seconds."""
    seat = find_seat(request, pk, states=[Seat.State.IN])
    room = seat.room
    after, changed = number_in(request, "after"), number_in(request, "changed")
    if after is None or changed is None:
        raise Http404
    if room.last_number <= after and room.change_number <= changed:
        return HttpResponse(status=NOTHING_NEW)
    log = Log(
        room, request.user, apart=kept_apart_by(request.user), can_write="quiet" not in request.GET
    )
    context = news_of(log, Line.objects.open_to_seat(seat), after, changed)
    context["end_url"] = end_url(room, context["last"], quiet="quiet" in request.GET)
    read_up_to(seat, context["last"])
    return HttpResponse(render_to_string("rooms/_news.html", context))  # without a page's frame


@access(Rule.PARTICIPANT)
@require_POST
def conversation_say(request, pk):
    """Say something, or keep what was begun. A script is answered with nothing but that it was said."""
    seat = find_seat(request, pk, states=[Seat.State.IN])
    form = LineForm(request.POST, request.FILES, owner=request.user)
    if request.POST.get("save_draft") == "1":
        return _keep_draft(request, seat, form["body"].value() or "")
    if form.is_valid() and not form.is_attaching:
        try:
            line = form.save(room=seat.room, author=request.user)
        except Refused as refusal:
            form.add_error("body", refusal.shown)
        except Unreadable:
            form.add_error("body", unreadable())
        else:
            if request.htmx:
                return HttpResponse(status=SENT)
            return redirect(f"{seat.room.get_absolute_url()}#line-{line.number}")
    return show_thread(request, seat, form, status=422)


def find_seat(request, pk, *, states=(Seat.State.IN, Seat.State.ASKED)) -> Seat:
    """One's seat in a conversation, with what opens its words. Without one it does not exist."""
    seats = Seat.objects.visible_to(request.user).filter(room__group=None, state__in=states)
    seat = get_object_or_404(seats.for_inbox(), room=pk)
    seat.member = request.user
    return seat


def show_thread(request, seat: Seat, form=None, *, status=200):
    """A conversation with the list beside it."""
    room, member = seat.room, request.user
    pane = inbox_pane(request, room)
    others = pane.others[room.pk]
    bar = _bar(seat, others)
    read, unread = seat.read_number, seat.unread_count
    log = Log(
        room, member, apart=pane.apart, can_write=not bar,
        read_number=read if read >= seat.first_number else None, unread_count=unread,
    )  # fmt: skip
    lines, earlier, is_latest = _lines_on_page(request, seat, pane.people)
    context = {
        "pane": pane, "seat": seat, "room": room, "rows": log.rows(lines), "bar": bar,
        "title": title_of(others), "people_count": people_count(others),
        "who": others[0].member if others else None,
        "other": others[0].member if len(others) == 1 else None,
        "there": [each.member for each in others if each.state != Seat.State.LEFT],
        "earlier": earlier, "is_latest": is_latest, "limits": _limits(others),
        "additions": open_additions(room, member),
    }  # fmt: skip
    last = lines[-1].number if lines else seat.first_number - 1
    context["end_url"] = end_url(room, last, quiet=bool(bar))
    if is_latest:
        read_up_to(seat, last)
    context["form"], context["desk"] = _form(request, seat, form, context["title"])
    return render(request, "rooms/conversation_detail.html", context, status=status)


def read_up_to(seat: Seat, number: int) -> None:
    """What is shown is read. Nothing is written where that is not new."""
    if number > seat.read_number:
        actions.mark_read(seat, number=number)


def news_of(log: Log, lines, after: int, changed: int) -> dict:
    """Rows for what came after a number, and lines before it that changed since."""
    found = list(lines.filter(room=log.room).news(after, changed).for_page()[:MOST_NEWS])
    before = next((line for line in found if line.number == after), None)
    fresh = [line for line in found if line.number > after]
    return {
        "rows": log.rows(fresh, after=before),
        "changed": [
            log.line(line) for line in found if line.number <= after and line.change_number > changed
        ],
        "last": fresh[-1].number if fresh else after,
    }  # fmt: skip


def end_url(room, last: int, *, quiet: bool = False) -> str:
    """Where a page asks for what comes after its last line."""
    address = reverse("rooms:conversation_lines", args=[room.pk])
    return f"{address}?after={last}&changed={room.change_number}{'&quiet' if quiet else ''}"


def number_in(request, name: str) -> int | None:
    """A number of the query; None for what is not one."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def _lines_on_page(request, seat: Seat, people) -> tuple[list[Line], int, bool]:
    """Lines of a page in their order; the number before which more stand, or 0; whether it is the last."""
    before = number_in(request, "before") or 0
    is_latest = not 0 < before <= seat.room.last_number
    lines = Line.objects.open_to_seat(seat)
    if not is_latest:
        lines = lines.filter(number__lt=before)
    found = with_authors(lines.drawn().order_by("-number")[: PAGE + 1], people)
    earlier = found[PAGE - 1].number if len(found) > PAGE else 0
    return found[:PAGE][::-1], earlier, is_latest


def _bar(seat: Seat, others: list[Seat]) -> str:
    """Why one cannot write here, in words; "" where one can."""
    if not is_open(seat.room):
        return unreadable()
    bar = rules.bar_to_conversation(seat.member, seat.room, seat, others)
    return rules.words_of(bar, seat.member) if bar else ""


def _form(request, seat: Seat, form, title: str):
    """The composer with what was typed, else with the draft, and a quote in front of it if asked."""
    label = _("Write to %(name)s") % {"name": title}
    if form is not None:
        form.fields["body"].label = label
        return form, Desk()
    desk = _desk(seat)
    words = desk.words
    if quote := _quoted(request, seat):
        words = f"{quote}\n\n{words}" if words else f"{quote}\n\n"
    return LineForm(owner=request.user, label=label, initial={"body": words}), desk


def _desk(seat: Seat, *, is_saved: bool = False) -> Desk:
    try:
        return Desk(seat.drafted_at, is_saved, seat.draft if seat.drafted_at else "")
    except Unreadable:
        return Desk()


def _quoted(request, seat: Seat) -> str:
    number = number_in(request, "quote")
    if not number:
        return ""
    line = Line.objects.open_to_seat(seat).filter(standing="visible", number=number).first()
    if line is None:
        return ""
    line.room = seat.room
    try:
        return "\n".join(f"> {row}".rstrip() for row in line.body.splitlines())
    except Unreadable:
        return ""


def _keep_draft(request, seat: Seat, words: str):
    try:
        seat = actions.keep_draft(
            seat.room, by=request.user, body=words[: LineForm.base_fields["body"].max_length]
        )
        desk = _desk(seat, is_saved=True)
    except Unreadable:
        desk = Desk(refusal=unreadable())
    if request.htmx:
        return render(
            request, "rooms/_draft.html", {"desk": desk}, status=422 if desk.refusal else 200
        )
    messages.success(request, desk.refusal or _("Your draft is saved."))
    return redirect(f"{seat.room.get_absolute_url()}#write")


def _limits(others: list[Seat]) -> str:
    """The sentence below the composer: whoever it is, they are no professional."""
    if len(others) == 1:
        name = others[0].member.display_name.split()[0]
        return _("%(name)s is a peer, not a professional.") % {"name": name}
    return _("Peers listen, they are not professionals.")


def _show_request(request, seat: Seat):
    """Somebody would like to talk: their first line, and what one can do."""
    pane = inbox_pane(request, seat.room, is_request=True)
    others = pane.others[seat.room_id]
    log = Log(seat.room, request.user, apart=pane.apart)
    is_added = seat.first_number > 1  # everybody there said yes to it
    lines = [] if is_added else Line.objects.visible_to(request.user).filter(room=seat.room)
    rows = log.rows(list(lines.for_page()) if lines != [] else [])
    asker = next(
        (each.member for each in others if each.member_id == seat.room.started_by_id), None
    )
    first = next((row.lines[0] for row in rows if row.kind == "run"), None)
    context = {
        "pane": pane, "seat": seat, "room": seat.room, "rows": rows, "is_added": is_added,
        "asker": asker, "title": title_of(others), "report_url": first.report_url if first else "",
        "others": [each.member for each in others if each.member != asker],
    }  # fmt: skip
    return render(request, "rooms/conversation_request.html", context)
