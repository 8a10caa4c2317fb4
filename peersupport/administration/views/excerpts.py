"""Which of the staff opened what reports of private messages brought along: for who oversees it."""

from django.utils.translation import gettext as _

from peersupport.activity.models import Activity
from peersupport.core.access import Rule, access

from .frame import staff_page

SHOWN = 50


@access(Rule.ADMINISTRATOR)
def excerpt_list(request):
    """Each time, newest first: who, when, and of which report. None of the words."""
    opened = (
        Activity.objects.of("moderation.excerpt_opened").select_related("actor").order_by("-pk")
    )
    before = request.GET.get("before", "")
    if before.isascii() and before.isdigit() and len(before) < 19:
        opened = opened.filter(pk__lt=int(before))
    rows = list(opened[: SHOWN + 1])
    context = {"opened": rows[:SHOWN], "older": rows[SHOWN - 1].pk if len(rows) > SHOWN else None}
    return staff_page(request, "excerpt_list", _("Private messages opened"), context)
