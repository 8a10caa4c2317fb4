from time import time

from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from forums.models import Category, Topic
from forums.querysets import people_to_mention
from peersupport.core.access import Rule, access

SHORTEST, LONGEST = 2, 40
MOST = 8
WINDOW = 600  # seconds, in which somebody may ask so often:
LOOKS = 150


def mentions_in(topic: Topic) -> str:
    """Where the composer of a topic asks whom to mention."""
    return f"{reverse('forums:mention_list')}?topic={topic.pk}"


@access(Rule.PARTICIPANT)
def mention_list(request):
    """People whose names begin so, for the composer. Who cannot be mentioned is as who is not here."""
    words = " ".join(request.GET.get("q", "").replace("\x00", "").split())
    category, topic = _place(request)
    people = []
    if category and SHORTEST <= len(words) <= LONGEST:
        if _asked_too_often(request.user):
            return HttpResponse(status=429)
        people = people_to_mention(request.user, words, category=category, topic=topic)[:MOST]
    return render(request, "forums/_mentions.html", {"people": people})


def _place(request):
    """The category in which something is written, and the topic; of one they cannot see, neither."""
    topic, category = request.GET.get("topic", ""), request.GET.get("category", "")
    if topic.isascii() and topic.isdecimal() and len(topic) < 18:
        topics = Topic.objects.visible_to(request.user).select_related("category")
        found = topics.filter(pk=topic).first()
        return (found.category, found) if found else (None, None)
    known = Category.objects.visible_to(request.user)
    return known.filter(slug=category).first() if category else None, None


def _asked_too_often(member) -> bool:
    """Enough for writing, too little for copying the names of everybody."""
    key = f"mentions:{member.pk}:{int(time()) // WINDOW}"
    cache.add(key, 0, WINDOW)
    try:
        return cache.incr(key) > LOOKS
    except ValueError:  # gone in between
        return False
