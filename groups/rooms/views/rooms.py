"""A group's room: its page, what came since it was opened, saying something in it."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from groups.rooms import actions
from groups.rooms.forms import PaceForm, PauseForm, RoomLineForm
from groups.rooms.models import Line
from groups.rooms.models.rooms import HERE
from groups.rooms.rules.room_bars import Kind
from peersupport.core.access import Rule, access, glance
from peersupport.core.encryption import Unreadable
from peersupport.core.exceptions import Refused
from peersupport.members.rules import ContactPath, out_of_reach

from .room_shown import RoomLog, Visit, glanced, hours_in_words, slow_in_words, visit
from .shown import is_open, unreadable
from .threads import NOTHING_NEW, SENT, number_in

PAGE = 30
MOST_NEWS = 200


@access(Rule.MEMBER)
def room_detail(request, slug, pk=None):
    """A room of a group; without a number its first."""
    return show_room(request, visit(request, slug, pk))


@access(Rule.MEMBER)
@glance
def room_lines(request, slug, pk):
    """What came, or changed, since an open page asked last; it asks every few seconds.

    That a host's page asks means that a host is there: nothing else is written when nothing is new.
    """
    here = glanced(request, slug, pk)
    after, changed = number_in(request, "after"), number_in(request, "changed")
    if after is None or changed is None:
        raise Http404
    room, bar = here.room, here.bar()
    before = request.GET.get("bar", "")
    if room.last_number <= after and room.change_number <= changed and _kind(bar) == before:
        actions.look_in(here.seat, lines=[], as_host=here.is_host)
        return HttpResponse(status=NOTHING_NEW)
    log = RoomLog(here, can_write=_may_begin(bar))
    found = here.lines().for_room(request.user).news(after, changed)[:MOST_NEWS]
    found = log.know(list(found))
    fresh = [line for line in found if line.number > after]
    last = next((line for line in found if line.number == after), None)
    actions.look_in(here.seat, lines=fresh, as_host=here.is_host)
    context = {
        "rows": log.rows(fresh, after=last),
        "changed": [log.line(each) for each in found if _is_changed(each, after, changed)],
        "end_url": end_url(here, fresh[-1].number if fresh else after, _kind(bar)),
        "state": _news_of_state(before, bar), "can_write": _may_begin(bar), "room_url": room.get_absolute_url(),
        "foot": _foot(bar), "has_foot": Kind.SLOW in {before, _kind(bar)},
    }  # fmt: skip
    return HttpResponse(render_to_string("rooms/_room_news.html", context))


@access(Rule.PARTICIPANT)
@require_POST
def room_say(request, slug, pk):
    """Say something. A script is answered with nothing but that it was said."""
    here = visit(request, slug, pk)
    form = RoomLineForm(request.POST, request.FILES, owner=request.user)
    if form.is_valid() and not form.is_attaching:
        try:
            line = form.save(room=here.room, author=request.user)
        except Refused as refusal:
            form.add_error("body", refusal.shown)
        except Unreadable:
            form.add_error("body", unreadable())
        else:
            if request.htmx:
                return HttpResponse(status=SENT)
            return redirect(f"{here.room.get_absolute_url()}#line-{line.number}")
    return show_room(request, here, form, status=422)


def show_room(request, here: Visit, form=None, *, status=200):
    """A room with its composer, or what stands in its place, and its rail."""
    room, seat = here.room, here.seat
    read = seat.read_number
    present, paused = _people(here)
    bar = here.bar(has_host=bool(present))
    log = RoomLog(here, can_write=_may_begin(bar), read_number=read)
    lines, earlier, is_latest = _lines_on_page(request, here)
    log.know(lines)
    log.unread_count = sum(each.number > read and not log.is_own(each) for each in lines)
    context = {
        "shown": here.shown, "group": room.group, "room": room, "here": here,
        "rows": log.rows(lines), "unread": log.unread_count, "earlier": earlier,
        "is_latest": is_latest, "hosts": present, "paused": paused, "hours": hours_in_words(room),
        "slow": slow_in_words(room), "form": _form(request, here, form), "end_url": "",
        "bar": "" if form is not None else _in_place(here, bar),  # what was typed stays
        "foot": _foot(bar), "limits": _limits(room),
        "refreshes": "refresh" in request.GET and is_latest and form is None,
    }  # fmt: skip
    if is_latest:
        actions.look_in(seat, lines=lines, as_host=here.is_host)
        if room.group.is_running:
            context["end_url"] = end_url(here, lines[-1].number if lines else 0, _kind(bar))
    if here.is_host:
        context |= _controls(here, lines)
    return render(request, "rooms/room_detail.html", context, status=status)


def end_url(here: Visit, last: int, bar: str) -> str:
    """Where a page asks for what comes after its last line."""
    room = here.room
    address = reverse("rooms:room_lines", args=[room.group.slug, room.pk])
    return f"{address}?after={last}&changed={room.change_number}&bar={bar}"


def _people(here: Visit):
    """Seats of hosts who are here and, for hosts, of those who have a pause. One statement.

    A host who is reading this is here. Who is apart from the reader is not named.
    """
    now = timezone.now()
    apart = out_of_reach(of=here.member, path=ContactPath.LINE)
    seats = here.room.seats.for_rail(here.room.group_id, since=now - HERE, apart=apart)
    seats = list(seats)
    present = [seat for seat in seats if seat.is_host and seat.is_here(now)]
    if here.is_host and here.seat not in present:
        here.seat.is_apart = False
        present.append(here.seat)
    return present, [seat for seat in seats if here.is_host and seat.is_paused(now)]


def _in_place(here: Visit, bar) -> str:
    """What stands in place of the composer; "" where one writes."""
    if not is_open(here.room):
        return unreadable()
    return "" if _may_begin(bar) else bar.words


def _lines_on_page(request, here: Visit) -> tuple[list[Line], int, bool]:
    """Lines of a page in their order; the number before which more stand, or 0; whether it is the last."""
    before = number_in(request, "before") or 0
    is_latest = not 0 < before <= here.room.last_number
    lines = here.lines().for_room(request.user).drawn("author", "hidden_by")
    if not is_latest:
        lines = lines.filter(number__lt=before)
    found = list(lines.order_by("-number")[: PAGE + 1])
    earlier = found[PAGE - 1].number if len(found) > PAGE else 0
    return found[:PAGE][::-1], earlier, is_latest


def _form(request, here: Visit, form):
    """The composer with what was typed, else with a quote if one was asked for."""
    label = _("Write to the group")
    if form is not None:
        form.fields["body"].label = label
        return form
    return RoomLineForm(owner=request.user, label=label, initial={"body": _quoted(request, here)})


def _quoted(request, here: Visit) -> str:
    number = number_in(request, "quote")
    lines = here.lines().filter(standing="visible", hidden_at=None)
    line = lines.filter(number=number).first() if number else None
    if line is None:
        return ""
    line.room = here.room
    try:
        return "\n".join(f"> {row}".rstrip() for row in line.body.splitlines()) + "\n\n"
    except Unreadable:
        return ""


def _controls(here: Visit, lines) -> dict:
    """What hosts find in the rail: people to choose from are those on the page."""
    people = {line.author_id: line.author for line in lines if not line.is_by_host}
    return {"pace": PaceForm(room=here.room), "pause": PauseForm(people=people.values())}


def _limits(room) -> str:
    words = _("Peers, not professionals. Lines are kept for %(days)s days.")
    return words % {"days": room.days_kept}


def _may_begin(bar) -> bool:
    return bar is None or bar.is_short


def _foot(bar) -> str:
    """Small words in the composer: when one can write again in slow mode."""
    return bar.words if bar and bar.is_short else ""


def _kind(bar) -> str:
    """What an open page knows of what keeps one from writing."""
    return "" if bar is None else str(bar.kind)


def _news_of_state(before: str, bar) -> str:
    """What is said on an open page when one cannot write there any more, or can again."""
    could, can = before in {"", Kind.SLOW}, _may_begin(bar)
    if could == can:
        return ""
    if can:
        return _("You can write here now.")
    return _("You cannot write here just now. What you began to write stays where it is.")


def _is_changed(line: Line, after: int, changed: int) -> bool:
    return line.number <= after and line.change_number > changed
