"""A private conversation with everybody who can stand near it, and a secret in all its words."""

from dataclasses import dataclass

from django.urls import reverse

from groups.rooms.actions import (
    accept,
    ask_to_add,
    decline,
    keep_draft,
    leave,
    say,
    start_conversation,
)
from groups.rooms.models import Addition, Room
from peersupport.members.actions import block
from peersupport.members.models import Member, Role, Tier
from tests.conftest import new_member, without_factor

from .table import CANARY, Crowd


@dataclass(kw_only=True)
class Talks(Crowd):
    room: Room
    addition: Addition
    number: int  # of a line by `one`
    proposed: Member

    def address(self, name: str, route: str) -> str:
        pk = self.addition.pk if name == "rooms:addition_answer" else self.room.pk
        known = {
            key: value
            for key, value in {"pk": pk, "number": self.number}.items()
            if f"{key}>" in route
        }
        query = "?after=0&changed=0" if name == "rooms:conversation_lines" else ""
        return reverse(name, kwargs=known) + query

    def data(self, name: str) -> dict:
        """What a well-meant POST to a route holds."""
        return {
            "rooms:conversation_new": {"people": "one", "body": "Hello."},
            "rooms:conversation_say": {"body": "Hello."},
            "rooms:conversation_answer": {"do": "accept"},
            "rooms:conversation_search": {"q": "hello"},
            "rooms:addition_new": {"to": self.proposed.handle},
            "rooms:addition_answer": {"do": "agree"},
            "rooms:line_edit": {"body": "Other words."},
            "rooms:line_report": {"reason": "unkind", "send": "1"},
        }.get(name, {})


def build() -> Talks:
    """One line for each who could have read it, the last of them since `left` left."""
    people = {
        "suspended": new_member(is_active=False),
        "newcomer": new_member(norms_version=0),
        "one": new_member(handle="one", tier=Tier.LEADER),
        "other": new_member(tier=Tier.SUPPORTER),
        "asked": new_member(),
        "declined": new_member(),
        "left": new_member(tier=Tier.SUPPORTER),
        "blocked": new_member(),
        "stranger": new_member(),
        "moderator": new_member(role=Role.MODERATOR),
        "organiser": new_member(role=Role.ORGANISER),
        "administrator": new_member(role=Role.ADMINISTRATOR, is_superuser=True),
        "no_second_factor": without_factor(new_member(role=Role.ADMINISTRATOR, is_superuser=True)),
    }
    one, proposed = people["one"], new_member(handle="proposed", tier=Tier.SUPPORTER)
    block(one, other=people["blocked"])
    guests = [people[role] for role in ("other", "asked", "declined", "left")]
    room = start_conversation(by=one, to=guests, body=CANARY)
    accept(room, by=people["other"])
    accept(room, by=people["left"])
    decline(room, by=people["declined"])
    leave(room, by=people["left"])
    line = say(room, by=one, body=f"{CANARY} again")
    keep_draft(room, by=one, body=f"{CANARY} begun")
    addition = ask_to_add(room, by=one, other=new_member(tier=Tier.SUPPORTER))
    return Talks(people=people, room=room, addition=addition, number=line.number, proposed=proposed)
