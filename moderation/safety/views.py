from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from peersupport.core.access import Rule, access
from peersupport.core.context import SITE

from .lines import LINES


@access(Rule.PUBLIC, while_suspended=True)
def help_now(request):
    """Served without session, database, Redis or JavaScript: see HelpNowMiddleware."""
    return help_page()


def help_page():
    context = {"site": SITE, "lines": LINES, "standalone": True}
    response = HttpResponse(render_to_string("safety/help_now.html", context))
    response["Cache-Control"] = "public, max-age=300"
    return response


@access(Rule.PUBLIC, while_suspended=True)
def leaving(request):
    """What Leave quickly does, and what it cannot do."""
    return render(request, "safety/leaving.html")


@access(Rule.PUBLIC, while_suspended=True)
def limits(request):
    return render(request, "safety/limits.html")
