"""What must add up, whatever happened: each check counts offenders, and may know how to repair."""

from collections.abc import Iterator

from django.db import connection

from forums.actions import COUNTED_TAGS, LEARN_TAGS
from forums.models import WORDS_OF_TOPIC

# Of each topic: the highest number it ever gave, moved posts' too, and its visible replies.
COUNTED = """SELECT topic_id, max(number) AS last, sum(is_reply) AS replies FROM (
               SELECT topic_id, number, (standing = 'visible' AND number > 1)::int AS is_reply
               FROM forums_post UNION ALL SELECT topic_id, number, 0 FROM forums_movedpost
             ) n GROUP BY topic_id"""

# Of each line that has any: its reactions by kind.
COUNTED_REACTIONS = """SELECT line_id, jsonb_object_agg(kind, n) AS counts FROM (
                         SELECT line_id, kind, count(*) AS n FROM rooms_linereaction
                         GROUP BY line_id, kind) each_kind GROUP BY line_id"""

# After a restore it may not hold: what was destroyed since the backup has no key any more.
KEYS_ARE_THERE = "every room has its key"

# What sanctions in force say of each member, and what of it is on their row. Times that are over
# mean nothing there, whether the clock has put it on record or not.
NOW = "statement_timestamp()"
SANCTIONED = f"""SELECT member_id,
    max(ends_at) FILTER (WHERE kind = 'pause') AS paused,
    max(ends_at) FILTER (WHERE kind = 'place') AS kept_out,
    max(ends_at) FILTER (WHERE kind = 'limit') AS limited,
    max(coalesce(ends_at, 'infinity')) FILTER (WHERE kind IN ('suspend', 'ban')) AS suspended
  FROM moderation_sanction
  WHERE lifted = '' AND starts_at <= {NOW} AND (ends_at IS NULL OR ends_at > {NOW})
  GROUP BY member_id"""  # noqa: S608 (ours alone)
IN_FORCE = "state IN ('in_force', 'changed')"


def _hidden_by_decisions(table: str, kind: str, label: str, gone: str, hidden: str) -> str:
    """How many things are shown that a decision hides, or hidden by none of those there were."""
    about = f"""d.target_id = x.id AND d.act IN ('hide', 'remove') AND d.target_type_id =
        (SELECT id FROM django_content_type WHERE app_label = 'forums' AND model = '{kind}')"""  # noqa: S608 (ours alone, as all below)
    cleaned = f"""EXISTS (SELECT FROM moderation_cleanup c WHERE c.undone_at IS NULL
        AND c.hidden @> jsonb_build_array(jsonb_build_array('{label}', x.id)))"""
    held = f"""(EXISTS (SELECT FROM moderation_decision d
        WHERE {about} AND d.{IN_FORCE} AND d.act_undone_at IS NULL) OR {cleaned})"""
    known = f"EXISTS (SELECT FROM moderation_decision d WHERE {about})"
    return f"""SELECT count(*) FROM {table} x
        WHERE ({held} AND NOT ({gone})) OR ({hidden} AND {known} AND NOT {held})"""  # noqa: S608


