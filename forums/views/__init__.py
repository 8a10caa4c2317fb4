from .categories import category_detail, category_list, group_discussions
from .history import post_history, post_restore
from .home import home, mark_all_read, member_detail, topic_list
from .posts import (
    post_delete,
    post_detail,
    post_edit,
    post_preview,
    post_react,
)
from .running import (
    topic_announce,
    topic_dismiss,
    topic_lock,
    topic_merge,
    topic_move,
    topic_pin,
    topic_split,
)
from .topics import (
    topic_answer,
    topic_detail,
    topic_new,
    topic_redirect,
    topic_reply,
    topic_watch,
)

__all__ = [
    "category_detail", "category_list", "group_discussions", "home", "mark_all_read",
    "member_detail", "post_delete", "post_detail", "post_edit", "post_history", "post_preview", "post_react",
    "post_restore", "topic_announce", "topic_answer", "topic_detail", "topic_dismiss", "topic_list", "topic_lock", "topic_merge", "topic_move", "topic_new", "topic_pin",
    "topic_redirect", "topic_reply", "topic_split", "topic_watch",
]  # fmt: skip
