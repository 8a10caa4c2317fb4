"""What somebody would rather not see: what it is, and where it can still be found."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forums import actions
from forums.forms import ThemesForm
from forums.models import Category, Topic
from peersupport.core.access import Rule, access
from peersupport.core.exceptions import Refused
from peersupport.notifications.models import Watch

from .rows import topic_page


@access(Rule.MEMBER)
def settings_themes(request):
    """Content notes and tags to leave out, and what is muted."""
    form = ThemesForm(request.POST or None, member=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            form.save()
            messages.success(request, _("Saved. Every list leaves that out from now on."))
            return redirect("forums:settings_themes")
        except Refused as refusal:
            form.add_error(None, str(refusal))
    muted = Category.objects.visible_to(request.user).muted_by(request.user)
    status = 422 if form.errors else 200
    context = {"form": form, "muted": muted}
    return render(request, "forums/settings_themes.html", context, status=status)


@access(Rule.MEMBER)
def hidden_list(request):
    """The topics that every other list leaves out for this person."""
    topics = Topic.objects.visible_to(request.user).unwanted_by(request.user)
    page = topic_page(topics, request)
    return render(request, "forums/hidden_list.html", {"page": page, "topics": page.rows})


@access(Rule.MEMBER)
@require_POST
def category_watch(request, slug):
    """Follow, mute, or neither, for all topics of a category."""
    category = get_object_or_404(Category.objects.visible_to(request.user), slug=slug)
    level = level_sent(request)
    actions.choose_level(category, member=request.user, level=level)
    if not request.htmx:
        return redirect(category)
    context = {"watch_url": request.path, "watch_level": level.value, "of": "category"}
    return render(request, "watch.html", context, using="fast")


def level_sent(request):
    """The level that a button names; others do not exist."""
    level = request.POST.get("level", "")
    if level not in {str(value) for value in Watch.Level.values}:
        raise Http404
    return Watch.Level(int(level))
