"""Where somebody is signed in, and how that ends."""

from django.core.cache import cache
from django.db import transaction
from django.db.models import F

from peersupport.core.cache import is_away

from ..models import Member, SecurityEvent, Session
from .doors import note


@transaction.atomic
def end_session(session: Session, *, of: Member) -> Member:
    """Sign one browser out: what the database and the cache keep of it goes.

    While Redis is away its copy cannot be deleted and would come back with it. Then all sessions
    end, by a number in the member's own row; who calls this keeps the present one.
    """
    member = Member.objects.select_for_update().get(pk=of.pk)
    session.get_session_store_class()().delete(session.pk)
    if is_away():
        _count_up(member)
    note(member, SecurityEvent.Kind.SESSION_ENDED, device=session.device)
    return member


@transaction.atomic
def end_sessions(member: Member) -> Member:
    """Sign all browsers out, also those that no list knows: what proves a session is another now.

    Who calls this keeps the present one by `update_session_auth_hash`.
    """
    member = Member.objects.select_for_update().get(pk=member.pk)
    _count_up(member)
    note(member, SecurityEvent.Kind.SESSIONS_ENDED)
    return member


@transaction.atomic
def end_all_sessions(member: Member) -> int:
    """When somebody is erased: the rows, and the cache's copies once that is certain. How many.

    A copy that comes back with a Redis that was away opens nothing: the password is another.
    """
    keys = list(Session.objects.filter(member=member).values_list("pk", flat=True))
    Session.objects.filter(pk__in=keys).delete()
    prefix = Session.get_session_store_class().cache_key_prefix
    transaction.on_commit(lambda: cache.delete_many([prefix + key for key in keys]))
    return len(keys)


def _count_up(member: Member) -> None:
    Member.objects.filter(pk=member.pk).update(sessions_ended=F("sessions_ended") + 1)
    member.refresh_from_db(fields=["sessions_ended"])
