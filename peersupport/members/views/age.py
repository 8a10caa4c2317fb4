"""The question about age, before anything else is asked. No answer is ever kept."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from peersupport.core.access import Rule, access
from peersupport.members.adapter import OLD_ENOUGH, TOO_YOUNG, age_answer, keep_answer, way_back
from peersupport.members.forms import AgeForm
from peersupport.members.rules import is_old_enough


@access(Rule.PUBLIC)
@never_cache
def age_check(request):
    """Ask without a hint at the right answer. Who is too young is told so, also after going back."""
    if not settings.AGE_MINIMUM:
        raise Http404
    if age_answer(request) == TOO_YOUNG:
        return render(request, "members/age_refused.html", {"minimum": settings.AGE_MINIMUM})
    form = AgeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if is_old_enough(form.cleaned_data["born_on"], timezone.localdate()):
            return keep_answer(redirect(way_back(request)), OLD_ENOUGH)
        return keep_answer(redirect("members:age_check"), TOO_YOUNG)
    context = {"form": form, "next": way_back(request)}
    status = 422 if form.errors else 200
    return render(request, "members/age_check.html", context, status=status)
