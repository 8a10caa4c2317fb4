"""What a member would rather not meet."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from peersupport.core.exceptions import Refused
from peersupport.core.names import tag_name

from ..models import Member

MOST_TAGS = 50


@transaction.atomic
def hide_themes(member: Member, *, notes: Iterable[str], tags: Iterable[str]) -> Member:
    """Choose which content notes and tags are left out of everything this member is shown."""
    names = sorted({name for name in map(tag_name, tags) if name})
    if len(names) > MOST_TAGS:
        words = _("These are too many tags. %(most)s fit.")
        raise Refused(words % {"most": MOST_TAGS})
    row = Member.objects.select_for_update().get(pk=member.pk)
    row.hidden_notes, row.hidden_tags = sorted(set(notes)), names
    row.save(update_fields=["hidden_notes", "hidden_tags"])
    member.hidden_notes, member.hidden_tags = row.hidden_notes, row.hidden_tags
    return row
