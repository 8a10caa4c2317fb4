"""What the forums keep of a member, and how it goes: without the name, or altogether."""

from forums.models import Draft, HeldPost
from peersupport.core.personal import Keep

from .copy import export, held, written_by
from .erasure import erase

KEEP = [
    Keep(
        "drafts", 90, "what somebody began to write and did not post",
        lambda before: Draft.objects.filter(saved_at__lt=before),
    ),
    Keep(
        "held-posts", 180, "what waited for a look, since it was decided or came back",
        lambda before: HeldPost.objects.settled_before(before),
    ),
]  # fmt: skip
SWEPT = {
    "forums.Topic",
    "forums.Post",
    "forums.PostRevision",
    "forums.SystemLine",
}  # names in them are taken out here

__all__ = ["KEEP", "SWEPT", "erase", "export", "held", "written_by"]
