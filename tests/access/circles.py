"""A group of each kind with everybody who can stand near it, and a secret in all its words."""

from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from forums.actions import PollFacts, edit, open_category, reply, schedule_prompt, start_topic
from groups import actions
from groups.actions.places import give_place, locked
from groups.models import Group, Invitation, JoinRequest, Removal, Role, WaitingPlace
from groups.resources.actions import Chosen, take_in
from groups.rooms.actions import look_in, open_first_room, say_in_room, take_seat
from peersupport.members.actions import block
from peersupport.members.models import Role as SiteRole
from peersupport.members.models import Tier
from tests.conftest import new_member, without_factor
from tests.resources.samples import drawing

from .table import CANARY, Crowd

KINDS = {"open": Group.Kind.OPEN, "request": Group.Kind.REQUEST,
         "invitation": Group.Kind.INVITATION, "hidden": Group.Kind.HIDDEN}  # fmt: skip


@dataclass(kw_only=True)
class Circle:
    """One group, full, and one thing of each kind in it."""

    group: Group
    post: object
    line: object
    prompt: object
    request: JoinRequest
    removal: Removal
    invitation: Invitation


@dataclass(kw_only=True)
class Circles(Crowd):
    groups: dict[str, Circle]

    @property
    def kinds(self) -> list[str]:
        return list(self.groups)

    def address(self, name: str, route: str, kind: str) -> str:
        circle = self.groups[kind]
        if name.startswith("admin:"):
            is_about_one = name.endswith(("_change", "_delete", "_history"))
            return reverse(name, args=[circle.group.pk] if is_about_one else [])
        topic = circle.post.topic
        by_name = {"removal_detail": circle.removal.pk, "invitation_revoke": circle.invitation.pk}
        default = circle.request.pk if name.startswith("groups:") else topic.pk
        pk = by_name.get(name.partition(":")[2], default)
        if name.startswith("forums:prompt"):
            pk = circle.prompt.pk
        if name == "moderation:report_new":
            pk = circle.post.pk
        if name.startswith("rooms:"):
            line = circle.line
            known = {"slug": circle.group.slug, "pk": line.room_id, "number": line.number}
            address = reverse(name, kwargs={k: v for k, v in known.items() if f"{k}>" in route})
            return f"{address}?after=0&changed=0" if name == "rooms:room_lines" else address
        if name.startswith("resources:"):
            picture = circle.post.attachments.get()
            known = {"uuid": picture.uuid, "name": picture.name}
            return reverse(name, kwargs={k: v for k, v in known.items() if f"{k}>" in route})
        is_topic = name in {"forums:topic_detail", "forums:post_detail"}
        arguments = {
            "slug": topic.slug if is_topic else circle.group.slug, "pk": pk,
            "number": circle.post.number, "token": circle.invitation.token,
            "handle": self.people["member"].handle, "model": "forums.post",
        }  # fmt: skip
        known = {key: value for key, value in arguments.items() if f"{key}>" in route}
        return reverse(name, kwargs=known)

    def data(self, name: str, kind: str) -> dict:
        """What a well-meant POST to a route holds."""
        yes = {"norms_version": "1", "agree": "on", "q1": "An answer."}
        about = {
            "name": "Another", "purpose": "For us.", "kind": KINDS[kind].value, "size": 5,
            "time_zone": "UTC", "icon": "moon", "hue": 2,
        }  # fmt: skip
        return {
            "groups:group_new": about | {"norms": "Be kind."},
            "groups:group_edit": about,
            "groups:group_join": yes,
            "groups:invitation_detail": yes,
            "groups:group_norms": yes,
            "groups:request_decline": {"reason": "Because."},
            "groups:membership_remove": {"reason": "Because."},
            "groups:membership_appoint": {"role": "1"},
            "groups:invitation_list": {"most_uses": "1", "days": "14"},
            "groups:agreement_edit": {"norms": "Be kinder."},
            "groups:group_hand_over": {"to": self.people["member"].handle},
            "groups:hand_over_answer": {"answer": "yes"},
            "moderation:report_new": {"reason": "spam", "send": "1"},
            "rooms:room_say": {"body": "Words."},
            "rooms:line_react": {"kind": "with_you"},
            "rooms:line_hide": {"reason": "Because."},
            "rooms:seat_pause": {"person": self.people["member"].handle, "reason": "Because."},
            "rooms:room_pace": {"slow_seconds": "60"},
            "rooms:room_new": {"name": "Another room"},
            "rooms:room_edit": {"slow_seconds": "60", "history_days": "7", "days_kept": "30"},
            "forums:topic_new": {"kind": "discussion", "title": "A title", "body": "Words."},
            "forums:discussions_edit": {"template": "### Headings", "slow_seconds": "60"},
            "forums:poll_vote": {"choice": "1"},
            "forums:prompt_new": {"title": "A title", "body": "Words.", "pinned_days": 7, "weeks": 1},
            "forums:prompt_edit": {"title": "A title", "body": "Words.", "pinned_days": 7},
            "forums:topic_reply": {"body": "Words."},
            "forums:topic_watch": {"level": "2"},
            "forums:category_watch": {"level": "2"},
            "forums:topic_lock": {"locked": "1"},
            "forums:topic_pin": {"pinned": "1"},
            "forums:post_edit": {"body": "Other words.", "version": "2", "reason": "Why."},
            "forums:post_react": {"kind": "helpful"},
            "forums:topic_split": {
                "posts": ["2"], "title": "A title",
                "category": self.groups[kind].post.topic.category_id,
            },
            "forums:topic_announce": {"days": "3"},
            "forums:post_restore": {"version": "2", "reason": "Why."},
        }.get(name, {})  # fmt: skip


