

from forums.actions import reply


def test_a_reply_takes_the_next_number_and_moves_the_topic_up(topic, helper):
    post = reply(topic, author=helper, body="Yes.")

    topic.refresh_from_db()
    assert (post.number, topic.last_number, topic.reply_count) == (2, 2, 1)
    assert topic.last_post_at == post.posted_at
    assert topic.recent_authors == [helper.pk]
