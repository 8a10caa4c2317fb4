"""Which pages are measured, at which addresses, and for whom."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends.db import SessionStore as PlainStore
from django.urls import reverse
from django_otp import DEVICE_ID_SESSION_KEY

from forums.models import Category, Topic
from forums.querysets import PAGE
from groups.models import Group
from groups.rooms.models import Room
from moderation.models import ReviewItem
from peersupport.core.pagination import encode_cursor
from peersupport.members.models import Member
from peersupport.members.sessions import SessionStore

from . import messages
from .circles import LARGE
from .fill import LONG_TOPIC, MODERATOR, REPLY_TOPIC, TOPIC

READER = 1
READERS = ("visitor", "member")
POSTERS = range(100, 110)
DEPTH = 99  # whole pages in front of "page 100"
CSRF = "b" * 32
FLOOR_BACKEND = f"{ModelBackend.__module__}.{ModelBackend.__qualname__}"


@dataclass(frozen=True)
class Page:
    """One page of the product; pages of a group are measured side by side."""

    name: str
    path: str
    group: int
    readers: tuple[str, ...] = READERS
    reader: int = READER  # who that member is


def pages() -> list[Page]:
    """Every page that is read, with its address in this database."""
    category = Category.objects.get(pk=1)
    first, last = Topic.objects.get(pk=TOPIC), Topic.objects.get(pk=LONG_TOPIC)
    list_path = category.get_absolute_url()
    return [
        Page("home", reverse("forums:home"), 1),
        Page("forums", reverse("forums:category_list"), 1),
        Page("category", list_path, 2),
        Page("category-deep", f"{list_path}?before={deep_cursor(category)}", 2),
        Page("topic", first.get_absolute_url(), 3),
        Page("topic-last", f"{last.get_absolute_url()}?page={last.last_page}", 3),
        Page("unread", reverse("forums:topic_list") + "?show=unread", 2, ("member",)),
        Page("search", reverse("forums:search") + "?q=exam+notes", 5, ("member",)),
        Page("search-common", reverse("forums:search") + "?q=people+time", 5, ("member",)),
        Page("group-list", reverse("groups:group_list"), 4, ("member",)),
        Page("group", Group.objects.get(pk=LARGE).get_absolute_url(), 4, ("member",)),
        *talks(),
        *queue(),
    ]


def talks() -> list[Page]:
    """The inbox of who has most conversations, the longest of all, what it polls, and a room."""
    who = ("member",)
    busiest, _number = messages.busiest()
    thread, reader = messages.longest()
    lines = reverse("rooms:conversation_lines", args=[thread.pk])
    poll = f"{lines}?after={thread.last_number - 3}&changed={thread.change_number}"  # three came
    room = Room.objects.filter(group=LARGE).get()
    return [
        Page("messages", reverse("rooms:conversation_list"), 6, who, busiest),
        Page("thread", thread.get_absolute_url(), 6, who, reader),
        Page("thread-poll", poll, 6, who, reader),
        Page("room", room.get_absolute_url(), 6, who),
    ]


def queue() -> list[Page]:
    """What waits for a moderator, and one item in context that was looked at before."""
    item = ReviewItem.objects.open().exclude(looked_at=None).filter(reason="unkind").earliest("pk")
    who = ("member",)
    return [
        Page("queue", reverse("moderation:item_list"), 7, who, MODERATOR),
        Page("queue-item", item.get_absolute_url(), 7, who, MODERATOR),
    ]


def deep_cursor(category: Category) -> str:
    """The cursor that leads to page 100 of a category, or to the last full page it has."""
    topics = Topic.objects.visible_to(Member(is_active=True)).filter(category=category)
    whole = min(DEPTH, topics.count() // PAGE - 1)
    row = topics.for_listing()[whole * PAGE - 1]
    return encode_cursor(row.last_post_at, row.pk)


def reply_path() -> str:
    return reverse("forums:topic_reply", args=[REPLY_TOPIC])


def cookie(member: int, backend: str = "", store=SessionStore) -> str:
    """A cookie header with a new session of this member, through the site's own session store."""
    person = Member.objects.get(pk=member)
    session = store()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = backend or settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    if person.second_factor_at:
        session[DEVICE_ID_SESSION_KEY] = "shown"
    session.create()
    return (
        f"{settings.SESSION_COOKIE_NAME}={session.session_key}; {settings.CSRF_COOKIE_NAME}={CSRF}"
    )


def floor_cookie() -> str:
    """The same for the floors, whose backend and session store are Django's defaults."""
    return cookie(READER, FLOOR_BACKEND, PlainStore)
