"""What one leaves to others, and whether one rests."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from moderation.forms import CareForm
from peersupport.core.access import Rule, access

from .queue import Queue, frame_of


@access(Rule.MEMBER)
def care(request):
    """Themes that one is never given, and a rest from all of it."""
    queue = Queue(request, frame_of(request))
    form = CareForm(request.POST or None, care=queue.care)
    if request.method == "POST" and form.is_valid():
        form.save(member=request.user)
        messages.success(request, _("Saved. Nobody else sees what you chose."))
        return redirect(queue.list_url)
    context = {"form": form, "queue": queue, "in_admin": bool(queue.frame)}
    status = 422 if form.errors else 200
    return render(request, "moderation/care.html", context, status=status)
