"""Posts without a name: what each surface tells of who wrote them, which is nothing."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from forums import rules
from forums.actions import (
    carry_aliases,
    delete,
    edit,
    mark_answer,
    react,
    reply,
    restore,
    save_draft,
    start_topic,
)
from forums.actions.turns import take_turn
from forums.models import (
    Alias,
    Category,
    Draft,
    Post,
    PostRevision,
    ReadMark,
    TagSuggestion,
    Topic,
)
from forums.querysets import took_part
from forums.views.anonymous import hiding_in
from groups import actions as groups
from moderation.actions import ask_authorship, opened_author, report
from moderation.models import AuthorshipRequest, SealedAuthorship
from peersupport import privacy
from peersupport.activity.actions import settle_next
from peersupport.activity.models import Activity
from peersupport.core.encryption import new_key, read_ring
from peersupport.core.exceptions import Refused
from peersupport.members.actions import block, mute
from peersupport.members.forms import ProfileForm
from peersupport.members.models import Member, Tier, Trust
from peersupport.members.rules import limits_of
from peersupport.notifications.letters import NotWanted, compose
from peersupport.notifications.models import Letter, Notice, Watch
from peersupport.privacy import tables_of
from peersupport.reactions import REACTIONS
from tests.conftest import SignedIn
from tests.core.test_logs import lines  # noqa: F401
from tests.peersupport.traces import database

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(make_category):
    return make_category(name="Not easy to say", allows_anonymous=True)


@pytest.fixture
def author(make_member):
    return make_member(
        pk=876_543_219, handle="quillon-hides", email="quillon@hidden.example",
        display_name="Quillon Zarathustra", tier=Tier.SUPPORTER,
    )  # fmt: skip


@pytest.fixture
def others(make_member):
    """More people than may guess."""
    return [make_member() for _ in range(rules.FEW)]


NAMES = ["quillon", "zarathustra", "876543219"]


def browser(member):
    client = SignedIn()
    client.force_login(member)
    return client


def settle():
    while settle_next(REACTIONS):
        pass


def names_in(text):
    return [name for name in NAMES if name in text.casefold()]


def url(route, *args):
    return reverse(f"forums:{route}", args=args)


# ── what is stored ──────────────────────────────────────────────────────────────────────────


def test_no_row_of_any_table_tells_the_author_from_somebody_who_only_read(
    author, others, place, helper, make_member
):
    """Everything that a question and a reply without a name write, held against a control."""
    named = start_topic(place, author=helper, title="Named", body="First.")
    control = make_member(pk=765_432_198)
    client, other = browser(author), browser(control)
    for each in (client, other):
        each.get(named.get_absolute_url())
        each.get(url("topic_new", place.slug))
    before = set(database().splitlines())

    words = {"kind": "question", "title": "Hard", "body": "I cannot say it.", "anonymous": "on"}
    client.post(url("topic_new", place.slug), words | {"submit_token": uuid4()}, follow=True)
    hidden = Topic.objects.get(title="Hard")
    other.get(hidden.get_absolute_url())
    client.post(url("topic_reply", named.pk), {"body": "Me too.", "anonymous": "on"}, follow=True)
    other.get(named.get_absolute_url())
    settle()

    assert Post.objects.filter(author__handle__startswith="_").count() == 2
    written = set(database().splitlines()) - before
    of = {
        who: {row.split(":")[0] for row in written if str(who.pk) in row}
        for who in (author, control)
    }
    assert of[control] == {"forums_readmark"}
    assert of[author] == set()
    assert names_in("\n".join(written)) == []
    held = [str(client_key) for client_key in cache._cache.get_client(None).keys("*turn:*")]
    assert names_in(" ".join(held)) == []


def test_reads_on_like_everybody_once_others_have_written(author, helper, place):
    topic = start_topic(place, author=author, title="T", body="B.", anonymous=True)
    client = browser(author)
    client.get(topic.get_absolute_url())
    assert not ReadMark.objects.filter(topic=topic).exists()

    reply(topic, author=helper, body="Here.")
    client.get(topic.get_absolute_url())

    assert ReadMark.objects.get(topic=topic, member=author).number == 2
    assert not Watch.objects.filter(member=author).exists()


def test_the_log_says_nothing_of_who_was_there(author, place, helper, lines):  # noqa: F811
    topic = start_topic(place, author=helper, title="T", body="B.")
    ordinary = start_topic(
        Category.objects.create(slug="o", name="O"), author=helper, title="T", body="B."
    )
    client = browser(author)
    client.get(topic.get_absolute_url())
    client.get(url("topic_new", place.slug))
    client.post(url("topic_reply", topic.pk), {"body": "Me.", "anonymous": "on", "anyway": "on"})
    client.get(url("post_edit", topic.pk, 2))

    finished = [line for line in lines if line["event"] == "request_finished"]
    assert {200, 302} == {line["code"] for line in finished}
    assert not any("member" in line for line in finished)
    client.get(ordinary.get_absolute_url())
    assert lines[-1]["member"]


# ── what is shown ───────────────────────────────────────────────────────────────────────────


def test_eight_attempted_leaks(author, place, helper, moderator, administrator, others):
    """Whoever looks, wherever they look: a label."""
    elsewhere = start_topic(place, author=author, title="Under my name", body="Hello.")
    topic = start_topic(
        place, author=author, title="Hard", body="Words.", kind="question", anonymous=True
    )
    answer = reply(topic, author=helper, body="I hear you.")
    second = reply(topic, author=author, body=f"Thank you @{helper.handle}.", anonymous=True)
    third = reply(topic, author=others[0], body="And me.", anonymous=True)
    edit(second, editor=author, body="Thanks.", version=1)
    mark_answer(topic, post=answer, by=author)
    report(second, reporter=helper, reason="worry")
    settle()
    label = second.author
    assert label.display_name == "Anonymous learner 1" != third.author.display_name

    pages = [
        topic.get_absolute_url(), f"{topic.get_absolute_url()}?quote=3",
        url("post_history", topic.pk, 3), url("post_react", topic.pk, 3),
        url("category_detail", place.slug).replace("/-/", "/"), reverse("notifications:notice_list"),
        f"/reports/new/forums.post/{second.pk}/", url("topic_list") + "?show=latest",
    ]  # fmt: skip
    for reader in (helper, moderator, administrator):
        client = browser(reader)
        seen = {page: client.get(page).text for page in pages}
        own_name = seen.pop(pages[4]) + seen.pop(pages[7])  # where the author's named topic stands
        assert own_name.casefold().count("zarathustra") == 2
        assert {page: names_in(text) for page, text in seen.items() if names_in(text)} == {}
        assert "Anonymous learner 1" in seen[pages[0]]
        assert "Anonymous learner 2" in seen[pages[0]]
        assert f'href="{label.get_absolute_url()}"' not in "".join(seen.values())
        for lost in (label.get_absolute_url(), f"/members/{label.handle}/-/block/"):
            assert client.get(lost).status_code == 404
    assert names_in(SignedIn().get(topic.get_absolute_url()).text) == []
    profile = browser(helper).get(author.get_absolute_url()).text
    assert "Hard" not in profile
    assert elsewhere.title in profile
    admin = browser(administrator).get(
        reverse("admin:members_member_changelist"), {"q": "Anonymous"}
    )
    assert "Anonymous learner" not in admin.text
    for letter in Letter.objects.exclude(template=""):
        assert names_in(str(compose(letter).message())) == []
    texts = [str(n) for n in Notice.objects.all()]
    assert Notice.objects.filter(recipient=helper, target_id=second.pk).exists()
    assert names_in(" ".join(texts)) == []
    assert {a.actor for a in Activity.objects.filter(target_id__in=[second.pk, answer.pk])
            if a.verb != "moderation.reported"} == {label, helper}  # fmt: skip
    assert [r.editor for r in PostRevision.objects.all()] == [label]
    counted = {row[0]: row[1:] for row in took_part()}
    assert counted[author.pk][2] == 1
    assert label.pk not in counted
    assert hiding_in(author, place, topic).has_alias
    other = start_topic(place, author=author, title="Again", body="B.", anonymous=True)
    assert other.author != label


def test_the_preview_is_what_others_see(author, place, helper, others):
    topic = start_topic(place, author=helper, title="T", body="B.")
    words = {"body": f"Dear @{helper.handle}.", "anonymous": "on"}

    preview = browser(author).post(url("topic_reply", topic.pk), words | {"preview": "1"})
    assert not Alias.objects.exists()
    browser(author).post(url("topic_reply", topic.pk), words)
    page = browser(helper).get(topic.get_absolute_url())

    def head_and_words(response):
        article = re.findall(
            r'<article class="post" id="post-2".*?</article>', response.text, re.S
        )[0]
        head = article[: article.index('<span class="when">')]
        head = head.replace('<span class="vh">, new</span>', "")  # to who has read up to there
        return head, re.search(r'<div class="prose".*?</div>', article, re.DOTALL).group()

    assert preview.status_code == 200
    assert head_and_words(preview) == head_and_words(page)
    assert "Anonymous learner 1" in head_and_words(page)[0]


def test_a_new_topic_is_previewed_as_its_starter(author, place, others):
    words = {"kind": "question", "title": "T", "body": "B.", "anonymous": "on", "preview": "1"}
    page = browser(author).post(url("topic_new", place.slug), words).text

    assert "Topic starter" in page
    assert "Anonymous learner 1" in page
    assert not Topic.objects.exists()


# ── what the author can still do ────────────────────────────────────────────────────────────


def test_the_author_sees_and_changes_their_own_and_nobody_else_does(author, helper, place, others):
    topic = start_topic(place, author=author, title="T", body="B.", kind="question", anonymous=True)
    answer = reply(topic, author=helper, body="Here.")
    mine, theirs = browser(author), browser(helper)
    post = topic.posts.get(number=1)

    assert "only you see this" in mine.get(topic.get_absolute_url()).text
    assert "only you see this" not in theirs.get(topic.get_absolute_url()).text
    assert mine.get(url("post_react", topic.pk, 1)).status_code == 404
    for route in ("post_edit", "post_delete"):
        assert mine.get(url(route, topic.pk, 1)).status_code == 200
        assert theirs.get(url(route, topic.pk, 1)).status_code == 404
    with pytest.raises(Refused):
        react(post, member=author, kind="helpful")
    with pytest.raises(Refused):
        mark_answer(topic, post=answer, by=others[0])
    assert mark_answer(topic, post=answer, by=author).answer == answer
    mine.post(url("post_edit", topic.pk, 1), {"title": "T", "body": "Better.", "version": 1})
    post.refresh_from_db()
    assert (post.body, post.author) == ("Better.", topic.author)  # an edit gives no name
    assert delete(post, by=author).standing == Post.Standing.DELETED
    assert names_in(database().replace(str(author.pk), "")).count("876543219") == 0


def test_the_same_label_again_whatever_happens_to_keys_and_topics(author, helper, place, settings):
    topic = start_topic(place, author=author, title="T", body="B.", anonymous=True)
    settings.FIELD_KEYS = settings.FIELD_KEYS | (newer := read_ring(f"2:{new_key()}"))
    call_command("rotate_keys", verbosity=0)
    settings.FIELD_KEYS = newer
    again = reply(topic, author=author, body="Still me.", anonymous=True)
    assert again.author == topic.author

    into = start_topic(place, author=helper, title="Into", body="B.", anonymous=True)
    Post.objects.filter(pk=again.pk).update(topic=into, number=2)
    into.refresh_from_db()
    carry_aliases(topic, to=into)

    assert rules.is_author(author, Post.objects.get(pk=again.pk), into)
    assert not rules.is_author(helper, Post.objects.get(pk=again.pk), into)
    labels = set(into.posts.values_list("author__display_name", flat=True))
    assert labels == {"Anonymous learner 1", "Anonymous learner 2"}


def test_a_press_posts_once_with_the_name_or_without(author, place):
    token, start = uuid4(), {"title": "T", "body": "B."}
    topics = [start_topic(place, author=author, submit_token=token, anonymous=how, **start)
              for how in (True, True, False)]  # fmt: skip
    assert len(set(topics)) == 1
    sent = [reply(topics[0], author=author, body="R.", submit_token=token, anonymous=how)
            for how in (True, True, False)]  # fmt: skip
    assert len(set(sent)) == 1
    assert str(token) not in database()
    both = uuid4()
    named = reply(topics[0], author=author, body="N.", submit_token=both)
    assert reply(topics[0], author=author, body="N.", submit_token=both, anonymous=True) == named


# ── where it is possible, and how often ─────────────────────────────────────────────────────


def test_what_was_to_have_no_name_is_never_posted_with_it(author, category, place, helper, others):
    topic = start_topic(place, author=helper, title="T", body="B.")
    Category.objects.filter(pk=place.pk).update(allows_anonymous=False)  # while they wrote
    page = browser(author).post(url("topic_reply", topic.pk), {"body": "Me.", "anonymous": "on"})
    assert page.status_code == 422
    assert "Nothing was posted" in page.text
    words = {"kind": "question", "title": "T", "body": "B.", "anonymous": "on"}
    assert browser(author).post(url("topic_new", category.slug), words).status_code == 422
    for write in (
        lambda: reply(topic, author=author, body="Me.", anonymous=True),
        lambda: start_topic(category, author=author, title="T", body="B.", anonymous=True),
    ):
        with pytest.raises(Refused, match="Nothing was posted"):
            write()
    assert not Post.objects.filter(author=author).exists()


def test_where_few_can_write_it_asks_first(author, place, helper):
    topic = start_topic(place, author=helper, title="T", body="B.")
    client, words = browser(author), {"body": "Me.", "anonymous": "on"}

    page = client.post(url("topic_reply", topic.pk), words)
    assert page.status_code == 422
    assert "Few people can write here" in page.text
    assert topic.posts.count() == 1
    assert client.post(url("topic_reply", topic.pk), words | {"anyway": "on"}).status_code == 302


def test_it_counts_who_can_write_there(author, place, others, make_member):
    assert not rules.few_could_have_written(place)
    place.reply = place.read = place.start = 2
    assert rules.few_could_have_written(place)
    group = groups.found(founder=author, name="G", purpose="P.", norms="N.", allows_anonymous=True)
    settle()
    inside = Category.objects.get(group=group)
    assert inside.allows_anonymous
    assert rules.few_could_have_written(inside)


def test_who_wrote_without_a_name_is_ticked_again_and_who_wrote_with_it_is_told(
    author, place, helper
):
    topic = start_topic(place, author=author, title="T", body="B.", anonymous=True)
    page = browser(author).get(topic.get_absolute_url()).text
    assert re.search(r'<input[^>]*name="anonymous"[^>]*checked', page)
    reply(topic, author=helper, body="Hm.")
    page = browser(helper).get(topic.get_absolute_url()).text
    assert "You have written here with your name" in page
    assert not re.search(r'<input[^>]*name="anonymous"[^>]*checked', page)


def test_limits_hold_without_a_name_and_without_a_list(make_member, place, monkeypatch):
    newcomer = make_member(tier=Tier.NEWCOMER, trust_level=Trust.NEW)
    limits = limits_of(newcomer)
    topic = start_topic(place, author=newcomer, title="T", body="B.", anonymous=True)
    for number in range(limits.posts_an_hour // 2 - 1):
        reply(topic, author=newcomer, body=f"{number}.", anonymous=True)
    with pytest.raises(Refused, match="as often without your name"):
        reply(topic, author=newcomer, body="More.", anonymous=True)
    reply(topic, author=newcomer, body="With it.")

    monkeypatch.setattr("forums.actions.turns.is_away", lambda: True)
    another = make_member(trust_level=Trust.NEW)
    assert take_turn(another, limits) is None
    assert take_turn(another, limits) is not None


def test_nobody_learns_from_notices_who_keeps_whom_away(author, helper, place, make_member):
    """Who blocked or muted anybody is told of no post without a name, whoever wrote it."""
    keeps, free, blocked = make_member(), make_member(), make_member()
    block(keeps, other=author)
    mute(helper, other=free)
    block(author, other=blocked)
    topic = start_topic(place, author=free, title="T", body="B.")
    for member in (keeps, helper, blocked):
        reply(topic, author=member, body="Here.")
    settle()
    Notice.objects.all().delete()
    called = " ".join(f"@{m.handle}" for m in (keeps, free, blocked))
    posts = [
        reply(topic, author=who, body=called, anonymous=True) for who in (author, make_member())
    ]
    settle()

    for post in posts:  # the two are told to the same people, and look the same
        assert post.html.count("mention") == 3
        told = Notice.objects.filter(target_id=post.pk).values_list("recipient", flat=True)
        assert set(told) == {free.pk, blocked.pk}
    letter = Letter.objects.filter(recipient=free, target_id=posts[0].pk).get()
    mute(free, other=helper)
    with pytest.raises(NotWanted):
        compose(letter)


# ── the two doors: one's own data, and two people ───────────────────────────────────────────


def test_ones_own_copy_holds_it_and_nobody_elses(author, helper, place):
    start_topic(place, author=author, title="T", body="Only mine.", anonymous=True)

    def posts(member):
        return next(t for t in tables_of(member) if t.name == "forums-post").rows

    assert [(row["body"], row["without_my_name"]) for row in posts(author)] == [
        ("Only mine.", True)
    ]
    assert posts(helper) == []


def test_erasing_leaves_the_label_and_nothing_by_which_it_is_known(author, helper, place):
    topic = start_topic(place, author=author, title="T", body="Stays.", anonymous=True)
    theirs = reply(topic, author=helper, body="Mine.", anonymous=True)

    privacy.forget(author, choice="anonymise")

    assert topic.posts.get(number=1).author.display_name == "Anonymous learner 1"
    assert Alias.objects.all().of(author) == []
    assert [alias.stand_in for alias in Alias.objects.all().of(helper)] == [theirs.author]
    assert [sealed.target for sealed in SealedAuthorship.objects.all()] == [theirs]


def test_two_people_can_open_it_and_a_moderator_finds_where_to_ask(
    author, moderator, place, helper
):
    topic = start_topic(place, author=author, title="T", body="B.", anonymous=True)
    sealed = SealedAuthorship.objects.get(target_id=topic.posts.get().pk)
    ask = reverse("moderation:authorship_ask", args=[sealed.pk])

    assert ask in browser(moderator).get(topic.get_absolute_url()).text
    assert ask not in browser(helper).get(topic.get_absolute_url()).text
    asked = ask_authorship(sealed, by=moderator, reason="In danger?")
    with pytest.raises(Refused):
        opened_author(asked, by=moderator)
    AuthorshipRequest.objects.filter(pk=asked.pk).update(
        is_emergency=True, opened_at=asked.asked_at
    )
    assert opened_author(asked, by=moderator) == author


def test_nobody_can_be_called_like_somebody_without_a_name(author):
    form = ProfileForm({"display_name": "anonymous Learner 3"}, instance=author)
    assert "display_name" in form.errors
    assert not Member.objects.people().filter(handle__startswith="_").exists()


def test_a_page_asks_as_much_with_one_label_as_with_many(
    author, place, others, helper, django_assert_num_queries
):
    topic = start_topic(place, author=author, title="T", body="B.", anonymous=True)
    client = browser(author)
    client.get(topic.get_absolute_url())
    counts = []
    for members in ([helper], others):
        for member in members:
            reply(topic, author=member, body="Me.", anonymous=True)
        client.get(topic.get_absolute_url())
        with django_assert_num_queries(8) as asked:
            client.get(topic.get_absolute_url())
        counts.append(len(asked))
    assert counts[0] == counts[1]


# ── what meets it elsewhere ─────────────────────────────────────────────────────────────────


def test_no_draft_is_kept_of_it_and_the_text_stays(author, place, others):
    address, words = url("topic_new", place.slug), {"title": "T", "body": "Begun here."}
    save_draft(place, by=author, words=words)

    page = browser(author).post(address, words | {"anonymous": "on", "save_draft": "1"})

    assert not Draft.objects.exists()
    assert page.status_code == 422
    assert "Begun here." in page.text


def test_slow_mode_counts_it_in_its_topic(author, place, helper, others):
    topic = start_topic(place, author=helper, title="T", body="B.")
    reply(topic, author=author, body="One.", anonymous=True)
    Category.objects.filter(pk=place.pk).update(slow_seconds=600)

    with pytest.raises(Refused, match="slow mode"):
        reply(topic, author=author, body="Two.", anonymous=True)


def test_slow_mode_counts_it_in_all_topics_and_tells_nobody(author, place, helper, others):
    first, second = (start_topic(place, author=helper, title="T", body="B.") for _ in range(2))
    Category.objects.filter(pk=place.pk).update(slow_seconds=600)
    place.refresh_from_db()
    reply(first, author=author, body="One.", anonymous=True)

    with pytest.raises(Refused, match="slow mode"):
        reply(second, author=author, body="Two.", anonymous=True)
    with pytest.raises(Refused, match="slow mode"):
        start_topic(place, author=author, title="T", body="Two.", anonymous=True)
    reply(second, author=others[0], body="Somebody else.", anonymous=True)
    reply(second, author=author, body="With the name, as if nothing were.")
    keys = {str(key) for key in cache._cache.get_client(None).keys("*turn:*")}
    assert names_in(" ".join(keys)) == []
    assert len({len(key) for key in keys}) == 1

    Post.objects.update(posted_at=timezone.now() - timedelta(seconds=601))
    with pytest.raises(Refused, match="slow mode"):
        reply(second, author=author, body="Two.", anonymous=True)
    Category.objects.filter(pk=place.pk).update(slow_seconds=0)
    assert reply(Topic.objects.get(pk=second.pk), author=author, body="Two.", anonymous=True)


def test_a_suggested_tag_tells_nobody_who_suggested_it(author, place, others):
    topic = start_topic(
        place, author=author, title="T", body="B.", anonymous=True, tags=["never-seen"]
    )

    suggested = TagSuggestion.objects.get()
    assert suggested.suggested_by == topic.author
    assert suggested.suggested_by != author


def test_one_sees_and_restores_ones_own_earlier_words(author, place, others):
    topic = start_topic(place, author=author, title="T", body="First words.", anonymous=True)
    post = edit(topic.posts.get(), editor=author, body="Other words.", version=1, reason="Better.")

    restore(post.revisions.get(), editor=author, version=post.version, reason="Back.")

    assert topic.posts.get().body == "First words."
    editors = set(PostRevision.objects.values_list("editor", flat=True))
    assert editors == {topic.author_id}
