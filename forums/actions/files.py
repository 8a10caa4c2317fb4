"""Files that are posted with words."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from forums.models import Post
from groups.resources.actions import Chosen, attach
from peersupport.core.exceptions import Refused
from peersupport.members.models import Member


def post_files(post: Post, files: Sequence[Chosen] | None, *, by: Member) -> None:
    """Post these files with a post, in place of those it had; what a page shows stands in its row."""
    if files or post.files:
        post.files = attach(files or (), by=by, to=post)
        post.save(update_fields=["files"])


def differs(post: Post, files: Sequence[Chosen] | None) -> bool:
    """Whether an edit changes the files; None leaves them as they are."""
    had = [(each["id"], each.get("alt", "")) for each in post.files]
    return files is not None and had != [(str(each.uuid), each.alt) for each in files]


def refuse_files_without_name(is_unnamed: bool, files: Sequence[Chosen] | None) -> None:
    """A file's row says whose it is, so none goes with a post without a name."""
    if is_unnamed and files:
        raise Refused(
            _(
                "Files cannot go with a post without your name: what is kept about a file says "
                "whose it is. Take them out, or post with your name."
            )
        )
