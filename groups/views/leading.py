"""Looking after a group: what needs one this week, who comes in, who takes over."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from groups import actions
from groups.forms import HandOverForm, ReasonForm
from groups.models import HandOver, JoinRequest, Membership, Role
from groups.rules import can_remove, successors
from peersupport.core.access import Rule, access
from peersupport.members.rules import writable

from .shown import do, form_page, led_group, own_group, saved, told
from .week import week_of


@access(Rule.MEMBER)
def group_lead(request, slug):
    """What needs the people who look after a group: in words, nothing is scored."""
    shown = led_group(request, slug, "accept_people")
    asked = JoinRequest.objects.visible_to(request.user).filter(group=shown.group).waiting()
    handing_over = HandOver.objects.visible_to(request.user).filter(group=shown.group).open()
    requests = list(asked.select_related("member"))
    context = {
        "shown": shown, "group": shown.group, "current": "lead", "requests": requests,
        "writable": writable([asked.member for asked in requests], by=request.user),
        "week": week_of(shown), "in_line": shown.group.line.count(),
        "hand_over": handing_over.filter(by=request.user).select_related("to").first(),
    }  # fmt: skip
    return render(request, "groups/group_lead.html", context)


@access(Rule.MEMBER)
@require_POST
def request_accept(request, slug, pk):
    group = led_group(request, slug, "accept_people").group
    asked = _request(request, group, pk)
    text = _("%(name)s is in. Say hello.")
    if group.is_full:
        text = _("%(name)s is on the waiting list, and hears it when a place is free.")
    return do(
        request, actions.accept, request=asked, by=request.user, back=group,
        to=_lead(group), said=text % {"name": asked.member.display_name},
    )  # fmt: skip


@access(Rule.MEMBER)
def request_decline(request, slug, pk):
    """A no that says why."""
    shown = led_group(request, slug, "accept_people")
    asked, form = _request(request, shown.group, pk), ReasonForm(request.POST or None)
    said = _("%(name)s is told, with what you wrote.") % {"name": asked.member.display_name}
    done = saved(
        request, form, lambda: actions.decline(asked, by=request.user, **form.cleaned_data),
        lambda _made: told(request, said, _lead(shown.group)),
    )  # fmt: skip
    context = {"group": shown.group, "asked": asked}
    return done or form_page(request, "groups/request_decline.html", form, context)


@access(Rule.MEMBER)
def membership_remove(request, slug, handle):
    """Ask somebody to leave, and tell them why."""
    shown = led_group(request, slug, "accept_people")
    person = _person(request, shown.group, handle)
    if not can_remove(request.user, shown.group, person.role):
        return redirect("groups:member_list", slug)
    form = ReasonForm(request.POST or None)
    said = _("%(name)s is no longer in the group, and is told why.")
    done = saved(
        request, form,
        lambda: actions.remove(shown.group, handle=handle, by=request.user, **form.cleaned_data),
        lambda _made: told(
            request, said % {"name": person.member.display_name}, _people(shown.group)
        ),
    )  # fmt: skip
    context = {"group": shown.group, "person": person.member}
    return done or form_page(request, "groups/membership_remove.html", form, context)


@access(Rule.MEMBER)
@require_POST
def membership_appoint(request, slug, handle):
    """Make a member a deputy, or a deputy a member."""
    shown = led_group(request, slug, "edit_group")
    person = _person(request, shown.group, handle).member
    role = Role.DEPUTY if request.POST.get("role") == str(Role.DEPUTY) else Role.MEMBER
    text = _("%(name)s is a deputy now.") if role else _("%(name)s is a member again.")
    return do(
        request, actions.appoint, group=shown.group, handle=handle, role=role, by=request.user,
        back=shown.group, to=_people(shown.group), said=text % {"name": person.display_name},
    )  # fmt: skip


@access(Rule.MEMBER)
@require_POST
def membership_welcome(request, slug, handle):
    """Note that somebody said hello to a newcomer."""
    group = led_group(request, slug, "accept_people").group
    person = _person(request, group, handle).member
    return do(
        request, actions.welcome, group=group, handle=handle, by=request.user, to=_lead(group),
        back=group,
        said=_("Good. %(name)s is not on this list any more.") % {"name": person.display_name},
    )  # fmt: skip


@access(Rule.MEMBER)
def group_hand_over(request, slug):
    """Ask somebody to look after the group in one's place, or take the question back."""
    shown, member = led_group(request, slug, "edit_group"), request.user
    group = shown.group
    if request.POST.get("do") == "take-back":
        return do(
            request, actions.take_back_hand_over, group=group, by=member, to=_lead(group),
            back=group,
            said=_("You go on looking after the group."),
        )  # fmt: skip
    able = successors(group, of=member)
    form = HandOverForm(request.POST or None, successors=able)
    said = _("You stay the facilitator until they accept. You get a notice either way.")
    done = saved(
        request, form, lambda: form.save(group=group, by=member),
        lambda _made: told(request, said, _lead(group)),
    )  # fmt: skip
    context = {"shown": shown, "group": group, "has_successors": able.exists()}
    return done or form_page(request, "groups/group_hand_over.html", form, context)


@access(Rule.MEMBER)
def hand_over_answer(request, slug):
    """Somebody asks this person to look after the group: a yes or a no."""
    shown, member = own_group(request, slug), request.user
    asked = HandOver.objects.visible_to(member).filter(group=shown.group, to=member)
    hand_over = asked.open().select_related("by").first()
    if hand_over is None:
        return render(request, "groups/hand_over_gone.html", status=404)
    if request.method != "POST":
        context = {"group": shown.group, "hand_over": hand_over, "shown": shown}
        return render(request, "groups/hand_over_answer.html", context)
    accepted = request.POST.get("answer") == "yes"
    said = _("You look after the group now. Thank you.") if accepted else _("They are told.")
    return do(
        request, actions.answer_hand_over, hand_over=hand_over, by=member, accepted=accepted,
        to=_lead(shown.group) if accepted else shown.group, back=shown.group, said=said,
    )  # fmt: skip


def _request(request, group, pk) -> JoinRequest:
    requests = JoinRequest.objects.visible_to(request.user).select_related("member", "group")
    return get_object_or_404(requests, pk=pk, group=group)


def _person(request, group, handle) -> Membership:
    people = Membership.objects.visible_to(request.user).select_related("member")
    return get_object_or_404(people, group=group, member__handle=handle)


def _lead(group) -> str:
    return group.place_url("group_lead")


def _people(group) -> str:
    return group.place_url("member_list")
