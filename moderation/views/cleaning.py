"""Cleaning up after a spammer, and taking that back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from moderation import actions, rules
from moderation.forms import CleanUpForm
from moderation.models import CleanUp, ReviewItem
from peersupport.core.access import Rule, access
from peersupport.core.exceptions import Conflict, Refused


@access(Rule.STAFF)
def item_clean_up(request, pk):
    """Hide with one decision all that the author of an item made in the last days."""
    items = ReviewItem.objects.visible_to(request.user).select_related("author")
    item = get_object_or_404(items.exclude(author=None), pk=pk)
    if not rules.is_moderator(request.user) or not rules.can_decide(request.user, item):
        raise Http404
    form = CleanUpForm(request.POST or None, item=item, member=request.user)
    context = {"item": item, "form": form, "stands": None}
    if request.method == "POST" and form.is_valid():
        try:
            done = form.save()
            messages.success(request, _("Hidden. You can take all of it back for 30 seconds."))
            return redirect("moderation:clean_up_detail", done.pk)
        except Refused as refusal:
            form.add_error(None, refusal.shown)
        except Conflict as conflict:
            form.add_error(None, _("Somebody worked on this meanwhile. Look at it once more."))
            context["stands"] = conflict.current
    status = 422 if form.errors else 200
    return render(request, "moderation/item_clean_up.html", context, status=status)


@access(Rule.STAFF)
def clean_up_detail(request, pk):
    """What a clean-up hid, and until when it can be undone as a whole."""
    return render(request, "moderation/clean_up_detail.html", {"done": _clean_up(request, pk)})


@access(Rule.STAFF)
def clean_up_undo(request, pk):
    """Show again what it hid and nobody changed since."""
    done = _clean_up(request, pk)
    if request.method == "POST":
        try:
            actions.undo_clean_up(done, by=request.user)
            messages.success(request, _("Shown again, but for what somebody changed since."))
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect("moderation:clean_up_detail", done.pk)
    return render(request, "moderation/clean_up_undo.html", {"done": done})


def _clean_up(request, pk):
    if not rules.is_moderator(request.user):
        raise Http404
    found = CleanUp.objects.visible_to(request.user).exclude(member=request.user.pk)
    people = "member", "undone_by", "decision__made_by", "decision__norm"
    return get_object_or_404(found.select_related(*people), pk=pk)
