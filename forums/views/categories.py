from django.shortcuts import get_object_or_404, redirect, render

from forums.models import Category, Topic
from forums.querysets import PAGE, audience_of
from forums.rules import can_start
from groups.views.shown import own_group
from peersupport.core.access import Rule, access
from peersupport.core.pagination import keyed_page

from .rows import MOST_ANNOUNCED, prepare_rows

MOST_PINNED = 5


@access(Rule.PUBLIC)
def category_list(request):
    """Every category this person may know of, children under their parent."""
    tree = category_tree(Category.objects.visible_to(request.user).of_the_forums())
    return render(request, "forums/category_list.html", {"categories": tree})


@access(Rule.PUBLIC)
def category_detail(request, slug):
    category = _category(request, slug)
    if category.group_id:
        return redirect(category)  # on its group's own pages
    children = Category.objects.visible_to(request.user).filter(parent=category)
    context = _shown(request, category, children)
    announced = Topic.objects.announced_to(request.user)[:MOST_ANNOUNCED]
    return render(request, "forums/category_detail.html", context | {"announced": list(announced)})


@access(Rule.MEMBER)
def group_discussions(request, slug):
    """The discussions of a group, for its members: a category like any other, under its head."""
    shown = own_group(request, slug)
    category = Category.objects.visible_to(request.user).filter(group=shown.group).first()
    context = {}
    if category:  # it opens a moment after the founding
        category.know_place(request.user, shown.place)
        context = _shown(request, category)
    context |= {"shown": shown, "group": shown.group}
    return render(request, "forums/group_discussions.html", context)


def _shown(request, category, children=()):
    """A page of a category's topics, and what this person may do there."""
    topics = Topic.objects.visible_to(request.user).filter(category=category)
    listed = topics.for_listing().folding_for(request.user)
    page = keyed_page(listed, request.GET, PAGE)
    pinned = [] if page.newer else list(listed.filter(is_pinned=True)[:MOST_PINNED])
    pinned_ids = {topic.pk for topic in pinned}
    prepare_rows([*pinned, *page.rows], request.user)
    return {
        "category": category,
        "children": children,
        "pinned": pinned,
        "topics": [topic for topic in page.rows if topic.pk not in pinned_ids],
        "page": page,
        "may_read": audience_of(request.user) >= category.read,
        "can_start": can_start(request.user, category),
    }


def category_tree(categories):
    """Top-level categories with a list `below` of the visible ones inside them."""
    categories = list(categories)
    by_parent = {}
    for category in categories:
        by_parent.setdefault(category.parent_id, []).append(category)
    for category in categories:
        category.below = by_parent.get(category.pk, [])
    return by_parent.get(None, [])


def _category(request, slug):
    categories = Category.objects.visible_to(request.user).select_related("parent")
    return get_object_or_404(categories, slug=slug)
