"""Atom feeds: public ones as a visitor may read, and a member's own behind a secret address.

They leave the site, so they hold no names of people; words only where everybody may read them, and
never those that a content note stands before. What a feed holds is asked anew at each request.
"""

import hashlib
import re
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.http import http_date, quote_etag
from django.utils.translation import gettext as _

from forums import actions
from forums.models import Category, FeedKey, Post, ReadMark, Topic
from peersupport.core import richtext
from peersupport.core.access import Rule, access, glance

ENTRIES = 20
WORDS = 300  # of a post
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
SHOW_ONCE = "feed_token"  # in the session, from the making of an address to the page that shows it
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # what XML cannot hold


class Feed(Atom1Feed):
    """Atom whose time is that of its newest entry, however often it is asked for."""

    def latest_post_date(self):
        return max((item["updateddate"] for item in self.items), default=BEGINNING)


@access(Rule.PUBLIC)
@glance
def category_feed(request, slug):
    """The latest topics of a category that everybody may read."""
    category = get_object_or_404(Category.objects.visible_to(AnonymousUser()), slug=slug)
    topics = Topic.objects.visible_to(AnonymousUser()).filter(category=category)
    if category.read > 0:
        raise Http404
    feed = _feed(request, category.name, category.get_absolute_url())
    for topic in topics.for_listing()[:ENTRIES]:
        words = "" if category.words_stay_inside else topic.excerpt
        _add(feed, f"topic/{topic.pk}", topic.title, topic.get_absolute_url(), topic.last_post_at,
             _noted(topic) or words)  # fmt: skip
    return _answer(request, feed, "public, max-age=300")


@access(Rule.PUBLIC)
@glance
def topic_feed(request, pk):
    """The latest posts of a topic that everybody may read."""
    topics = Topic.objects.visible_to(AnonymousUser()).select_related("category")
    topic = get_object_or_404(topics, pk=pk)
    posts = Post.objects.filter(topic=topic, standing="visible").order_by("-number")
    feed = _feed(request, topic.title, topic.get_absolute_url())
    for post in posts[:ENTRIES]:
        words = "" if topic.category.words_stay_inside else richtext.excerpt(post.html, WORDS)
        title = _("%(topic)s: post %(number)s") % {"topic": topic.title, "number": post.number}
        _add(feed, f"post/{post.pk}", title, topic.permalink(post.number),
             post.edited_at or post.posted_at, _noted(topic) or _noted(post) or words)  # fmt: skip
    return _answer(request, feed, "public, max-age=300")


@access(Rule.PUBLIC)
@glance
def member_feed(request, token, name):
    """What a member follows, or has not read: for who holds the key, with the rights of today."""
    key = FeedKey.objects.opened_by(token).first()
    if key is None:
        raise Http404
    topics = Topic.objects.visible_to(key.member).wanted_by(key.member)
    if name == "following":
        topics, title = topics.followed_by(key.member), _("What you follow")
    elif name == "unread":
        topics = topics.unread_by(key.member, ReadMark.objects.all())
        title = _("What you have not read")
    else:
        raise Http404
    feed = _feed(request, title, reverse("forums:topic_list") + f"?show={name}", is_private=True)
    listed = topics.for_listing().folding_for(key.member).filter(is_folded=False)
    for topic in listed.defer(None).select_related("category")[:ENTRIES]:
        title, words = _told(topic)
        short = reverse("forums:topic_redirect", args=[topic.pk])
        _add(feed, f"topic/{topic.pk}/{topic.last_number}", title, short, topic.last_post_at, words)
    return _answer(request, feed, "private, no-cache")


def _told(topic) -> tuple[str, str]:
    """Title and words of an entry in a private feed; a reader of feeds is nobody's own room."""
    category = topic.category
    if category.group_id:
        return _("A new reply in your group"), ""
    if category.words_stay_inside:
        return _("A new reply in a conversation on this site"), ""
    return topic.title, _noted(topic) or topic.excerpt


def _noted(row) -> str:
    """What stands in place of words that somebody put a note before."""
    if not row.note:
        return ""
    return _("%(note)s. Open it on the site to read on.") % {"note": row.note_theme}


def _feed(request, title, path, *, is_private=False):
    return Feed(
        title=_safe(f"{title} · {settings.SITE_NAME}"),
        link=settings.SITE_URL + path,
        description="",
        author_name=settings.SITE_NAME,
        feed_url=None if is_private else settings.SITE_URL + request.path,
        feed_guid=_tag("mine" if is_private else request.path),
    )


def _add(feed, name, title, path, updated, words) -> None:
    feed.add_item(
        title=_safe(title), link=settings.SITE_URL + path, description=_safe(words) or None,
        unique_id=_tag(name), updateddate=updated,
    )  # fmt: skip


def _tag(name: str) -> str:
    """A name that stays the same wherever a thing moves (RFC 4151)."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},2026:{name}"


def _safe(text: str) -> str:
    return CONTROLS.sub("", text)


def _answer(request, feed, caching) -> HttpResponse:
    """The feed, or 304 for a reader that has it as it is."""
    body = feed.writeString("utf-8")
    etag = quote_etag(hashlib.sha256(body.encode()).hexdigest()[:32])
    latest = int(feed.latest_post_date().timestamp())
    headers = {
        "ETag": etag, "Last-Modified": http_date(latest), "Cache-Control": caching,
        "X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer",
    }  # fmt: skip
    response = HttpResponse(
        body, content_type="application/atom+xml; charset=utf-8", headers=headers
    )
    return get_conditional_response(request, etag, latest, response)


@access(Rule.MEMBER)
def settings_feeds(request):
    """A member's secret address: made, shown once, taken back."""
    if request.method == "POST":
        if request.POST.get("do") == "stop":
            actions.revoke_feed_key(request.user)
        else:
            request.session[SHOW_ONCE] = actions.make_feed_key(request.user)
        return redirect("forums:settings_feeds")
    token = request.session.pop(SHOW_ONCE, "")
    key = FeedKey.objects.filter(member=request.user).first()
    names = {"following": _("What you follow"), "unread": _("What you have not read")}
    addresses = [
        (words, settings.SITE_URL + reverse("forums:member_feed", args=[token, name]))
        for name, words in names.items()
        if token
    ]
    return render(request, "forums/settings_feeds.html", {"key": key, "addresses": addresses})
