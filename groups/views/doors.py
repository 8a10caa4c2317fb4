"""Ways in and out, as pages."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from groups import actions
from groups.forms import AgreeForm, JoinForm
from groups.models import Group, JoinRequest, Membership, WaitingPlace
from groups.rules import can_join
from peersupport.core.access import Rule, access
from peersupport.core.exceptions import Refused
from peersupport.members.rules import writable

from .shown import Shown, do, form_page, own_group, saved, shown_group, told
from .suggesting import suggestion_for


@access(Rule.PARTICIPANT)
def group_join(request, slug):
    """The questions and norms of a group, and a yes to them."""
    shown = shown_group(request, slug)
    group, member = shown.group, request.user
    if shown.is_member or not can_join(member, group):
        return redirect(group)
    form = JoinForm(request.POST or None, group=group)
    done = saved(
        request, form, lambda: form.save(member=member), lambda made: _after(request, group, made)
    )
    context = {"shown": shown, "group": group}
    return done or form_page(request, "groups/group_join.html", form, context)


@access(Rule.PARTICIPANT)
def invitation_detail(request, token):
    """What an invitation opens. One that does not work, for whatever reason, names nothing."""
    member = request.user
    invitation = actions.usable_by(token, member)
    if invitation is None:
        return render(request, "groups/invitation_gone.html", status=404)
    group = invitation.group
    if group.memberships.filter(member=member).exists():
        return redirect(group)
    form = AgreeForm(request.POST or None, group=group)
    done = saved(
        request, form,
        lambda: actions.use_invitation(
            token, member=member, norms_version=form.cleaned_data["norms_version"]
        ),
        lambda made: _after(request, *made),
    )  # fmt: skip
    leaders = list(group.memberships.leading().select_related("member"))
    context = {"invitation": invitation, "group": group, "shown": Shown(group, None, leaders)}
    return done or form_page(request, "groups/invitation_detail.html", form, context)


def _after(request, group: Group, made):
    """Where somebody is led who asked, came in, or found the group full."""
    if isinstance(made, JoinRequest):
        return told(request, _("Your request is sent. You get a notice either way."), made)
    if not made:
        return redirect("groups:group_waiting", group.slug)
    text = _("You are in. Welcome to %(name)s.") % {"name": group.name}
    return told(request, text, group)


@access(Rule.MEMBER)
def request_detail(request, pk):
    """A request as its writer sees it, and as those see it who decide."""
    requests = JoinRequest.objects.visible_to(request.user).select_related("group", "member")
    asked = get_object_or_404(requests, pk=pk)
    in_line = WaitingPlace.objects.of(asked.member).filter(group=asked.group).exists()
    is_own = asked.member_id == request.user.pk
    context = {"asked": asked, "group": asked.group, "is_own": is_own, "in_line": in_line}
    context["writable"] = set() if is_own else writable([asked.member], by=request.user)
    return render(request, "groups/request_detail.html", context)


@access(Rule.MEMBER)
@require_POST
def group_withdraw(request, slug):
    """Take one's request back."""
    group = shown_group(request, slug).group
    return do(
        request, actions.withdraw, group=group, member=request.user, to=group,
        said=_("You have taken your request back."),
    )  # fmt: skip


@access(Rule.MEMBER)
def group_waiting(request, slug):
    """One's place in line; sent, it gives the place up."""
    group, member = _group_in_line(request, slug), request.user
    place = WaitingPlace.objects.of(member).filter(group=group).first()
    if place is None:
        return redirect(group)
    if request.method == "POST":
        return do(
            request, actions.leave_line, group=group, member=member, to="groups:group_list",
            said=_("You have left the waiting list."),
        )  # fmt: skip
    ahead = group.line.filter(pk__lt=place.pk).count()
    context = {
        "group": group, "place": place, "ahead": ahead, "number": ahead + 1,
        "suggestion": suggestion_for(member),
    }  # fmt: skip
    return render(request, "groups/group_waiting.html", context)


def _group_in_line(request, slug) -> Group:
    """Who waits for a hidden group knows of it as long as they wait."""
    known = Group.objects.visible_to(request.user) | Group.objects.waited_for_by(request.user)
    return get_object_or_404(known, slug=slug)


@access(Rule.MEMBER)
def group_norms(request, slug):
    """The norms of a group, and for who has not agreed to them as they are now, the question."""
    shown = own_group(request, slug)
    group, member = shown.group, request.user
    form = AgreeForm(request.POST or None, group=group)
    done = saved(
        request, form,
        lambda: actions.agree(group, member=member, version=form.cleaned_data["norms_version"]),
        lambda _made: told(request, _("Thank you. You can write here again."), group),
    )  # fmt: skip
    own = Membership.objects.visible_to(member).filter(group=group, member=member).first()
    context = {"shown": shown, "group": group, "own": own}
    return done or form_page(request, "groups/group_norms.html", form, context)


@access(Rule.MEMBER)
def group_leave(request, slug):
    """A page that says what goes, then the deed."""
    shown = own_group(request, slug)
    if request.method != "POST":
        return render(request, "groups/group_leave.html", {"shown": shown, "group": shown.group})
    try:
        actions.leave(shown.group, member=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(shown.group)
    return told(request, _("You have left the group."), "groups:group_list")
