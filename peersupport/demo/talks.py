"""Conversations of the demo and its groups' rooms: read, unread, asked, put away, begun."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType

from groups.models import Group
from groups.rooms.actions import new_room
from groups.rooms.models import Line, LineReaction, Room, Seat, pair_of
from peersupport.activity.models import Activity
from peersupport.core import richtext
from peersupport.members.models import Member
from peersupport.notifications.models import Kind, Notice

from . import texts


class Talks:
    """Rooms in the making; `told` collects who has something to read."""

    def __init__(self, people: dict[str, Member], now: datetime, told: list[Notice]) -> None:
        self.people, self.now, self.told = people, now, told
        self.room_type = ContentType.objects.get_for_model(Room)
        self.line_type = ContentType.objects.get_for_model(Line)

    def build(self) -> Iterator[Room]:
        """Every conversation, and a room for each group that runs."""
        content = texts.read("messages.toml")
        for row in content["conversation"]:
            yield self._conversation(row)
        said = {row["group"]: row for row in content["room"]}
        for group in Group.objects.filter(state=Group.State.RUNNING).order_by("pk"):
            yield self._room(group, said.get(group.slug))

    def _ago(self, hours: float) -> datetime:
        return self.now - timedelta(hours=hours)

    def _conversation(self, row: dict[str, Any]) -> Room:
        members = [self.people[handle] for handle in row["people"]]
        begun_at = self._ago(row["lines"][0][1])
        room = new_room(
            pair=pair_of(*members) if len(members) == 2 else None, started_at=begun_at,
            started_by=self.people[row["lines"][0][0]],
        )  # fmt: skip
        lines = self._say(room, row)
        seats = []
        for member in members:
            is_asked = member.handle in row.get("asked", [])
            read = 0 if is_asked else row.get("read", {}).get(member.handle, len(lines))
            seats.append(
                Seat(
                    room=room, member=member, since=begun_at, read_number=read,
                    state=Seat.State.ASKED if is_asked else Seat.State.IN,
                    last_line_at=room.last_line_at,
                    archived_at=self.now if member.handle in row.get("archived", []) else None,
                )
            )  # fmt: skip
        for seat in Seat.objects.bulk_create(seats):
            if words := row.get("drafts", {}).get(seat.member.handle):
                seat.sealed_draft = room.data_key.seal(words, bound_to=seat.bound_to)
                seat.drafted_at = self._ago(5)
                seat.save(update_fields=["sealed_draft", "drafted_at"])
        self._tell(room, lines, seats)
        return room

    def _room(self, group: Group, row: dict[str, Any] | None) -> Room:
        room = new_room(group=group, started_at=group.founded_at, last_line_at=group.founded_at)
        if row is None:
            return room
        lines = self._say(room, row)
        LineReaction.objects.bulk_create(
            LineReaction(
                line=lines[int(number) - 1], member=self.people[handle], kind=kind,
                reacted_at=lines[int(number) - 1].sent_at + timedelta(minutes=3),
            )
            for number, kinds in row["reactions"].items()
            for kind, handles in kinds.items()
            for handle in handles
        )  # fmt: skip
        read = row["read"] | dict.fromkeys(row["hosts"], len(lines))
        Seat.objects.bulk_create(
            Seat(
                room=room, member=self.people[handle], since=group.founded_at, read_number=number,
                last_line_at=room.last_line_at, seen_at=self.now if handle in row["hosts"] else None,
            )
            for handle, number in read.items()
        )  # fmt: skip
        return room

    def _say(self, room: Room, row: dict[str, Any]) -> list[Line]:
        """Lines as they were said, and the activity that says so."""
        lines = [
            self._line(room, number, *said, row) for number, said in enumerate(row["lines"], 1)
        ]
        Line.objects.bulk_create(lines)
        room.last_number, room.last_line_at = len(lines), lines[-1].sent_at
        room.save(update_fields=["last_number", "last_line_at"])
        Activity.objects.bulk_create(
            Activity(
                verb="rooms.said", actor=line.author, target_type=self.line_type,
                target_id=line.pk, data={"room": room.pk}, happened_at=line.sent_at,
                settled_at=line.sent_at,
            )
            for line in lines
        )  # fmt: skip
        return lines

    def _line(
        self, room: Room, number: int, handle: str, hours: float, body: str, row: dict[str, Any]
    ) -> Line:
        line = Line(room=room, number=number, author=self.people[handle], sent_at=self._ago(hours))
        html = richtext.render(body)
        line.sealed_body = room.data_key.seal(body, bound_to=line.bound_to("body"))
        line.sealed_html = room.data_key.seal(html, bound_to=line.bound_to("html"))
        words = row.get("reactions", {}).get(str(number), {})
        line.reaction_counts = {kind: len(handles) for kind, handles in words.items()}
        if hidden := row.get("hidden", {}).get(str(number)):
            host, line.hidden_because = hidden
            line.hidden_by = self.people[host]
            line.hidden_at = line.sent_at + timedelta(minutes=5)
        return line

    def _tell(self, room: Room, lines: list[Line], seats: list[Seat]) -> None:
        """Who has not read it hears of it once."""
        for seat in seats:
            unread = [line for line in lines[seat.read_number :] if line.author != seat.member]
            if not unread or seat.archived_at:
                continue
            activity = Activity.objects.get(
                verb="rooms.said", target_type=self.line_type, target_id=unread[0].pk
            )
            self.told.append(
                Notice(
                    recipient=seat.member, kind=Kind.MESSAGE, activity=activity,
                    target_type=self.room_type, target_id=room.pk, created_at=unread[0].sent_at,
                )
            )  # fmt: skip
