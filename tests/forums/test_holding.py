"""What waits for a look: kept from everybody, let through once, never of somebody in need."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from forums import actions, rules
from forums.actions import let_through, reply, resubmit, submit_reply, submit_topic
from forums.models import Category, Draft, HeldPost, Post, Topic
from groups.resources.actions import Chosen
from groups.resources.models import Attachment
from moderation.actions import decide, undo
from moderation.models import NormRule, Priority, ReviewItem, WatchedTerm
from moderation.registry import Act, content_of
from peersupport.activity.models import Activity
from peersupport.core.exceptions import Conflict, Refused
from peersupport.members.models import Role, Trust
from peersupport.notifications.models import Notice
from peersupport.reactions import settle

CANARY = "Kanarienvogel"
Hold = Category.Hold


@pytest.fixture
def newcomer(make_member):
    return make_member(display_name="Newcomer", trust_level=Trust.NEW)


@pytest.fixture
def careful(make_category):
    return make_category(slug="careful", hold=Hold.ALL)


def links(number):
    return " ".join(f"https://example.org/{n}" for n in range(number))


def item_of(held):
    return ReviewItem.objects.about(held).open().get()


def test_nobody_else_meets_what_waits_anywhere(
    client, careful, make_topic, asker, helper, moderator, stranger
):
    topic = make_topic(category=careful, author=moderator, title="Open to all")
    actions.choose_level(topic, member=stranger, level=2)
    submit_reply(topic, author=helper, body=f"Plumage, {CANARY}, @{asker.handle}")
    submit_topic(careful, author=helper, title=f"Plumage {CANARY}", body=CANARY, tags=[CANARY])
    settle()

    pages = [
        reverse("forums:home"), topic.get_absolute_url(), careful.get_absolute_url(),
        reverse("forums:topic_list"), reverse("forums:category_list"),
        f"{reverse('forums:search')}?q=plumage", f"{reverse('forums:search')}?q=plumage&in=posts",
        f"{reverse('forums:topic_similar')}?title=Plumage", reverse("forums:tag_list"),
        reverse("notifications:notice_list"), reverse("forums:draft_list"),
        reverse("forums:member_detail", args=[helper.handle]),
        reverse("forums:category_feed", args=[careful.slug]),
        reverse("forums:topic_feed", args=[topic.pk]),
        f"{reverse('forums:topic_new_replies', args=[topic.pk])}?after=1",
    ]  # fmt: skip
    for reader in (None, stranger, moderator):
        if reader:
            client.force_login(reader)
        for page in pages:
            assert CANARY not in client.get(page).text, page
    topic.refresh_from_db()
    careful.refresh_from_db()
    assert (topic.reply_count, topic.last_number, careful.topic_count) == (0, 1, 1)
    assert not Notice.objects.exists()
    assert not Post.objects.filter(author=helper).exists()
    assert HeldPost.objects.count() == 2


def test_let_through_it_is_a_post_like_any_other(careful, make_topic, moderator, helper, asker):
    topic = make_topic(category=careful, author=moderator)
    held = submit_reply(topic, author=helper, body=f"Hello @{asker.handle}").what
    later = reply(topic, author=moderator, body="Meanwhile.")
    Draft.objects.create(member=helper, topic=topic, words={"body": "Another one begun"})

    assert item_of(held).kind == ReviewItem.Kind.HELD
    content_of(held).carry_out(held, Act.KEEP, by=moderator, choice="", reason="")
    settle()

    post = Post.objects.get(author=helper)
    topic.refresh_from_db()
    assert (post.number, post.topic, topic.reply_count) == (later.number + 1, topic, 2)
    assert Notice.objects.filter(recipient=asker, kind="mention").exists()
    assert Notice.objects.filter(
        recipient=helper, activity__verb="moderation.released_held"
    ).exists()
    assert Draft.objects.filter(member=helper).exists()  # what they write now is another text
    held.refresh_from_db()
    assert (held.state, held.body, held.post) == ("posted", "", post)


def test_a_topic_comes_with_its_poll_its_tags_and_its_files(
    careful, moderator, helper, asker, quickly, make_file
):
    file = make_file(owner=helper)
    poll = actions.PollFacts(question="When?", options=["Now", "Later"])
    held = submit_topic(
        careful, author=helper, title="With it all", body="Words", kind="question", poll=poll,
        files=[Chosen(file.uuid, "")], note="grief",
    ).what  # fmt: skip
    assert held.files
    for reader, may in ((moderator, True), (asker, False)):
        assert Attachment.objects.visible_to(reader).filter(pk=file.pk).exists() is may

    let_through(held, by=moderator)

    topic = Topic.objects.get(title="With it all")
    post = topic.posts.get()
    assert (topic.has_poll, topic.kind, topic.note, post.author) == (
        True,
        "question",
        "grief",
        helper,
    )
    assert post.attachments.get() == file
    assert post.files


@pytest.mark.django_db(transaction=True)
def test_two_moderators_let_it_through_once(committed, make_member, make_category, make_topic):
    careful = make_category(hold=Hold.ALL)
    staff = [make_member(role=Role.MODERATOR) for _ in range(2)]
    topic = make_topic(category=careful, author=staff[0])
    held = submit_reply(topic, author=make_member(), body="Once.").what
    start = Barrier(2)

    def decide(by):
        start.wait()
        try:
            return let_through(held, by=by).post_id
        except Refused:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(decide, staff))

    assert sorted(result is None for result in results) == [False, True]
    assert Post.objects.filter(topic=topic).count() == 2


def test_who_moderates_there_never_waits_and_others_decide_nothing(careful, moderator, helper):
    assert isinstance(submit_topic(careful, author=moderator, title="Mine", body="W.").what, Topic)
    held = submit_topic(careful, author=helper, title="Theirs", body="W.").what

    with pytest.raises(Refused):
        let_through(held, by=helper)
    held.refresh_from_db()
    assert held.is_waiting


def test_first_posts_wait_until_one_was_let_through(make_category, newcomer, helper, moderator):
    first = make_category(hold=Hold.FIRST_POSTS)
    assert not rules.waits_in(helper, first)

    held = submit_topic(first, author=newcomer, title="Hello", body="I am new.").what
    assert held.why == "first"
    let_through(held, by=moderator)

    assert isinstance(submit_topic(first, author=newcomer, title="Again", body="W.").what, Topic)


@pytest.mark.parametrize("body", [links(10), "Words."], ids=["links", "trap"])
def test_where_people_come_for_support_nothing_waits(make_category, newcomer, body):
    place = make_category(is_support=True)
    WatchedTerm.objects.create(words="words", deed="hold", reason="unkind")
    with pytest.raises(IntegrityError), transaction.atomic():
        Category.objects.filter(pk=place.pk).update(hold=Hold.ALL)

    if "http" in body:  # as ever: they read why, and nothing is kept from them
        with pytest.raises(Refused):
            submit_topic(place, author=newcomer, title="T", body=body)
    else:
        sent = submit_topic(place, author=newcomer, title="T", body=body, is_trapped=True).what
        assert isinstance(sent, Topic)
        assert ReviewItem.objects.about(sent.posts.get()).get().kind == "flagged"
    assert not HeldPost.objects.exists()


def test_a_newcomer_with_ten_links_is_held_and_can_put_it_right(category, newcomer, moderator):
    held = submit_topic(category, author=newcomer, title="Look", body=links(10)).what
    item = item_of(held)
    assert (held.why, item.reason) == ("links", "spam")

    posted = resubmit(held, by=newcomer, version=1, body=f"Just this: {links(1)}", title="Look")

    assert posted.post.body.startswith("Just this")
    assert posted.state == "posted"
    item.refresh_from_db()
    assert not item.is_open


def test_a_newcomers_same_words_in_a_second_topic_wait(make_topic, newcomer):
    one, two = make_topic(), make_topic()
    body = "Come and look at the wonderful things that I sell, all of them nearly free."

    first = submit_reply(one, author=newcomer, body=body).what
    again = submit_reply(one, author=newcomer, body=body).what  # in one topic it is no spam
    second = submit_reply(two, author=newcomer, body=body.upper().replace("o", "ö") + " !").what
    thanks = submit_reply(two, author=newcomer, body="Thank you!").what

    assert isinstance(first, Post)
    assert isinstance(again, Post)
    assert isinstance(thanks, Post)
    assert second.why == "same"
    assert item_of(second).reason == "spam"


def test_sent_twice_it_waits_once(careful, helper):
    token = uuid4()
    sent = [
        submit_topic(careful, author=helper, title="T", body="W.", submit_token=token).what
        for _ in range(2)
    ]
    assert sent[0] == sent[1]
    assert HeldPost.objects.count() == 1 == ReviewItem.objects.count()


def test_distress_that_waits_is_looked_at_first_and_words_alone_never_hold_it(
    careful, category, helper
):
    words = "I want to die and I feel like a burden."
    held = submit_topic(careful, author=helper, title="Tired", body=words).what
    quoted = submit_topic(
        careful, author=helper, title="Film", body="He said “I want to die”."
    ).what
    assert item_of(held).priority == Priority.RISK
    assert item_of(quoted).priority == Priority.CONFLICT

    WatchedTerm.objects.create(words="burden", deed="hold", reason="unkind")
    sent = submit_topic(category, author=helper, title="Tired", body=words).what
    assert isinstance(sent, Topic)
    item = ReviewItem.objects.about(sent.posts.get()).get()
    assert (item.kind, item.priority) == ("flagged", Priority.RISK)


def test_sent_back_it_can_be_changed_and_waits_again(client, careful, helper, moderator):
    held = submit_topic(careful, author=helper, title="T", body="First words.").what
    old, norm = item_of(held), NormRule.objects.first()
    say = {"norm": norm, "facts": "Could you leave the name out?"}
    decision = decide(old, by=moderator, version=old.version, act=Act.ASK_EDIT, **say)
    client.force_login(helper)
    assert f'href="{held.get_absolute_url()}"' in client.get(decision.get_absolute_url()).text
    assert "leave the name out" in client.get(held.get_absolute_url()).text
    with pytest.raises(Refused):
        let_through(held, by=moderator)

    again = resubmit(held, by=helper, version=2, body="Other words.", title="T")

    assert again.is_waiting
    assert item_of(again).pk != old.pk
    assert again.why == "all"
    assert again.body == "Other words."
    with pytest.raises(Conflict):
        resubmit(held, by=helper, version=2, body="From an old page.", title="T")


def test_a_change_makes_a_moderators_page_old(careful, helper):
    held = submit_topic(careful, author=helper, title="T", body="First words.").what
    version = item_of(held).version
    resubmit(held, by=helper, version=1, body="Quite another text.", title="T")
    assert item_of(held).version > version


def test_what_was_let_through_can_be_undone_with_its_files(
    careful, moderator, helper, quickly, make_file
):
    file = make_file(owner=helper)
    held = submit_topic(
        careful, author=helper, title="T", body="Words.", files=[Chosen(file.uuid, "")]
    ).what
    answers = content_of(held)
    facts = answers.carry_out(held, Act.KEEP, by=moderator, choice="", reason="")

    answers.take_back(held, Act.KEEP, facts, by=moderator)

    held.refresh_from_db()
    assert (held.is_waiting, held.title, held.body) == (True, "T", "Words.")
    assert held.attachments.get() == file
    assert not Topic.objects.visible_to(moderator).filter(title="T").exists()


def test_a_decision_shows_it_and_its_undoing_brings_the_item_back(careful, moderator, helper):
    held = submit_topic(careful, author=helper, title="T", body="Words.").what
    item = item_of(held)

    decision = decide(item, by=moderator, version=item.version)
    assert Topic.objects.visible_to(helper).filter(title="T").exists()
    undo(decision, by=moderator)

    held.refresh_from_db()
    assert held.is_waiting
    assert item_of(held) == item
    assert not Topic.objects.visible_to(helper).filter(title="T").exists()


def test_one_person_cannot_fill_the_queue(careful, helper):
    for number in range(5):
        submit_topic(careful, author=helper, title=f"T{number}", body="Words.")
    with pytest.raises(Refused, match="Five"):
        submit_topic(careful, author=helper, title="One more", body="Words.")


def test_without_a_name_nothing_is_kept_with_one(make_category, helper):
    place = make_category(hold=Hold.ALL, allows_anonymous=True)
    with pytest.raises(Refused):
        submit_topic(place, author=helper, title="T", body="Words.", anonymous=True)
    assert not rules.can_hide(helper, place)
    assert not HeldPost.objects.exists()


def test_the_record_holds_ids_and_no_words(careful, helper):
    submit_topic(careful, author=helper, title=CANARY, body=CANARY)
    assert all(CANARY not in str(row.data) for row in Activity.objects.all())


def test_put_right_by_its_author_it_is_looked_over_and_lets_nobody_else_through(
    category, make_category, newcomer
):
    WatchedTerm.objects.create(words="plumfoot", deed=WatchedTerm.Deed.FLAG)
    held = submit_topic(category, author=newcomer, title="Ten", body=links(10)).what

    mended = resubmit(held, by=newcomer, version=held.version, body="A plumfoot, and no links.")

    assert (mended.state, mended.post.body) == ("posted", "A plumfoot, and no links.")
    assert ReviewItem.objects.about(mended.post).get().kind == "flagged"
    assert rules.waits_in(newcomer, make_category(slug="first", hold=Hold.FIRST_POSTS))


def test_a_risk_waits_for_a_look_whatever_its_author_takes_back(category, newcomer, moderator):
    words = f"I want to end it all tonight. {links(10)}"
    held = submit_topic(category, author=newcomer, title="Tonight", body=words).what
    item = ReviewItem.objects.about(held).get()
    assert item.priority == Priority.RISK

    actions.withdraw_held(held, by=newcomer)

    item.refresh_from_db()
    assert item.is_open
