import uuid

import pytest

from forums.actions import delete, edit, mark_answer, move, react, reply, start_topic
from forums.models import Category, Post, Topic
from peersupport.activity.models import Activity
from peersupport.core.exceptions import Conflict, Refused


def test_a_reply_takes_the_next_number_and_moves_the_topic_up(topic, helper):
    post = reply(topic, author=helper, body="Yes.")

    topic.refresh_from_db()
    assert (post.number, topic.last_number, topic.reply_count) == (2, 2, 1)
    assert topic.last_post_at == post.posted_at
    assert topic.recent_authors == [helper.pk]
