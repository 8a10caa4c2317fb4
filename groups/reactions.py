"""Who hears of what happens in groups. Idempotent; database only."""

from django.db.models import QuerySet

from peersupport.activity.models import Activity
from peersupport.members.models import Member
from peersupport.notifications.actions import tell
from peersupport.notifications.models import Kind

from .models import Group, HandOver, JoinRequest, Removal
from .querysets import DECIDING


def tell_who_decides(activity: Activity) -> None:
    """Somebody asks to join: whoever may accept people hears of it."""
    asked = JoinRequest.objects.filter(pk=activity.target_id, state="waiting").first()
    if asked is not None:
        deciding = _reachable().filter(
            power__content_object=asked.group_id, power__permission__codename="accept_people"
        )
        _tell(deciding.distinct(), activity, asked)


def tell_concerned(activity: Activity) -> None:
    """The one person whom a deed in a group concerns: its activity names them."""
    target = _target(activity)
    if target is not None:
        concerned = _reachable().filter(pk=activity.data["member"]).exclude(pk=activity.actor_id)
        _tell(concerned, activity, target)


def tell_promoted(activity: Activity) -> None:
    """A place was free, and whoever was next in line is in."""
    group = Group.objects.filter(pk=activity.target_id).first()
    if group is not None:
        _tell(_reachable().filter(pk=activity.actor_id), activity, group)


def tell_successor(activity: Activity) -> None:
    """Somebody is asked to look after a group."""
    asked = HandOver.objects.open().filter(pk=activity.target_id).first()
    if asked is not None:
        _tell(_reachable().filter(pk=asked.to_id), activity, asked)


def tell_organisers(activity: Activity) -> None:
    """A group is proposed, or nobody looks after one: the organisers, if they may know of it."""
    group = Group.objects.filter(pk=activity.target_id).first()
    if group is None:
        return
    organisers = _reachable().filter(role__in=DECIDING).exclude(pk=activity.actor_id)
    knowing = [m for m in organisers if Group.objects.visible_to(m).filter(pk=group.pk).exists()]
    _tell(knowing, activity, group)


def tell_founder(activity: Activity) -> None:
    """An organiser decided about a proposed group."""
    group = Group.objects.filter(pk=activity.target_id).first()
    if group is not None and group.founded_by_id != activity.actor_id:
        _tell(_reachable().filter(pk=group.founded_by_id), activity, group)


def tell_members(activity: Activity) -> None:
    """Something that concerns all who are in a group, but for who did it."""
    group = Group.objects.filter(pk=activity.target_id).first()
    if group is not None:
        members = _reachable().filter(memberships__group=group).exclude(pk=activity.actor_id)
        _tell(members, activity, group)


def tell_leaders(activity: Activity) -> None:
    """A moderator has something to say about the group itself: whoever looks after it hears of it."""
    group = Group.objects.filter(pk=activity.target_id).first()
    if group is not None:
        leading = group.memberships.leading().values("member")
        _tell(_reachable().filter(pk__in=leading).exclude(pk=activity.actor_id), activity, group)


def _target(activity: Activity) -> Group | JoinRequest | Removal | None:
    """What a deed was done to, if it still exists."""
    models = {
        "groups.declined": JoinRequest, "groups.removed": Removal,
    }  # fmt: skip
    return models.get(activity.verb, Group).objects.filter(pk=activity.target_id).first()


def _reachable() -> QuerySet[Member]:
    return Member.objects.reachable()


def _tell(members, activity: Activity, target) -> None:
    tell(members, kind=Kind.GROUP, activity=activity, target=target)
