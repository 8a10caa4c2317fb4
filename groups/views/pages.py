"""What a group shows: about it, and who is in it."""

from datetime import timedelta

from django.db.models import OuterRef, Subquery
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from groups import actions
from groups.models import HandOver, JoinRequest, Membership, Removal, Role, WaitingPlace
from groups.rules import can_decide_proposal, can_join, may_invite
from peersupport.core.access import Rule, access
from peersupport.members.rules import writable

from .shown import do, own_group, shown_group

FACES = 12
ON_PAGE = 60
NEWS_DAYS = 30


@access(Rule.MEMBER)
def group_detail(request, slug):
    """About the group: what everybody may know, and for its members who is there."""
    shown = shown_group(request, slug)
    group, member = shown.group, request.user
    context = {
        "shown": shown, "group": group,
        "can_decide": group.state == group.State.PROPOSED and can_decide_proposal(member),
    }  # fmt: skip
    context |= _inside(shown, member) if shown.is_member else _outside(group, member)
    return render(request, "groups/group_detail.html", context)


def _outside(group, member):
    """The door as it stands for somebody who is not in the group."""
    requests = JoinRequest.objects.visible_to(member).filter(group=group)
    return {
        "people": [], "can_join": can_join(member, group),
        "in_line": WaitingPlace.objects.of(member).filter(group=group).exists(),
        "asked": requests.filter(member=member).latest_first().first(),
    }  # fmt: skip


def _inside(shown, member):
    """Who is there, and what members hear of the group."""
    group = shown.group
    people = list(_faces(group, member))
    agreed_at, news = (people[0].agreed_at, people[0].news) if people else (None, None)
    handed_over = group.hand_overs.select_related("by", "to").filter(pk=news)
    return {
        "people": people, "agreed_at": agreed_at, "can_invite": may_invite(shown.place, group),
        "handed_over": handed_over.first() if news else None,
    }  # fmt: skip


def _faces(group, member):
    """The first members, each row with when this one agreed to the norms and the id of the `news`.

    News is that somebody else looks after the group now. One statement tells all three.
    """
    own = Membership.objects.filter(group=OuterRef("group"), member=member)
    since = timezone.now() - timedelta(days=NEWS_DAYS)
    accepted = group.hand_overs.filter(state=HandOver.State.ACCEPTED, answered_at__gt=since)
    people = Membership.objects.visible_to(member).filter(group=group).for_listing()
    return people.only("member__display_name", "member__handle").annotate(
        agreed_at=Subquery(own.values("norms_agreed_at")),
        news=Subquery(accepted.order_by("-answered_at").values("pk")[:1]),
    )[:FACES]


@access(Rule.MEMBER)
def member_list(request, slug):
    """Who is in the group: who looks after it first, then who came first."""
    shown = own_group(request, slug)
    people = Membership.objects.visible_to(request.user).filter(group=shown.group).for_listing()
    after = request.GET.get("after", "")
    if after.isdecimal() and len(after) < 10:
        people = people.behind(people.filter(pk=int(after)).first())
    rows = list(people[: ON_PAGE + 1])
    members = [membership.member for membership in rows]
    context = {
        "shown": shown, "group": shown.group, "people": rows[:ON_PAGE], "roles": Role,
        "writable": writable(members, by=request.user, shares_group=True),
        "next": rows[ON_PAGE - 1].pk if len(rows) > ON_PAGE else None,
        "can_accept": "accept_people" in shown.place.powers,
        "can_invite": may_invite(shown.place, shown.group),
    }  # fmt: skip
    return render(request, "groups/member_list.html", context)


@access(Rule.MEMBER)
def removal_detail(request, pk):
    """Why somebody was removed from a group, for that person alone. The group is not named."""
    removal = get_object_or_404(Removal.objects.visible_to(request.user), pk=pk)
    return render(request, "groups/removal_detail.html", {"removal": removal})


@access(Rule.MEMBER)
@require_POST
def group_pass(request, slug):
    """Not for me: the group is not suggested to this person again."""
    group = shown_group(request, slug).group
    return do(
        request, actions.pass_over, to="groups:group_list", group=group, member=request.user,
        said=_("We will not suggest that group again."),
    )  # fmt: skip
