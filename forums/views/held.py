"""What waits for a moderator's look, on its author's own pages. For others it does not exist."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from forums import actions
from forums.forms import HeldForm
from forums.models import HeldPost, Post
from moderation.safety.phrases import sounds_worrying
from peersupport.core.access import Rule, access
from peersupport.core.exceptions import Conflict, Refused

from .previewing import preview_of, status_of, wants_preview


@access(Rule.MEMBER)
def held_detail(request, pk):
    """What one sent, why it waits, how long, and what can be done meanwhile."""
    held = _own(request, pk)
    if held.post and not held.post.is_gone:
        return redirect(held.post)
    is_worrying = held.can_change and sounds_worrying(f"{held.title}\n\n{held.body}")
    context = {"held": held, "is_worrying": is_worrying}
    return render(request, "forums/held_detail.html", context)


@access(Rule.PARTICIPANT)
def held_edit(request, pk):
    """Change it and send it again. Decided meanwhile, what was typed stays on the page."""
    held = _own(request, pk)
    if not held.can_change:
        return redirect(held)
    form = HeldForm(request.POST or None, request.FILES or None, held=held)
    if request.method == "POST" and not wants_preview(request) and form.is_valid():
        try:
            return _sent_again(request, form.save())
        except Conflict:
            form.add_error(
                None, _("Somebody looked at it meanwhile. Open it again to see how it is now.")
            )
        except Refused as refusal:
            form.add_error(None, refusal.shown)
    context = {"held": held, "form": form, "preview": preview_of(request, form)}
    return render(request, "forums/held_edit.html", context, status=status_of(request, form))


@access(Rule.MEMBER)
def held_withdraw(request, pk):
    """A page that names what goes, then the deed."""
    held = _own(request, pk)
    if not held.can_change:
        return redirect(held)
    if request.method == "POST":
        try:
            actions.withdraw_held(held, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(held)
        messages.success(request, _("It is gone. Nobody looks at it any more."))
        return redirect("forums:draft_list")
    return render(request, "forums/held_withdraw.html", {"held": held})


def to_what_was_sent(request, sent):
    """Where its author goes on: to the post, or to the page that says why it waits."""
    if sent.offers_help:
        messages.info(request, _help_offered())
    what = sent.what
    return redirect(what.topic.link_to(what.number) if isinstance(what, Post) else what)


def _help_offered():
    text = _("If things are heavy just now: these people answer at once, and only you see this.")
    return format_html(
        '{} <a href="{}">{}</a>', text, reverse("safety:help_now"), _("See who can help")
    )


def _sent_again(request, held):
    if held.post is None:
        messages.success(request, _("Sent again. Somebody looks at it, usually within a day."))
        return redirect(held)
    messages.success(request, _("It is posted."))
    return redirect(held.post)


def _own(request, pk):
    own = HeldPost.objects.visible_to(request.user).written_by(request.user)
    return get_object_or_404(own.for_notice().select_related("author"), pk=pk)
