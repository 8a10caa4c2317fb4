from .models import Notice


def unread_notices(request):
    """The number beside the bell, which every page of a member shows."""
    member = getattr(request, "user", None)
    if member is None or not member.is_authenticated:
        return {"unread_notices": 0}
    return {"unread_notices": Notice.objects.unread_count(member)}
