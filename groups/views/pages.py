"""What a group shows: about it, and who is in it."""

from datetime import timedelta

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from groups import actions
from groups.models import HandOver, JoinRequest, Membership, Removal, Role, WaitingPlace
from groups.rules import can_decide_proposal, can_invite, can_join
from peersupport.core.access import Rule, access

from .shown import do, own_group, shown_group

FACES = 12
ON_PAGE = 60
NEWS_DAYS = 30


@access(Rule.MEMBER)
def group_detail(request, slug):
    """About the group: what everybody may know, and for its members who is there."""
    shown = shown_group(request, slug)
    group, member = shown.group, request.user
    people = Membership.objects.visible_to(member).filter(group=group).for_listing()
    requests = JoinRequest.objects.visible_to(member).filter(group=group)
    context = {
        "shown": shown, "group": group, "people": people[:FACES],
        "own": people.filter(member=member).first() if shown.is_member else None,
        "can_join": not shown.is_member and can_join(member, group),
        "in_line": WaitingPlace.objects.of(member).filter(group=group).exists(),
        "asked": requests.filter(member=member).latest_first().first(),
        "can_invite": shown.is_member and can_invite(member, group),
        "can_decide": group.state == group.State.PROPOSED and can_decide_proposal(member),
        "handed_over": _handed_over(group) if shown.is_member else None,
    }  # fmt: skip
    return render(request, "groups/group_detail.html", context)


def _handed_over(group):
    """The line by which members hear that somebody else looks after the group now."""
    since = timezone.now() - timedelta(days=NEWS_DAYS)
    accepted = group.hand_overs.filter(state=HandOver.State.ACCEPTED, answered_at__gt=since)
    return accepted.select_related("by", "to").order_by("-answered_at").first()


@access(Rule.MEMBER)
def member_list(request, slug):
    """Who is in the group: who looks after it first, then who came first."""
    shown = own_group(request, slug)
    people = Membership.objects.visible_to(request.user).filter(group=shown.group).for_listing()
    after = request.GET.get("after", "")
    if after.isdecimal() and len(after) < 10:
        people = people.behind(people.filter(pk=int(after)).first())
    rows = list(people[: ON_PAGE + 1])
    context = {
        "shown": shown, "group": shown.group, "people": rows[:ON_PAGE], "roles": Role,
        "next": rows[ON_PAGE - 1].pk if len(rows) > ON_PAGE else None,
        "can_accept": "accept_people" in shown.place.powers,
        "can_invite": can_invite(request.user, shown.group),
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
