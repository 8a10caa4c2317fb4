from django.utils.functional import SimpleLazyObject

from .models import Notice


def unread_notices(request):
    """The number beside the bell; counted only where a page shows it."""
    member = getattr(request, "user", None)
    if member is None or not member.is_authenticated:
        return {"unread_notices": 0}
    count = SimpleLazyObject(lambda: Notice.objects.visible_to(member).unread().count())
    return {"unread_notices": count}
