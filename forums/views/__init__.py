from .categories import category_detail, category_list, discussions_edit, group_discussions
from .home import home, mark_all_read, member_detail, topic_list
from .polls import poll_close, poll_vote
from .posts import (
    post_delete,
    post_detail,
    post_edit,
    post_history,
    post_preview,
    post_react,
)
from .prompts import prompt_cancel, prompt_detail, prompt_edit, prompt_list, prompt_new
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
    "category_detail", "category_list", "discussions_edit", "group_discussions", "home", "mark_all_read",
    "member_detail", "poll_close", "poll_vote", "post_delete", "post_detail", "post_edit", "post_history", "post_preview", "post_react", "prompt_cancel",
    "prompt_detail", "prompt_edit", "prompt_list", "prompt_new", "topic_answer",
    "topic_detail", "topic_list", "topic_lock", "topic_move", "topic_new", "topic_pin",
    "topic_redirect", "topic_reply", "topic_watch",
]  # fmt: skip
