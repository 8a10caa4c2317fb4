from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from forums.forms import WaysForm
from forums.models import Category, Topic
from forums.querysets import PAGE, audience_of
from forums.rules import bar_to_starting_in, can_run_prompts, can_start
from groups.views.shown import form_page, led_group, own_group, saved, told
from peersupport.core.access import Rule, access
from peersupport.core.pagination import keyed_page

from .anonymous import keep_quiet
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
    categories = Category.objects.visible_to(request.user).with_level_of(request.user)
    category = categories.filter(group=shown.group).first()
    context = {}
    if category:  # it opens a moment after the founding
        category.know_place(request.user, shown.place)
        context = _shown(request, category)
    context |= {"shown": shown, "group": shown.group}
    return render(request, "forums/group_discussions.html", context)


@access(Rule.MEMBER)
def discussions_edit(request, slug):
    """What a topic of a group starts with, and how often people post; for its facilitator."""
    shown = led_group(request, slug, "edit_group")
    category = get_object_or_404(Category.objects.visible_to(request.user), group=shown.group)
    form = WaysForm(request.POST or None, category=category)
    done = saved(
        request, form, lambda: form.save(category=category, by=request.user),
        lambda changed: told(request, _("Saved. It holds for what is written from now on."), changed),
    )  # fmt: skip
    context = {"shown": shown, "group": shown.group, "current": "discussions"}
    return done or form_page(request, "forums/discussions_edit.html", form, context)


def _shown(request, category, children=()):
    """A page of a category's topics, and what this person may do there."""
    keep_quiet(request, category)
    topics = Topic.objects.visible_to(request.user).wanted_by(request.user, in_its_place=True)
    topics = topics.filter(category=category)
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
        "bar": bar_to_starting_in(request.user, category),
        "watch_level": category.watch_level,
        "watch_url": _watch_url(request, category),
        "can_prompt": can_run_prompts(request.user, category),
    }


def _watch_url(request, category):
    if not request.user.is_authenticated:
        return ""
    return reverse("forums:category_watch", args=[category.slug])


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
    return get_object_or_404(categories.with_level_of(request.user), slug=slug)
