import csv
from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render

from moderation.models import PublishedMonth
from peersupport.core.access import Rule, access

from .openness_shown import MACHINES, Cell, csv_rows, headline_of, tables_of
from .trend import chart_of

MONTHS = 6  # in the table of how it went on


@access(Rule.PUBLIC, while_suspended=True)
def transparency(request):
    """What was reported in a month, what came of it, and how fast; without figures of few people."""
    published = PublishedMonth.objects.visible_to(request.user)
    months = list(published.values_list("month", flat=True))
    if not months:
        return render(request, "moderation/transparency.html", {"month": None})
    wanted = _day(request.GET["month"]) if "month" in request.GET else months[0]
    if wanted not in months:
        raise Http404
    shown = list(published.filter(month__lte=wanted)[:MONTHS])
    month, trend = shown[0], [(each.month, headline_of(each)) for each in reversed(shown)]
    context = {
        "month": month, "months": months, "headline": headline_of(month),
        "tables": tables_of(month),
        "machines": [(words, Cell(month.figures["machines"][k])) for k, words in MACHINES.items()],
        "trend": trend, "chart": chart_of([(day, each.look.value) for day, each in trend]),
    }  # fmt: skip
    return render(request, "moderation/transparency.html", context)


@access(Rule.PUBLIC, while_suspended=True)
def transparency_file(request, month):
    """The same figures for a spreadsheet."""
    published = PublishedMonth.objects.visible_to(request.user)
    found = published.filter(month=_day(month)).first()
    if found is None:
        raise Http404
    name = f"transparency-{found}.csv"
    response = HttpResponse(
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
    csv.writer(response).writerows(csv_rows(found))
    return response


def _day(text):
    """The first day of a month such as 2026-10."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise Http404 from None
