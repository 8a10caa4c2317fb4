from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from forums import actions, rules
from forums.models import Category, Draft, HeldPost, Topic
from forums.querysets import PAGE
from groups.models import Membership
from groups.rules import Place
from peersupport.core.access import Rule, access
from peersupport.core.pagination import keyed_page

MOST_WAITING = 20  # five wait at most; others may have come back


@dataclass
class ShownDraft:
    """One line of the list. Without `place` its owner may not see the place any more."""

    draft: Draft
    place: str = ""
    url: str = ""  # where it is written on; "" where nothing can be written any more
    is_reply: bool = False


@access(Rule.MEMBER)
def draft_list(request):
    """What one has begun to write anywhere, the latest first."""
    drafts = Draft.objects.visible_to(request.user).for_listing()
    page = keyed_page(drafts, request.GET, PAGE, by="saved_at")
    context = {"page": page, "rows": _shown(request.user, page.rows), "most": actions.MOST_DRAFTS}
    waiting = HeldPost.objects.visible_to(request.user).written_by(request.user).open()
    context["waiting"] = waiting.for_listing()[:MOST_WAITING] if not page.newer else []
    return render(request, "forums/draft_list.html", context)


@access(Rule.MEMBER)
def draft_discard(request, pk):
    """Show what goes, then throw it away; `?here` leads back to where it was written."""
    draft = get_object_or_404(Draft.objects.visible_to(request.user), pk=pk)
    row = _shown(request.user, [draft])[0]
    back = row.url if "here" in request.GET and row.url else reverse("forums:draft_list")
    if request.method == "POST":
        actions.discard_draft(draft)
        messages.success(request, _("The draft is gone."))
        return redirect(back)
    return render(request, "forums/draft_discard.html", {"draft": draft, "back": back})


def _shown(member, drafts: list[Draft]) -> list[ShownDraft]:
    """Drafts with their places, as far as this member may see those, in three statements at most."""
    ids = {draft.topic_id for draft in drafts if draft.topic_id}
    topics = Topic.objects.visible_to(member).select_related("category").in_bulk(ids) if ids else {}
    ids = {draft.category_id for draft in drafts if draft.category_id}
    categories = Category.objects.visible_to(member).in_bulk(ids) if ids else {}
    _know_places(member, [*categories.values(), *(topic.category for topic in topics.values())])
    return [_row(member, draft, topics, categories) for draft in drafts]


def _row(member, draft, topics, categories) -> ShownDraft:
    if topic := topics.get(draft.topic_id):
        url = f"{topic.link_to(topic.last_number).partition('#')[0]}#reply"
        may = rules.can_reply(member, topic)
        return ShownDraft(draft, topic.title, url if may else "", is_reply=True)
    if category := categories.get(draft.category_id):
        url = reverse("forums:topic_new", args=[category.slug])
        return ShownDraft(draft, category.name, url if rules.can_start(member, category) else "")
    return ShownDraft(draft)


def _know_places(member, categories) -> None:
    """Their places in the groups whose discussions these are, asked for all at once."""
    theirs = {category.group_id for category in categories if category.group_id}
    if not theirs:
        return
    rows = Membership.objects.filter(member=member, group__in=theirs).select_related("group")
    places = {row.group_id: row for row in rows}
    for category in categories:
        if row := places.get(category.group_id):
            has_agreed = row.norms_version >= row.group.norms_version
            place = Place(row.role, has_agreed, row.group.is_running, frozenset())
            category.know_place(member, place)
