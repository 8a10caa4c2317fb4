"""A group's rooms: how they run, one more, and the end of one."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from groups.rooms import actions
from groups.rooms.forms import NewRoomForm, PaceForm, RoomForm
from groups.views.shown import do, form_page, led_group, saved, told
from peersupport.core.access import Rule, access

from .room_shown import arranged, hosted


@access(Rule.MEMBER)
def room_new(request, slug):
    """One more room, for whoever looks after the group."""
    shown = led_group(request, slug, "edit_group")
    form = NewRoomForm(request.POST or None)
    done = saved(
        request, form, lambda: form.save(group=shown.group, by=request.user),
        lambda room: told(request, _("The room is open."), room),
    )  # fmt: skip
    context = {"shown": shown, "group": shown.group}
    return done or form_page(request, "rooms/room_new.html", form, context)


@access(Rule.MEMBER)
def room_edit(request, slug, pk):
    """Name, hours, pace, and how long its lines stay."""
    here = arranged(request, slug, pk)
    form = RoomForm(request.POST or None, room=here.room)
    done = saved(
        request, form, lambda: form.save(room=here.room, by=request.user),
        lambda room: told(request, _("The room is changed."), room),
    )  # fmt: skip
    context = {"shown": here.shown, "group": here.room.group, "room": here.room}
    return done or form_page(request, "rooms/room_edit.html", form, context)


@access(Rule.MEMBER)
@require_POST
def room_pace(request, slug, pk):
    """Slow mode and whether a host must be there, from the rail."""
    here = hosted(request, slug, pk)
    form = PaceForm(request.POST, room=here.room)
    if not form.is_valid():
        return redirect(here.room)
    return do(
        request, form.save, room=here.room, by=request.user, to=here.room,
        said=_("The room is changed."),
    )  # fmt: skip


@access(Rule.MEMBER)
def room_close(request, slug, pk):
    """A page that says what goes, then the deed."""
    here = arranged(request, slug, pk)
    if request.method == "POST":
        return do(
            request, actions.close_room, room=here.room, by=request.user, to=here.room.group,
            said=_("The room is closed, and its lines are gone."),
        )  # fmt: skip
    context = {
        "shown": here.shown, "group": here.room.group, "room": here.room,
        "is_only": len(here.rooms) == 1,
    }  # fmt: skip
    return render(request, "rooms/room_close.html", context)