def build() -> Circles:
    people = {
        "suspended": new_member(is_active=False),
        "newcomer": new_member(norms_version=0),
        "outsider": new_member(tier=Tier.SUPPORTER),
        "blocked": new_member(tier=Tier.SUPPORTER),
        "asked": new_member(),
        "waiting": new_member(),
        "member": new_member(),
        "deputy": new_member(),
        "facilitator": new_member(tier=Tier.SUPPORTER),
        "other": new_member(tier=Tier.SUPPORTER),
        "ex_member": new_member(),
        "moderator": new_member(role=SiteRole.MODERATOR),
        "organiser": new_member(role=SiteRole.ORGANISER),
        "administrator": new_member(role=SiteRole.ADMINISTRATOR, is_superuser=True),
        "no_second_factor": without_factor(
            new_member(role=SiteRole.ADMINISTRATOR, is_superuser=True, tier=Tier.SUPPORTER)
        ),
    }
    block(people["facilitator"], other=people["blocked"])
    actions.found(founder=people["other"], name="Another", purpose="For others.", norms="Be kind.")
    return Circles(people=people, groups={name: _circle(name, people) for name in KINDS})


def _circle(name: str, people: dict) -> Circle:
    """What a listed group says of itself is no secret; all that is in it is."""
    secret = CANARY if name == "hidden" else ""
    leader = people["facilitator"]
    group = actions.found(
        founder=leader, name=f"Group {name} {secret}", purpose=f"For us {secret}", norms="Be kind.",
        questions="Why?", kind=KINDS[name], members_may_invite=True,
    )  # fmt: skip
    quiet = new_member(display_name=f"Quiet {CANARY}")  # in it, and nobody outside may know
    for person in (people["deputy"], people["member"], people["ex_member"], quiet):
        give_place(locked(group), person, norms_version=1, by=leader)
    actions.appoint(group, handle=people["deputy"].handle, role=Role.DEPUTY, by=leader)
    actions.remove(group, handle=people["ex_member"].handle, by=leader, reason=f"Because {CANARY}")
    actions.ask_to_take_over(group, by=leader, to=people["deputy"], note=f"Please {CANARY}")
    request = JoinRequest.objects.create(
        group=group, member=people["asked"], norms_version=1, answers=[["Why?", CANARY]]
    )
    WaitingPlace.objects.create(group=group, member=people["waiting"], norms_version=1)
    Group.objects.filter(pk=group.pk).update(size=4)
    return Circle(
        group=group, post=_talk(group, people), line=_chat(group, people), prompt=_prompt(group, leader), request=request, removal=Removal.objects.last(),
        invitation=actions.invite(group, by=leader, most_uses=9),
    )  # fmt: skip


def _talk(group: Group, people: dict):
    """A member's question and their own first reply."""
    author = people["member"]
    topic = start_topic(
        open_category(group), author=author, title=f"Inside {CANARY}", body=CANARY, kind="question",
        poll=PollFacts(question=CANARY, options=["Yes", "No"]),
    )  # fmt: skip
    post = reply(topic, author=author, body=f"Reply {CANARY}")
    files = [Chosen(take_in(drawing(), owner=author).uuid, CANARY)]
    return edit(post, editor=author, body=f"Better {CANARY}", version=1, reason=CANARY, files=files)


def _chat(group: Group, people: dict):
    """A member's line in the group's room, where the others have been as well."""
    room = open_first_room(group)
    line = say_in_room(room, by=people["member"], body=f"Line {CANARY}")
    for name in ("deputy", "facilitator"):
        look_in(take_seat(room, people[name]), lines=[line], as_host=True)
    return line


def _prompt(group: Group, leader):
    """What its facilitator will ask next week."""
    return schedule_prompt(
        group.category, author=leader, title=f"Prompt {CANARY}", body=CANARY,
        opens_at=timezone.now() + timedelta(days=7),
    )  # fmt: skip
