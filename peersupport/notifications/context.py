from .models import Notice


def unread_notices(request):
    """The numbers beside the bell and beside messages, which every page of a member shows."""
    member = getattr(request, "user", None)
    if member is None or not member.is_authenticated:
        return {"unread_notices": 0, "unread_messages": 0}
    notices, messages = Notice.objects.unread_counts(member)
    return {"unread_notices": notices, "unread_messages": messages}
