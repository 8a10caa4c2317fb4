from .categories import category_detail, category_list, group_discussions
from .feeds import category_feed, member_feed, settings_feeds, topic_feed
from .home import home, mark_all_read, member_detail
from .lists import topic_list, topic_new_count
from .posts import (
    post_delete,
    post_detail,
    post_edit,
    post_history,
    post_preview,
    post_react,
)
from .topics import (
    topic_answer,
    topic_detail,
    topic_lock,
    topic_move,
    topic_new,
    topic_new_replies,
    topic_pin,
    topic_redirect,
    topic_reply,
    topic_watch,
)

__all__ = [
    "category_detail", "category_feed", "category_list", "group_discussions", "home", "mark_all_read",
    "member_detail", "member_feed", "post_delete", "post_detail", "post_edit", "post_history", "post_preview", "post_react", "settings_feeds", "topic_answer",
    "topic_detail", "topic_feed", "topic_list", "topic_lock", "topic_move", "topic_new", "topic_new_count",
    "topic_new_replies", "topic_pin",
    "topic_redirect", "topic_reply", "topic_watch",
]  # fmt: skip
