from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from forums import actions
from forums.models import Category, Draft, Post, Topic
from forums.querysets import Audience, current_prompts
from groups.models import Group
from groups.rooms.rules import can_write_to
from groups.views import suggestion_for
from peersupport.core.access import Rule, access
from peersupport.members.models import Member, Part
from peersupport.members.rules import shown_parts

from .categories import category_tree
from .first_steps import first_steps_of
from .lists import LISTS
from .needs import needs_of
from .rows import MOST_ANNOUNCED, prepare_rows, topic_page

ON_PROFILE = 10
SOMEBODY = Member()  # a member who is nobody in particular
MOST_GROUPS = 6


@access(Rule.PUBLIC)
def home(request):
    """A landing page for visitors; for members, what needs them."""
    topics = Topic.objects.visible_to(request.user).wanted_by(request.user)
    categories = category_tree(Category.objects.visible_to(request.user).of_the_forums())
    if not request.user.is_authenticated:
        latest = list(topics.for_listing()[:5])
        prepare_rows(latest, request.user)
        context = {"topics": latest, "categories": categories}
        context["announced"] = list(topics.announced_to(request.user)[:MOST_ANNOUNCED])
        return render(request, "forums/landing.html", context)
    needs = needs_of(request.user)
    page = topic_page(topics, request, more=[topic for need in needs for topic in need.topics])
    mine = list(Group.objects.of(request.user)[:MOST_GROUPS])
    suggestion = None if mine else suggestion_for(request.user)
    steps = first_steps_of(request.user, categories, mine, suggestion)
    context = {
        "page": page, "topics": page.rows, "categories": categories, "show": "latest",
        "announced": list(topics.announced_to(request.user)[:MOST_ANNOUNCED]),
        "needs": needs, "lists": LISTS, "mine": mine, "suggestion": suggestion,
        "prompt": current_prompts(request.user).first(),
        "drafts": Draft.objects.visible_to(request.user).count(),
        "first_steps": steps, "first_steps_done": sum(step.done for step in steps),
    }  # fmt: skip
    return render(request, "forums/home.html", context)


@access(Rule.MEMBER)
@require_POST
def mark_all_read(request):
    actions.mark_all_read(request.user)
    return redirect("forums:topic_list")


@access(Rule.PUBLIC)
def member_detail(request, handle):
    """A profile: what a person says of themselves, and what they wrote that the reader may read.

    Its owner can look at it as others do: `?as=members` or `?as=visitors`.
    """
    people = Member.objects.visible_to(request.user).with_distance_of(request.user)
    person = get_object_or_404(people, handle=handle)
    seen_as = request.GET.get("as", "") if person == request.user else ""
    reader = AnonymousUser() if seen_as == "visitors" else request.user
    topics = Topic.objects.visible_to(reader).filter(author=person)
    posts = Post.objects.visible_to(reader).filter(author=person, number__gt=1)
    if seen_as == "members":  # not the owner's own groups, nor their office
        topics = topics.filter(category__group=None, category__read__lte=Audience.MEMBERS)
        posts = posts.filter(
            topic__category__group=None, topic__category__read__lte=Audience.MEMBERS
        )
    if not request.user.is_authenticated and not (topics.exists() or posts.exists()):
        raise Http404
    parts = shown_parts(person, SOMEBODY if seen_as == "members" else reader)
    rows, replies = _written(topics, posts, reader) if Part.POSTS in parts else ([], [])
    context = {
        "person": person, "parts": parts, "seen_as": seen_as, "topics": rows, "posts": replies,
        "in_common": _in_common(person, reader, parts),
        "can_write": can_write_to(person, by=request.user),
        "interests": person.interest_names if Part.INTERESTS in parts else [],
        "languages": person.language_names if Part.LANGUAGES in parts else [],
    }  # fmt: skip
    return render(request, "forums/member_detail.html", context)


def _written(topics, posts, reader):
    """The latest of each, ready to show."""
    rows = list(
        topics.wanted_by(reader).select_related("author", "category").order_by("-id")[:ON_PROFILE]
    )
    prepare_rows(rows, reader)
    return rows, posts.wanted_by(reader).select_related("topic__category").order_by("-id")[
        :ON_PROFILE
    ]


def _in_common(person, reader, parts):
    """Groups to which both belong; of others nobody learns anything on a profile."""
    if not reader.is_authenticated or person == reader or Part.GROUPS not in parts:
        return []
    return list(Group.objects.in_common(person, reader)[:MOST_GROUPS])
