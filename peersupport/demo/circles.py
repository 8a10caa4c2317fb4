"""The groups of the demo: who is in, who waits, who asks, and who looks after them."""

from datetime import datetime, timedelta
from typing import Any

from forums.actions import open_category
from forums.models import Category
from groups.actions.places import give_powers
from groups.models import Group, HandOver, JoinRequest, Membership, Role, WaitingPlace, utc_offset
from peersupport.members.models import Member

# What a group's table in content/groups.toml says beyond the columns of its row.
BESIDES = {
    "founded_days_ago", "unled_days", "founder", "facilitator", "deputies", "people", "line",
    "requests", "hand_over", "topic",
}  # fmt: skip


class Circle:
    """One group in the making."""

    def __init__(self, row: dict[str, Any], people: dict[str, Member], now: datetime) -> None:
        self.row, self.people, self.now = row, people, now
        founder = people[row.get("founder") or row["facilitator"]]
        founded_at = self.ago(row["founded_days_ago"])
        unled_since = self.ago(row["unled_days"]) if "unled_days" in row else None
        self.group = Group.objects.create(
            **{name: value for name, value in row.items() if name not in BESIDES},
            founded_by=founder, founded_at=founded_at, norms_changed_at=founded_at,
            unled_since=unled_since, flagged_at=unled_since and self.now - timedelta(days=3),
            utc_offset=utc_offset(row["time_zone"]),
        )  # fmt: skip

    def ago(self, days: float) -> datetime:
        return self.now - timedelta(days=days)

    def build(self) -> Category:
        """Everybody in their place. Returns the category of the group's discussions."""
        founded = self.row["founded_days_ago"]
        if "facilitator" in self.row:
            self._seat(self.row["facilitator"], founded, Role.FACILITATOR)
        for handle in self.row["deputies"]:
            self._seat(handle, founded - 2, Role.DEPUTY)
        for handle, days in self.row["people"].items():
            self._seat(handle, days, Role.MEMBER)
        self._wait()
        self._ask()
        return open_category(self.group)

    def _seat(self, handle: str, days: float, role: Role) -> None:
        """A place, with its powers. Whoever wrote or came long ago was welcomed."""
        joined_at, wrote_at = self.ago(days), self._last_post_of(handle)
        Membership.objects.create(
            group=self.group, member=self.people[handle], role=role, joined_at=joined_at,
            norms_version=1, norms_agreed_at=joined_at, active_at=wrote_at,
            welcomed_at=joined_at if role or days > 28 or wrote_at else None,
        )  # fmt: skip
        give_powers(self.group, self.people[handle], role)
        self.group.member_count += 1

    def _last_post_of(self, handle: str) -> datetime | None:
        times = [
            self.ago(topic["days_ago"]) + timedelta(hours=post["hours_after"])
            for topic in self.row.get("topic", [])
            for post in topic["post"]
            if post["author"] == handle
        ]
        return max(times, default=None)

    def _wait(self) -> None:
        for handle, days in self.row.get("line", {}).items():
            WaitingPlace.objects.create(
                group=self.group, member=self.people[handle], norms_version=1, since=self.ago(days)
            )

    def _ask(self) -> None:
        questions = [text for text, _required in self.group.question_lines]
        for handle, (days, *answers) in self.row.get("requests", {}).items():
            JoinRequest.objects.create(
                group=self.group, member=self.people[handle], norms_version=1,
                asked_at=self.ago(days), answers=list(zip(questions, answers, strict=True)),
            )  # fmt: skip
        if asked := self.row.get("hand_over"):
            HandOver.objects.create(
                group=self.group, by=self.people[asked["by"]], to=self.people[asked["to"]],
                note=asked["note"], asked_at=self.ago(asked["days_ago"]),
                expires_at=self.ago(asked["days_ago"] - 14),
            )  # fmt: skip

    def close(self, last_post_at: datetime | None) -> None:
        """When somebody last wrote or came in, and how many there are."""
        latest = [membership.joined_at for membership in self.group.memberships.all()]
        self.group.active_at = max([*latest, *filter(None, [last_post_at])])
        self.group.save(update_fields=["active_at", "member_count"])
