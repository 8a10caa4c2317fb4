from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from peersupport.core.access import Rule, access

from .forms import ProfileForm


@access(Rule.MEMBER)
def settings_profile(request):
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST":
        if form.is_valid():
            form.save()
            messages.success(request, _("Your profile is saved."))
            return redirect("members:settings_profile")
        request.user.refresh_from_db()  # the page shows who is signed in, not what was typed
    status = 422 if form.errors else 200
    return render(request, "members/settings_profile.html", {"form": form}, status=status)


@access(Rule.PUBLIC)
def privacy(request):
    return render(request, "members/privacy.html")


@access(Rule.PUBLIC)
def accessibility(request):
    return render(request, "members/accessibility.html")
