from .bookmarks import bookmark_drop, bookmark_list, post_bookmark
from .categories import category_detail, category_list, discussions_edit, group_discussions
from .drafts import draft_discard, draft_list
from .feeds import category_feed, member_feed, settings_feeds, topic_feed
from .held import held_detail, held_edit, held_withdraw
from .hiding import category_watch, hidden_list, settings_themes
from .history import post_history, post_restore
from .home import home, mark_all_read, member_detail
from .lists import topic_list, topic_new_count
from .mentions import mention_list
from .polls import poll_close, poll_vote
from .posts import post_delete, post_detail, post_edit, post_preview, post_react
from .prompts import prompt_cancel, prompt_detail, prompt_edit, prompt_list, prompt_new
from .running import (
    topic_announce,
    topic_dismiss,
    topic_lock,
    topic_merge,
    topic_move,
    topic_pin,
    topic_split,
)
from .searching import search, topic_similar
from .starting import topic_new
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
    topic_new_replies,
    topic_redirect,
    topic_reply,
    topic_watch,
)

__all__ = [
    "bookmark_drop",
    "bookmark_list",
    "category_detail",
    "category_feed",
    "category_list",
    "category_watch",
    "discussions_edit",
    "draft_discard",
    "draft_list",
    "group_discussions",
    "held_detail",
    "held_edit",
    "held_withdraw",
    "hidden_list",
    "home",
    "mark_all_read",
    "member_detail",
    "member_feed",
    "mention_list",
    "poll_close",
    "poll_vote",
    "post_bookmark",
    "post_delete",
    "post_detail",
    "post_edit",
    "post_history",
    "post_history",
    "post_preview",
    "post_react",
    "post_restore",
    "prompt_cancel",
    "prompt_detail",
    "prompt_edit",
    "prompt_list",
    "prompt_new",
    "search",
    "settings_feeds",
    "settings_themes",
    "tag_detail",
    "tag_edit",
    "tag_list",
    "tag_options",
    "tag_suggestions",
    "tag_watch",
    "topic_announce",
    "topic_answer",
    "topic_detail",
    "topic_dismiss",
    "topic_feed",
    "topic_list",
    "topic_list",
    "topic_lock",
    "topic_lock",
    "topic_merge",
    "topic_move",
    "topic_move",
    "topic_new",
    "topic_new_count",
    "topic_new_replies",
    "topic_pin",
    "topic_pin",
    "topic_redirect",
    "topic_reply",
    "topic_similar",
    "topic_split",
    "topic_tags",
    "topic_watch",
]
