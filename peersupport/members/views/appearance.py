"""How pages look for one member, and the first steps on their home page."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from peersupport.core.access import Rule, access
from peersupport.members import actions
from peersupport.members.forms import AppearanceForm
from peersupport.members.models import FirstStep


@access(Rule.MEMBER)
def settings_appearance(request):
    form = AppearanceForm(request.POST or None, instance=request.user)
    if request.method == "POST":
        if form.is_valid():
            form.save()
            messages.success(request, _("Saved. Every page looks like this for you now."))
            return redirect("members:settings_appearance")
        request.user.refresh_from_db()  # the page looks as it did, not as was sent
    status = 422 if form.errors else 200
    return render(request, "members/settings_appearance.html", {"form": form}, status=status)


@access(Rule.MEMBER)
@require_POST
def first_steps(request):
    """Leave out one of the first steps, or put the whole list away."""
    step = request.POST.get("skip", "")
    if not step:
        actions.hide_first_steps(request.user)
        messages.success(request, _("The list is put away. Settings, Appearance brings it back."))
    elif step in FirstStep.values:
        actions.skip_step(request.user, step=FirstStep(step))
    else:
        raise Http404
    return redirect("forums:home")
