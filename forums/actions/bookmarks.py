"""Posts kept for later."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forums.models import Bookmark, Post
from peersupport.activity.actions import record
from peersupport.core.exceptions import Refused
from peersupport.members.models import Member

MOST_BOOKMARKS = 2000


@transaction.atomic
def keep_bookmark(
    post: Post, *, member: Member, note: str = "", remind_at: datetime | None = None
) -> Bookmark:
    """Keep a post, or change the note and the reminder of one that is kept."""
    mine = Bookmark.objects.filter(member=member)
    if not mine.filter(post=post).exists() and mine.count() >= MOST_BOOKMARKS:
        raise Refused(_("These are as many bookmarks as fit. Take some away first."))
    said = {"note": " ".join(note.split()), "remind_at": remind_at, "reminded_at": None}
    bookmark, _is_new = Bookmark.objects.update_or_create(member=member, post=post, defaults=said)
    return bookmark


def drop_bookmark(post: Post | int, *, member: Member) -> None:
    """Keep a post no longer."""
    Bookmark.objects.filter(member=member, post=post).delete()


@transaction.atomic
def remind_next() -> bool:
    """Have the person of the reminder that is due longest told of it. False when none is.

    The row is marked in the transaction that records it: told once, whoever runs this how often.
    """
    due = Bookmark.objects.due().select_for_update(skip_locked=True, of=["self"])
    bookmark = due.select_related("member", "post").order_by("remind_at").first()
    if bookmark is None:
        return False
    bookmark.reminded_at = timezone.now()
    bookmark.save(update_fields=["reminded_at"])
    record("forums.reminded", actor=None, target=bookmark.post, bookmark=bookmark.pk)
    return True
