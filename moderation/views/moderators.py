from django.shortcuts import render
from django.utils.http import urlencode

from moderation.registry import looked_after
from moderation.rules import ASKING_ROLES, is_moderator, somebody_is_on_duty
from peersupport.core.access import Rule, access
from peersupport.members.models import Member

ON_PAGE = 50


@access(Rule.PUBLIC, while_suspended=True)
def moderator_list(request):
    """Who moderates: everywhere, and in which of the groups that the reader may know of."""
    people = Member.objects.visible_to(request.user).reachable().filter(role__in=ASKING_ROLES)
    after = request.GET.get("after", "").replace("\0", "")
    places = looked_after(request.user, after=after, most=ON_PAGE + 1)
    context = {
        "people": [] if after else [p for p in people.order_by("display_name") if is_moderator(p)],
        "places": places[:ON_PAGE], "is_later": bool(after),
        "next": _after(places[ON_PAGE - 1].place.name) if len(places) > ON_PAGE else "",
        "is_covered": somebody_is_on_duty(),
    }  # fmt: skip
    return render(request, "moderation/moderator_list.html", context)


def _after(name):
    return f"?{urlencode({'after': name})}"
