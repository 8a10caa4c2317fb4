"""Beginning to talk."""

import secrets
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from groups.resources.actions import Chosen
from groups.rooms import rules
from groups.rooms.models import MOST_PEOPLE, Line, Room, RoomKey, Seat, pair_of
from peersupport.activity.actions import record
from peersupport.core.encryption import KEY_BYTES, seal
from peersupport.core.exceptions import Refused
from peersupport.members.models import Member

from .saying import say


def new_room(**facts: Any) -> Room:
    """A room with a key of its own."""
    room = Room.objects.create(**facts)
    sealed = seal(secrets.token_bytes(KEY_BYTES), bound_to=RoomKey.bound_to(room.pk))
    room.key = RoomKey.objects.create(room=room, sealed=sealed)
    return room


@transaction.atomic
def start_conversation(
    *,
    by: Member,
    to: Collection[Member],
    body: str,
    submit_token: UUID | None = None,
    files: Sequence[Chosen] = (),
) -> Room:
    """Write to one person or some; two who talk already go on where they are.

    Sent twice with one token, it starts once. Whoever does not know the writer is asked first.
    """
    people = list({member.pk: member for member in to if member.pk != by.pk}.values())
    _refuse_number(len(people))
    locked = Member.objects.select_for_update(no_key=True).get(pk=by.pk)  # one beginning at a time
    sent = Line.objects.filter(author=by, submit_token=submit_token).select_related("room").first()
    if submit_token and sent:
        return sent.room
    room = _between(by, people[0]) if len(people) == 1 else None
    if room is None:
        _refuse_out_of_reach(people, by=by)
        if rules.too_many_new(locked):
            raise Refused(
                _("You have begun many conversations today. You can begin another tomorrow.")
            )
        room = _seat_all(by, people)
        record("rooms.started", actor=by, target=room)
    say(room, by=by, body=body, submit_token=submit_token, files=files)
    return room


def _between(one: Member, other: Member) -> Room | None:
    """The conversation that two already have."""
    return Room.objects.filter(pair=pair_of(one, other)).first()


def _seat_all(by: Member, people: Collection[Member]) -> Room:
    pair = pair_of(by, next(iter(people))) if len(people) == 1 else None
    room = new_room(pair=pair, started_by=by)
    asked = rules.strangers_to(people, by=by)
    states = {person.pk: Seat.State.ASKED for person in people if person.pk in asked}
    Seat.objects.bulk_create(
        Seat(room=room, member=person, state=states.get(person.pk, Seat.State.IN))
        for person in [by, *people]
    )
    return room


def _refuse_number(number: int) -> None:
    if not number:
        raise Refused(_("Choose somebody to write to."))
    if number >= MOST_PEOPLE:
        words = _("A conversation has room for %(most)s people. Choose fewer, please.")
        raise Refused(words % {"most": MOST_PEOPLE})


def _refuse_out_of_reach(people: Collection[Member], *, by: Member) -> None:
    """Why somebody cannot be written to is theirs to know: all reasons read alike."""
    everyone = Member.objects.filter(pk__in=[person.pk for person in people])
    near = set(rules.reachable(everyone, by=by).values_list("pk", flat=True))
    far = [person.display_name for person in people if person.pk not in near]
    if far:
        words = _("You cannot write to %(names)s at the moment.")
        raise Refused(words % {"names": ", ".join(far)})
