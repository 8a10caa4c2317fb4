"""Files that are posted with words."""

from collections.abc import Sequence

from forums.models import Post
from groups.resources.actions import Chosen, attach
from peersupport.members.models import Member


def post_files(
    post: Post, files: Sequence[Chosen] | None, *, by: Member, unnamed: bool = False
) -> None:
    """Post these files with a post, in place of those it had; what a page shows stands in its row."""
    if files or post.files:
        post.files = attach(files or (), by=by, to=post, unnamed=unnamed)
        post.save(update_fields=["files"])


def differs(post: Post, files: Sequence[Chosen] | None) -> bool:
    """Whether an edit changes the files; None leaves them as they are."""
    had = [(each["id"], each.get("alt", "")) for each in post.files]
    return files is not None and had != [(str(each.uuid), each.alt) for each in files]
