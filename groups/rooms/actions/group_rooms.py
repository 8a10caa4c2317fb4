"""Opening a group's rooms, saying how they run, and closing them."""

from datetime import time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from groups.actions.places import locked
from groups.models import Group
from groups.rooms import rules
from groups.rooms.models import Room
from groups.rules import place_of
from peersupport.activity.actions import record
from peersupport.core.exceptions import Refused
from peersupport.members.models import Member

from .locking import locked_room
from .room_lines import place_in
from .seats import destroy
from .starting import new_room

MOST_ROOMS = 10


@transaction.atomic
def open_first_room(group: Group) -> Room | None:
    """The room that each group has, one that is archived too: then it stays empty. Opened once, however often it is asked for."""
    group = locked(group)
    first = group.rooms.order_by("pk").first()
    if first is None and group.has_discussions:
        first = new_room(group=group)
    return first


@transaction.atomic
def open_room(group: Group, *, by: Member, name: str) -> Room:
    """One more room of a group, opened by who looks after it."""
    group = locked(group)
    if by.is_paused or not rules.can_arrange(place_of(by, group.pk)):
        raise Refused(_("Only who looks after the group can open a room."))
    if group.rooms.count() >= MOST_ROOMS:
        words = _("A group can have %(most)s rooms. Close one first.")
        raise Refused(words % {"most": MOST_ROOMS})
    room = new_room(group=group, name=_free_name(group, name), started_by=by)
    record("rooms.opened", actor=by, target=room)
    return room


@transaction.atomic
def edit_room(
    room: Room,
    *,
    by: Member,
    name: str,
    open_days: list[int],
    opens_at: time | None,
    closes_at: time | None,
    history_days: int,
    days_kept: int,
    **pace: Any,
) -> Room:
    """Change what a room is called, when one can talk in it, and how long its lines stay."""
    room = _arranged(room, by)
    if name != room.name:
        room.name = _free_name(room.group, name, besides=room)
    room.open_days = [] if len(set(open_days)) == 7 else sorted(set(open_days))
    room.opens_at, room.closes_at = opens_at, closes_at
    room.days_kept, room.history_days = days_kept, min(history_days, days_kept)
    room.slow_seconds, room.needs_host = pace["slow_seconds"], pace["needs_host"]
    room.save(
        update_fields=[
            "name", "open_days", "opens_at", "closes_at", "history_days", "days_kept",
            "slow_seconds", "needs_host",
        ]
    )  # fmt: skip
    record("rooms.edited", actor=by, target=room)
    return room


@transaction.atomic
def set_pace(room: Room, *, by: Member, slow_seconds: int, needs_host: bool) -> Room:
    """Slow mode and whether a host must be there: any host turns them on and off as it goes."""
    room = locked_room(room)
    if by.is_paused or not rules.is_host(place_in(room, by)):
        raise Refused(_("Only hosts of this room can do this."))
    room.slow_seconds, room.needs_host = slow_seconds, needs_host
    room.save(update_fields=["slow_seconds", "needs_host"])
    record("rooms.edited", actor=by, target=room)
    return room


@transaction.atomic
def close_room(room: Room, *, by: Member) -> None:
    """Close a room for good. Its lines go with it, and their key first: no copy opens any more."""
    room = _arranged(room, by)
    record("rooms.closed", actor=by, target=room.group, room=room.pk)
    destroy(room)


def _arranged(room: Room, by: Member) -> Room:
    room = locked_room(room)
    if by.is_paused or not rules.can_arrange(place_in(room, by)):
        raise Refused(_("Only who looks after the group can do this."))
    return room


def _free_name(group: Group, name: str, besides: Room | None = None) -> str:
    name = " ".join(name.split())
    others = group.rooms.exclude(pk=besides.pk if besides else None)
    if others.filter(name__iexact=name).exists():
        raise Refused(_("Another room of this group is called like that. Choose another name."))
    return name
