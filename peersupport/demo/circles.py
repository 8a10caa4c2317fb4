"""The groups of the demo: who is in, who waits, who asks, and who looks after them."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType

from forums.actions import open_category
from forums.models import Category
from groups.actions.places import give_powers
from groups.models import (
    Group,
    HandOver,
    Invitation,
    JoinRequest,
    Membership,
    Removal,
    Role,
    WaitingPlace,
    utc_offset,
)
from peersupport.activity.models import Activity
from peersupport.members.models import Member
from peersupport.notifications.models import Kind, Notice

# What a group's table in content/groups.toml says beyond the columns of its row.
BESIDES = {
    "founded_days_ago", "unled_days", "founder", "facilitator", "deputies", "people", "line",
    "requests", "accepted", "declined", "not_agreed", "removed", "invitation", "hand_over", "topic",
}  # fmt: skip


class Circle:
    """One group in the making."""

    def __init__(
        self, row: dict[str, Any], people: dict[str, Member], now: datetime, told: list[Notice]
    ) -> None:
        self.row, self.people, self.now, self.told = row, people, now, told
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

    def build(self) -> Category | None:
        """Everybody in their place. Returns the category of the group's discussions, if it runs."""
        founded = self.row["founded_days_ago"]
        if "facilitator" in self.row:
            self._seat(self.row["facilitator"], founded, Role.FACILITATOR)
        for handle in self.row["deputies"]:
            self._seat(handle, founded - 2, Role.DEPUTY)
        for handle, days in self.row["people"].items():
            self._seat(handle, days, Role.MEMBER)
        self._ask()
        self._wait()
        self._part()
        if self.group.state == Group.State.PROPOSED:
            for handle in ("ngozi", "iris"):
                self._tell("groups.proposed", self.group.founded_by, handle, self.group, founded)
            return None
        return open_category(self.group)

    def _seat(self, handle: str, days: float, role: Role) -> None:
        """A place, with its powers. Whoever wrote or came long ago was welcomed."""
        joined_at, wrote_at = self.ago(days), self._last_post_of(handle)
        version = self.group.norms_version - (handle in self.row.get("not_agreed", []))
        Membership.objects.create(
            group=self.group, member=self.people[handle], role=role, joined_at=joined_at,
            norms_version=version, norms_agreed_at=joined_at, active_at=wrote_at,
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

    def _ask(self) -> None:
        """Requests: most of them wait, some were answered a day later."""
        questions = [text for text, _required in self.group.question_lines]
        declined, accepted = self.row.get("declined", {}), self.row.get("accepted", [])
        leader = self.people.get(self.row.get("facilitator", ""))
        for handle, (days, *answers) in self.row.get("requests", {}).items():
            member, reason = self.people[handle], declined.get(handle, "")
            state = JoinRequest.State.WAITING
            if handle in accepted or reason:
                state = JoinRequest.State.DECLINED if reason else JoinRequest.State.ACCEPTED
            is_open = state == JoinRequest.State.WAITING
            asked = JoinRequest.objects.create(
                group=self.group, member=member, norms_version=self.group.norms_version,
                asked_at=self.ago(days), answers=list(zip(questions, answers, strict=True)),
                state=state, reason=reason, decided_by=None if is_open else leader,
                decided_at=None if is_open else self.ago(days - 0.9),
            )  # fmt: skip
            if is_open:
                self._tell("groups.requested", member, leader.handle, asked, days)
            elif reason:
                self._tell("groups.declined", leader, handle, asked, days - 0.9)
            else:
                place = {"member": member.pk, "is_in": False}
                self._tell("groups.accepted", leader, handle, self.group, days - 0.9, place)

    def _wait(self) -> None:
        for handle, days in self.row.get("line", {}).items():
            WaitingPlace.objects.create(
                group=self.group, member=self.people[handle], norms_version=1, since=self.ago(days)
            )

    def _part(self) -> None:
        """Who was removed, who is invited, and who is asked to take over."""
        leader = self.people.get(self.row.get("facilitator", ""))
        for handle, reason in self.row.get("removed", {}).items():
            removal = Removal.objects.create(
                group=self.group, member=self.people[handle], by=leader, reason=reason,
                removed_at=self.ago(6),
            )  # fmt: skip
            self._tell("groups.removed", leader, handle, removal, 6)
        if made := self.row.get("invitation"):
            Invitation.objects.create(
                group=self.group, made_by=leader, token=made["token"], most_uses=made["most_uses"],
                made_at=self.ago(made["days_ago"]), expires_at=self.ago(made["days_ago"] - 30),
            )  # fmt: skip
        if asked := self.row.get("hand_over"):
            hand_over = HandOver.objects.create(
                group=self.group, by=self.people[asked["by"]], to=self.people[asked["to"]],
                note=asked["note"], asked_at=self.ago(asked["days_ago"]),
                expires_at=self.ago(asked["days_ago"] - 14),
            )  # fmt: skip
            self._tell(
                "groups.hand_over_asked", hand_over.by, asked["to"], hand_over, asked["days_ago"]
            )

    def _tell(self, verb, actor, handle, target, days, data=None) -> None:
        """What happened, and the notice of whom it concerns."""
        about = {
            "target_type": ContentType.objects.get_for_model(target), "target_id": target.pk,
        }  # fmt: skip
        at = self.ago(days)
        activity = Activity.objects.create(
            verb=verb, actor=actor, data=data or {}, happened_at=at, settled_at=at, **about
        )
        notice = Notice(
            recipient=self.people[handle],
            kind=Kind.GROUP,
            activity=activity,
            created_at=at,
            **about,
        )
        self.told.append(notice)

    def close(self, last_post_at: datetime | None) -> None:
        """When somebody last wrote or came in, and how many there are."""
        latest = [membership.joined_at for membership in self.group.memberships.all()]
        self.group.active_at = max([*latest, *filter(None, [last_post_at])])
        self.group.save(update_fields=["active_at", "member_count"])
