from .bookmarks import bookmark_drop, bookmark_list, post_bookmark
from .categories import category_detail, category_list, group_discussions
from .hiding import category_watch, hidden_list, settings_themes
from .home import home, mark_all_read, member_detail, topic_list
from .posts import (
    post_delete,
    post_detail,
    post_edit,
    post_history,
    post_preview,
    post_react,
)
from .tags import (
    tag_detail,
    tag_edit,
    tag_list,
    tag_options,
    tag_suggestions,
    tag_watch,
    topic_tags,
)
from .topics import (
    topic_answer,
    topic_detail,
    topic_lock,
    topic_move,
    topic_new,
    topic_pin,
    topic_redirect,
    topic_reply,
    topic_watch,
)

__all__ = [
    "bookmark_drop", "bookmark_list", "post_bookmark", "tag_detail", "tag_edit", "tag_list", "tag_options", "tag_suggestions", "tag_watch", "topic_tags",
    "category_detail", "category_list", "category_watch", "group_discussions", "hidden_list", "home", "mark_all_read",
    "member_detail", "post_delete", "post_detail", "post_edit", "post_history", "post_preview", "post_react", "settings_themes", "topic_answer",
    "topic_detail", "topic_list", "topic_lock", "topic_move", "topic_new", "topic_pin",
    "topic_redirect", "topic_reply", "topic_watch",
]  # fmt: skip
