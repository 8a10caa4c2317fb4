from django.db.models import Count, Q

from .models import Kind, Notice

MESSAGE = Q(kind=Kind.MESSAGE)


def unread_notices(request):
    """The numbers beside the bell and beside messages, which every page of a member shows."""
    member = getattr(request, "user", None)
    if member is None or not member.is_authenticated:
        return {"unread_notices": 0, "unread_messages": 0}
    return (
        Notice.objects.visible_to(member)
        .unread()
        .aggregate(
            unread_notices=Count("pk", filter=~MESSAGE), unread_messages=Count("pk", filter=MESSAGE)
        )
    )