# name → (rows that break it, statement that repairs it or "")
INVARIANTS = {
    "topic counters equal its posts": (
        f"""SELECT count(*) FROM forums_topic t LEFT JOIN ({COUNTED}) p ON p.topic_id = t.id
           WHERE t.last_number <> coalesce(p.last, 0) OR t.reply_count <> coalesce(p.replies, 0)""",  # noqa: S608 (ours alone)
        f"""UPDATE forums_topic t SET last_number = p.last, reply_count = p.replies
           FROM ({COUNTED}) p WHERE p.topic_id = t.id
             AND (t.last_number <> p.last OR t.reply_count <> p.replies)""",  # noqa: S608
    ),
    "search words equal what they are made from": (
        f"SELECT count(*) FROM forums_topic WHERE words IS DISTINCT FROM {WORDS_OF_TOPIC}",  # noqa: S608
        f"""UPDATE forums_topic SET words = {WORDS_OF_TOPIC}
            WHERE words IS DISTINCT FROM {WORDS_OF_TOPIC}""",  # noqa: S608
    ),
    "category counters equal their topics": (
        """SELECT count(*) FROM forums_category c WHERE c.topic_count <>
           (SELECT count(*) FROM forums_topic t
            WHERE t.category_id = c.id AND t.standing = 'visible')""",
        """UPDATE forums_category c SET topic_count =
           (SELECT count(*) FROM forums_topic t
            WHERE t.category_id = c.id AND t.standing = 'visible')""",
    ),
    "a topic is seen while something in it is, unless it was put away as a whole": (
        """SELECT count(*) FROM forums_topic t WHERE (t.standing = 'visible') <>
           (NOT t.is_put_away AND EXISTS (SELECT 1 FROM forums_post p
            WHERE p.topic_id = t.id AND p.standing = 'visible'))""",
        "",
    ),
    "what a moderator took out of sight has no file in reach": (
        """SELECT count(*) FROM resources_attachment a JOIN django_content_type k
           ON k.id = a.target_type_id
           WHERE a.withdrawn_at IS NULL AND a.hidden_at IS NULL AND (
             k.model = 'post' AND EXISTS (SELECT 1 FROM forums_post p
               WHERE p.id = a.target_id AND p.standing IN ('hidden', 'removed'))
             OR k.model = 'line' AND EXISTS (SELECT 1 FROM rooms_line l
               WHERE l.id = a.target_id AND l.standing IN ('hidden', 'removed')))""",
        "",
    ),
    "tags are counted as often as public topics have them": (
        f"""SELECT count(*) FROM forums_tag g LEFT JOIN ({COUNTED_TAGS}) counted USING (name)
            WHERE g.topic_count <> coalesce(counted.topics, 0)""",  # noqa: S608
        LEARN_TAGS[1],
    ),
    "an answer stands in its own topic": (
        """SELECT count(*) FROM forums_topic t JOIN forums_post p ON p.id = t.answer_id
           WHERE p.topic_id <> t.id OR p.number = 1 OR p.standing <> 'visible'""",
        "",
    ),
    "reaction counters equal their reactions": (
        """SELECT count(*) FROM forums_post p
           WHERE p.reaction_counts <> coalesce(
             (SELECT jsonb_object_agg(kind, n) FROM
               (SELECT kind, count(*) AS n FROM forums_reaction r
                WHERE r.post_id = p.id GROUP BY kind) k), '{}'::jsonb)""",
        """UPDATE forums_post p SET reaction_counts = coalesce(
             (SELECT jsonb_object_agg(kind, n) FROM
               (SELECT kind, count(*) AS n FROM forums_reaction r
                WHERE r.post_id = p.id GROUP BY kind) k), '{}'::jsonb)""",
    ),
    "options of polls count their votes": (
        """SELECT count(*) FROM forums_polloption o WHERE o.vote_count <>
           (SELECT count(*) FROM forums_ballot b
            WHERE b.poll_id = o.poll_id AND o.position = ANY(b.choices))""",
        """UPDATE forums_polloption o SET vote_count =
           (SELECT count(*) FROM forums_ballot b
            WHERE b.poll_id = o.poll_id AND o.position = ANY(b.choices))""",
    ),
    "polls count who voted": (
        """SELECT count(*) FROM forums_poll p WHERE p.voter_count <>
           (SELECT count(*) FROM forums_ballot b WHERE b.poll_id = p.id)""",
        """UPDATE forums_poll p SET voter_count =
           (SELECT count(*) FROM forums_ballot b WHERE b.poll_id = p.id)""",
    ),
    "a topic knows whether it has a poll": (
        """SELECT count(*) FROM forums_topic t WHERE t.has_poll <>
           EXISTS (SELECT 1 FROM forums_poll p JOIN forums_post q ON q.id = p.post_id
                   WHERE q.topic_id = t.id)""",
        """UPDATE forums_topic t SET has_poll = NOT has_poll WHERE t.has_poll <>
           EXISTS (SELECT 1 FROM forums_poll p JOIN forums_post q ON q.id = p.post_id
                   WHERE q.topic_id = t.id)""",
    ),
    "nobody has read further than a topic goes": (
        """SELECT count(*) FROM forums_readmark m JOIN forums_topic t ON t.id = m.topic_id
           WHERE m.number > t.last_number""",
        """UPDATE forums_readmark m SET number = t.last_number FROM forums_topic t
           WHERE t.id = m.topic_id AND m.number > t.last_number""",
    ),
    "a topic has its first post's content note, and behind one no excerpt": (
        """SELECT count(*) FROM forums_topic t JOIN forums_post p ON p.topic_id = t.id AND p.number = 1
           WHERE t.note <> p.note
              OR (t.note <> '' AND t.excerpt <> '')""",
        """UPDATE forums_topic t SET note = p.note, note_words = p.note_words,
                  excerpt = CASE WHEN p.note = '' THEN t.excerpt ELSE '' END
           FROM forums_post p WHERE p.topic_id = t.id AND p.number = 1
             AND (t.note <> p.note
                  OR (t.note <> '' AND t.excerpt <> ''))""",
    ),
    "whoever muted something has it on their row": (
        """SELECT count(*) FROM members_member m WHERE NOT m.has_muted AND EXISTS
           (SELECT 1 FROM notifications_watch w WHERE w.member_id = m.id AND w.level = 0)""",
        """UPDATE members_member m SET has_muted = true WHERE NOT m.has_muted AND EXISTS
           (SELECT 1 FROM notifications_watch w WHERE w.member_id = m.id AND w.level = 0)""",
    ),
    "a moved post's old number is no other post's": (
        """SELECT count(*) FROM forums_movedpost m JOIN forums_post p
           ON p.topic_id = m.topic_id AND p.number = m.number""",
        "",
    ),
    "topics with moved posts or lines say so": (
        """SELECT count(*) FROM forums_topic t WHERE NOT t.has_lines AND (
             EXISTS (SELECT 1 FROM forums_movedpost m WHERE m.topic_id = t.id)
             OR EXISTS (SELECT 1 FROM forums_systemline l WHERE l.topic_id = t.id))""",
        """UPDATE forums_topic t SET has_lines = true WHERE NOT t.has_lines AND (
             EXISTS (SELECT 1 FROM forums_movedpost m WHERE m.topic_id = t.id)
             OR EXISTS (SELECT 1 FROM forums_systemline l WHERE l.topic_id = t.id))""",
    ),
    "a merged topic has no visible posts and leads to one that is not merged": (
        """SELECT count(*) FROM forums_topic t JOIN forums_topic i ON i.id = t.merged_into_id
           WHERE t.standing = 'visible' OR i.merged_into_id IS NOT NULL
             OR EXISTS (SELECT 1 FROM forums_post p
                        WHERE p.topic_id = t.id AND p.standing = 'visible')""",
        "",
    ),
    "a category is never wider than its parent": (
        """SELECT count(*) FROM forums_category c JOIN forums_category p ON p.id = c.parent_id
           WHERE c.see < p.see OR c.read < p.read""",
        "",
    ),
    "a group counts its members": (
        """SELECT count(*) FROM groups_group g WHERE g.member_count <>
           (SELECT count(*) FROM groups_membership m WHERE m.group_id = g.id)""",
        """UPDATE groups_group g SET member_count =
           (SELECT count(*) FROM groups_membership m WHERE m.group_id = g.id)""",
    ),
    "powers over a group are held by its members": (
        """SELECT count(*) FROM groups_power p WHERE NOT EXISTS
           (SELECT 1 FROM groups_membership m WHERE m.group_id = p.content_object_id
            AND m.member_id = p.user_id AND m.role > 0)""",
        """DELETE FROM groups_power p WHERE NOT EXISTS
           (SELECT 1 FROM groups_membership m WHERE m.group_id = p.content_object_id
            AND m.member_id = p.user_id AND m.role > 0)""",
    ),
    "nobody waits for a group that has a place": (
        """SELECT count(*) FROM groups_group g WHERE g.state = 'running'
           AND g.member_count < g.size AND EXISTS
           (SELECT 1 FROM groups_waitingplace w WHERE w.group_id = g.id)""",
        "",
    ),
    "a room counts past its last line": (
        """SELECT count(*) FROM rooms_room r WHERE EXISTS
           (SELECT 1 FROM rooms_line l WHERE l.room_id = r.id AND l.number > r.last_number)""",
        """UPDATE rooms_room r SET last_number = (SELECT max(number) FROM rooms_line l
             WHERE l.room_id = r.id)
           WHERE EXISTS
           (SELECT 1 FROM rooms_line l WHERE l.room_id = r.id AND l.number > r.last_number)""",
    ),
    "nobody has read further than a room goes": (
        """SELECT count(*) FROM rooms_seat s JOIN rooms_room r ON r.id = s.room_id
           WHERE s.read_number > r.last_number""",
        """UPDATE rooms_seat s SET read_number = r.last_number FROM rooms_room r
           WHERE r.id = s.room_id AND s.read_number > r.last_number""",
    ),
    "a line counts its reactions": (
        f"""SELECT count(*) FROM rooms_line l LEFT JOIN ({COUNTED_REACTIONS}) k ON k.line_id = l.id
            WHERE l.reaction_counts <> coalesce(k.counts, '{{}}'::jsonb)""",  # noqa: S608
        f"""UPDATE rooms_line l SET reaction_counts = coalesce(
              (SELECT k.counts FROM ({COUNTED_REACTIONS}) k WHERE k.line_id = l.id), '{{}}'::jsonb)
            WHERE l.reaction_counts <> coalesce(
              (SELECT k.counts FROM ({COUNTED_REACTIONS}) k WHERE k.line_id = l.id), '{{}}'::jsonb)""",  # noqa: S608
    ),
    "a conversation of two is theirs, and both are in it": (
        """SELECT count(*) FROM rooms_room r WHERE r.pair IS NOT NULL AND (
             SELECT count(*) FROM rooms_seat s WHERE s.room_id = r.id AND s.state <> 'left'
               AND s.member_id::text IN (split_part(r.pair, ':', 1), split_part(r.pair, ':', 2))
           ) <> 2""",
        "",
    ),
    KEYS_ARE_THERE: (
        """SELECT count(*) FROM rooms_room r
           WHERE NOT EXISTS (SELECT 1 FROM rooms_roomkey k WHERE k.room_id = r.id)""",
        "",
    ),
    "a key belongs to a room": (
        """SELECT count(*) FROM rooms_roomkey k
           WHERE NOT EXISTS (SELECT 1 FROM rooms_room r WHERE r.id = k.room_id)""",
        """DELETE FROM rooms_roomkey k
           WHERE NOT EXISTS (SELECT 1 FROM rooms_room r WHERE r.id = k.room_id)""",
    ),
    "an erased account holds nothing": (
        """SELECT count(*) FROM members_erasure e JOIN members_member m ON m.id = e.member_id
           WHERE e.done_at IS NOT NULL AND (m.email IS NOT NULL OR m.is_active OR m.about <> ''
             OR m.pronouns <> '' OR m.role <> '' OR m.interests <> '{}' OR m.languages <> '{}'
             OR m.listed OR m.shown_to <> '{}' OR m.steps_skipped <> '{}' OR m.first_steps
             OR m.calm_mode OR m.shortcuts OR m.theme <> '' OR m.text_size <> ''
             OR m.trust_level > 0 OR m.days_visited > 0 OR m.last_visit_day IS NOT NULL
             OR m.last_sanction_at IS NOT NULL OR m.checked_up_at IS NOT NULL
             OR m.paused_until IS NOT NULL
             OR EXISTS (SELECT 1 FROM members_session s WHERE s.member_id = m.id)
             OR EXISTS (SELECT 1 FROM members_trustrecord t WHERE t.member_id = m.id)
             OR EXISTS (SELECT 1 FROM members_block b WHERE m.id IN (b.member_id, b.other_id))
             OR EXISTS (SELECT 1 FROM members_mute u WHERE m.id IN (u.member_id, u.other_id))
             OR EXISTS (SELECT 1 FROM socialaccount_socialaccount c WHERE c.user_id = m.id)
             OR EXISTS (SELECT 1 FROM django_otp_webauthn_webauthncredential k
                        WHERE k.user_id = m.id)
             OR EXISTS (SELECT 1 FROM administration_rolegrant r
                        WHERE r.member_id = m.id AND r.ended_at IS NULL)
             OR EXISTS (SELECT 1 FROM account_emailaddress a WHERE a.user_id = m.id)
             OR EXISTS (SELECT 1 FROM groups_membership g WHERE g.member_id = m.id)
             OR EXISTS (SELECT 1 FROM rooms_seat p WHERE p.member_id = m.id)
             OR EXISTS (SELECT 1 FROM rooms_line l WHERE l.author_id = m.id))""",
        "",
    ),
    "what a member may not do is what their sanctions say": (
        f"""SELECT count(*) FROM members_member m LEFT JOIN ({SANCTIONED}) s ON s.member_id = m.id
            WHERE CASE WHEN m.paused_until > {NOW} THEN m.paused_until END
                  IS DISTINCT FROM s.paused
               OR CASE WHEN m.kept_out_until > {NOW} THEN m.kept_out_until END
                  IS DISTINCT FROM s.kept_out
               OR CASE WHEN m.limited_until > {NOW} THEN m.limited_until END
                  IS DISTINCT FROM s.limited
               OR CASE WHEN m.suspended_at IS NOT NULL
                        AND coalesce(m.suspended_until, 'infinity') > {NOW}
                       THEN coalesce(m.suspended_until, 'infinity') END
                  IS DISTINCT FROM s.suspended""",  # noqa: S608
        "",
    ),
    "what is decided has a decision that stands, and what waits has none": (
        """SELECT count(*) FROM moderation_reviewitem i
            WHERE (i.state = 'open' OR i.author_id IS NOT NULL AND i.kind <> 'held')
              AND (i.state = 'decided') <>
              (EXISTS (SELECT FROM moderation_decision d
                       WHERE d.item_id = i.id AND d.state <> 'undone')
               OR EXISTS (SELECT FROM moderation_cleanup c
                          JOIN moderation_decision d ON d.id = c.decision_id
                          WHERE i.id = ANY(c.items) AND d.state <> 'undone'))""",
        "",
    ),
    "no report waits about what is decided": (
        """SELECT count(*) FROM moderation_report r JOIN moderation_reviewitem i ON i.id = r.item_id
           WHERE r.state = 'open' AND i.state = 'decided'""",
        "",
    ),
    "a decision that was taken back takes nothing": (
        """SELECT count(*) FROM moderation_sanction s JOIN moderation_decision d ON d.id = s.decision_id
           WHERE d.state IN ('undone', 'overturned') AND s.lifted = ''""",
        "",
    ),
    "posts are hidden as decisions say": (
        _hidden_by_decisions(
            "forums_post",
            "post",
            "forums.Post",
            "x.standing <> 'visible'",
            "x.standing = 'hidden'",
        ),
        "",
    ),
    "topics are hidden as decisions say": (
        _hidden_by_decisions(
            "forums_topic",
            "topic",
            "forums.Topic",
            "x.is_put_away OR x.standing = 'deleted' OR x.merged_into_id IS NOT NULL",
            "x.is_put_away",
        ),
        "",
    ),
    "a final letter holds no words": (
        """SELECT count(*) FROM notifications_letter
           WHERE state IN ('sent', 'dropped') AND (text <> '' OR html <> '')""",
        """UPDATE notifications_letter SET subject = '', text = '', html = ''
           WHERE state IN ('sent', 'dropped')""",
    ),
}


def broken_invariants() -> Iterator[tuple[str, int]]:
    """Name and number of offenders of each invariant that does not hold."""
    for name, (count, _repair) in INVARIANTS.items():
        if offenders := _scalar(count):
            yield name, offenders


def repair(name: str) -> int | None:
    """Repair one invariant. Returns the rows changed, or None where only a person can decide."""
    statement = INVARIANTS[name][1]
    if not statement:
        return None
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.rowcount


def _scalar(statement: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]
