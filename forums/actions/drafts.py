"""What somebody has begun to write: kept as typed, until it is posted or thrown away."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forums.models import Category, Draft, Post, Topic
from groups.resources.models import Attachment
from peersupport.core.exceptions import Conflict, Refused
from peersupport.core.richtext import MAX_LENGTH
from peersupport.members.models import Member

MOST_DRAFTS = 50
MOST_FIELDS = 40
BESIDES = 10_000  # characters for everything in a form but its longest text

Words = Mapping[str, Any]


@transaction.atomic
def save_draft(
    place: Category | Topic,
    *,
    by: Member,
    words: Words,
    files: Sequence[Attachment] = (),
    version: int = 0,
    page: str = "",
    submit_token: UUID | None = None,
) -> Draft | None:
    """Keep what is typed at a place; an empty text takes the draft away. Returns it, or None.

    What was attached (`files`) stays as long as the draft.

    `version` is the one that the page had, `page` its own mark: what it saves twice in a row is no
    conflict. Raises Conflict with the draft that another page saved meanwhile. What was posted with `submit_token` a moment ago is not kept a second time.
    """
    _refuse_too_long(words)
    at = _lock(place)  # posting locks the same row, so neither passes the other
    draft = Draft.objects.visible_to(by).at(**at).select_for_update().first()
    if draft is not None and draft.words == words:
        return draft
    if draft is not None and draft.version != version and not (page and draft.page == page):
        raise Conflict(draft)
    if not (words.get("title") or words.get("body")):
        Draft.objects.visible_to(by).at(**at).delete()
        return None
    if draft is None and _was_posted(by, submit_token):
        return None
    draft = draft or Draft(member=by, version=0, **at)
    # A page may outlive its draft: the version that it knew never comes again.
    draft.version, draft.page = max(draft.version, version) + 1, page
    had_files = bool(draft.file_count)
    draft.words, draft.saved_at = words, timezone.now()
    draft.save()
    if files or had_files:
        draft.files.set(files)
    _drop_oldest(by)
    return draft


@transaction.atomic
def discard_draft(draft: Draft) -> Draft:
    Draft.objects.filter(pk=draft.pk).delete()
    return draft


def drop_draft(place: Category | Topic, *, by: Member) -> None:
    """What is posted is no draft any more. Call it with the place's row locked."""
    Draft.objects.visible_to(by).at(**_at(place)).delete()


def _at(place: Category | Topic) -> dict[str, Any]:
    return {"category": place} if isinstance(place, Category) else {"topic": place}


def _lock(place: Category | Topic) -> dict[str, Any]:
    rows = type(place)._default_manager.filter(pk=place.pk)
    rows.select_for_update(no_key=True).values_list("pk").get()
    return _at(place)


def _refuse_too_long(words: Words) -> None:
    size = len(json.dumps(words, ensure_ascii=False)) - len(words.get("body", ""))
    if len(words.get("body", "")) > MAX_LENGTH or size > BESIDES or len(words) > MOST_FIELDS:
        raise Refused(_("This is too long to keep as a draft. Shorten it, and it is saved."))


def _was_posted(by: Member, submit_token: UUID | None) -> bool:
    if submit_token is None:
        return False
    return any(
        model._default_manager.filter(author=by, submit_token=submit_token).exists()
        for model in (Topic, Post)
    )


def _drop_oldest(by: Member) -> None:
    """The page says that there is room for so many."""
    drafts = Draft.objects.visible_to(by)
    kept = drafts.for_listing().values("pk")[:MOST_DRAFTS]
    drafts.exclude(pk__in=kept).delete()
