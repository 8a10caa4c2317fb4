import csv
import json
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db.models import Count
from django.db.models.functions import TruncMonth

from forums.importers import intake
from forums.importers.people import free_handles, plain_text
from forums.importers.stackexchange import tags_of
from forums.models import Category, Post, ReadMark, Topic
from peersupport.activity.models import Activity
from peersupport.core.names import handle_key
from peersupport.invariants import broken_invariants
from peersupport.members.models import Member
from peersupport.notifications.models import Letter, Notice, Watch

REAL = Path(settings.BASE_DIR).parent / "shared" / "data" / "se-quantumcomputing"
HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'

POSTS = """
<row Id="1" PostTypeId="1" AcceptedAnswerId="4" CreationDate="2020-01-01T10:00:00.123" Score="7"
 Title="How do I ask for help, Ærø?" Tags="&lt;asking&gt;&lt;c#&gt;" OwnerUserId="1" Body="&lt;p&gt;First.&lt;/p&gt;
 &lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=&quot;https://example.org/a.png&quot; alt=&quot;a graph&quot;&gt;"
 LastEditDate="2020-01-05T10:00:00.000" ClosedDate="2020-02-01T00:00:00.000" />
<row Id="4" PostTypeId="2" ParentId="1" CreationDate="2020-01-01T12:00:00.000" Score="-2" OwnerUserId="2" Body="&lt;p&gt;Second answer.&lt;/p&gt;" />
<row Id="3" PostTypeId="2" ParentId="1" CreationDate="2020-01-01T11:00:00.000" Score="1" OwnerDisplayName="gone" Body="&lt;p&gt;First answer.&lt;/p&gt;" />
<row Id="5" PostTypeId="4" CreationDate="2020-01-01T11:00:00.000" Body="wiki" OwnerUserId="-1" />
<row Id="6" PostTypeId="5" CreationDate="2020-01-01T11:00:00.000" Body="wiki" OwnerUserId="-1" />
<row Id="7" PostTypeId="2" ParentId="999" CreationDate="2020-01-01T11:00:00.000" Body="&lt;p&gt;Lost.&lt;/p&gt;" OwnerUserId="1" />
<row Id="8" PostTypeId="1" Title="No date" Body="&lt;p&gt;x&lt;/p&gt;" OwnerUserId="1" />
<row PostTypeId="1" Title="No id" CreationDate="2020-01-01T11:00:00.000" Body="&lt;p&gt;x&lt;/p&gt;" />
<row Id="9" PostTypeId="1" Title="Only a script" CreationDate="2020-01-01T11:00:00.000" Body="&lt;img src='javascript:x'&gt; " OwnerUserId="1" />
<row Id="10" PostTypeId="1" Title="broken" Body="<oops" />
<row Id="11" PostTypeId="1" Title="New tags" Tags="|asking|naïve|" CreationDate="2020-03-01T00:00:00" Body="&lt;p&gt;Last.&lt;/p&gt;" OwnerUserId="3" />
<row Id="12" PostTypeId="7" CreationDate="2020-01-01T11:00:00.000" Body="placeholder" />
<row Id="11" PostTypeId="1" Title="Again" CreationDate="2020-03-01T00:00:00" Body="&lt;p&gt;Again.&lt;/p&gt;" OwnerUserId="3" />
"""
USERS = """
<row Id="-1" CreationDate="2019-01-01T00:00:00.000" DisplayName="Community" />
<row Id="1" CreationDate="2019-01-02T03:04:05.678" DisplayName="Zoë" AboutMe="&lt;p&gt;One &amp;amp; two.&lt;/p&gt;&#xA;&lt;p&gt;Three.&lt;/p&gt;" />
<row Id="2" CreationDate="2019-01-02T00:00:00.000" DisplayName="Sam" />
<row Id="3" CreationDate="2019-01-02T00:00:00.000" DisplayName="Sam" />
<row Id="4" CreationDate="2019-01-02T00:00:00.000" DisplayName=" &#x202E; " />
<row Id="5" CreationDate="yesterday" DisplayName="When" />
"""
COMMENTS = """
<row Id="2" PostId="3" Score="3" Text="Thanks, *really*. @Sam &lt;b&gt;see&lt;/b&gt; https://example.org" CreationDate="2020-01-01T12:00:00.000" UserId="1" />
<row Id="1" PostId="1" Score="0" Text="Which kind?" CreationDate="2020-01-01T10:30:00.000" UserId="2" />
<row Id="3" PostId="1" Score="0" Text="Same." CreationDate="2020-01-01T13:00:00.000" UserDisplayName="=gone too" />
<row Id="4" PostId="6" Score="0" Text="On a wiki." CreationDate="2020-01-01T13:00:00.000" UserId="1" />
<row Id="5" PostId="9" Score="0" Text="On nothing." CreationDate="2020-01-01T13:00:00.000" UserId="1" />
"""
VOTES = """
<row Id="1" PostId="1" VoteTypeId="2" CreationDate="2020-01-01T00:00:00.000" />
<row Id="2" PostId="6" VoteTypeId="2" CreationDate="2020-01-01T00:00:00.000" />
<row Id="3" PostId="777" VoteTypeId="2" CreationDate="2020-01-01T00:00:00.000" />
"""
BOMB = '<!DOCTYPE posts [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>\n'


def file_of(root, rows, *, before=""):
    return f"\ufeff{HEAD}{before}<{root}>{rows}</{root}>\n"


@pytest.fixture(autouse=True)
def reports_go_to_a_folder_of_their_own(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"


@pytest.fixture
def dump(tmp_path):
    folder = tmp_path / "peers"
    folder.mkdir()
    for name, rows in [
        ("posts", POSTS),
        ("users", USERS),
        ("comments", COMMENTS),
        ("votes", VOTES),
    ]:
        (folder / f"{name.title()}.xml").write_text(file_of(name, rows), encoding="utf-8")
    return folder


@pytest.fixture
def take_in(db):
    def run(folder, *options):
        out = StringIO()
        call_command("import_stackexchange", str(folder), "--json", *options, stdout=out)
        return json.loads(out.getvalue())

    return run


def rows_of(report):
    with Path(report["report"]).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def posts_of(number):
    question = Post.objects.get(source="stackexchange:peers/post", source_id=number)
    return list(question.topic.posts.order_by("number"))


def test_counts_what_it_takes_in_and_what_it_leaves_out(dump, take_in):
    counts = take_in(dump)

    assert (counts["topics"], counts["answers"], counts["comments"]) == (2, 2, 3)
    assert (counts["accepted"], counts["members"], counts["created"]) == (1, 5, 12)
    assert counts["skipped"] == {
        "tag_wiki": 2, "orphan_comment": 2, "bad_id": 1, "bad_date": 2, "malformed": 1,
        "other_post_type": 1, "duplicate": 1, "orphan_answer": 1, "empty": 1,
        "system_user": 1, "votes_without_post": 1,
    }  # fmt: skip
    assert not list(broken_invariants())


def test_a_question_becomes_a_topic_with_title_tags_and_lock(dump, take_in):
    take_in(dump)

    topic = posts_of(1)[0].topic
    assert (topic.title, topic.kind) == ("How do I ask for help, Ærø?", "question")
    assert topic.tag_names == ["asking", "c#"]
    assert topic.slug
    assert topic.slug.isascii()
    assert topic.is_locked
    assert topic.excerpt.startswith("First.")
    assert topic.posted_at == datetime(2020, 1, 1, 10, 0, 0, 123000, UTC)
    assert not posts_of(11)[0].topic.is_locked


def test_posts_are_numbered_by_time_and_answers_come_before_comments(dump, take_in):
    take_in(dump)

    posts = posts_of(1)
    assert [post.number for post in posts] == [1, 2, 3, 4, 5, 6]
    assert [(post.source.split("/")[1], post.source_id) for post in posts] == [
        ("post", 1), ("comment", 1), ("post", 3), ("post", 4), ("comment", 2), ("comment", 3),
    ]  # fmt: skip
    assert [post.reply_to and post.reply_to.number for post in posts] == [None, 1, None, None, 3, 1]


def test_counters_and_answer_of_the_topic_are_right(dump, take_in):
    take_in(dump)

    posts = posts_of(1)
    topic = posts[0].topic
    assert (topic.last_number, topic.reply_count) == (6, 5)
    assert topic.last_post_at == datetime(2020, 1, 1, 13, tzinfo=UTC)
    assert topic.recent_authors == [posts[5].author_id, posts[3].author_id]
    assert topic.answer == posts[3]
    assert topic.answer.score == -2
    assert Category.objects.get(slug="peers").topic_count == 2


def test_html_is_cleaned_and_the_original_kept(dump, take_in):
    take_in(dump)

    question, _comment, _answer, _accepted, comment, _last = posts_of(1)
    assert "<script>" in question.body
    assert "<script" not in question.html
    assert '<a href="https://example.org/a.png"' in question.html
    assert "<img" not in question.html
    assert question.edited_at == datetime(2020, 1, 5, 10, tzinfo=UTC)
    assert "<em>really</em>" in comment.html
    assert "<b>" not in comment.html
    assert "mention" not in comment.html
    assert comment.score == 3


def test_people_get_distinct_handles_and_keep_their_names(dump, take_in):
    take_in(dump)

    people = {
        member.source_id: member for member in Member.objects.filter(source="stackexchange:peers")
    }
    assert sorted(people) == [0, 1, 2, 3, 4]
    assert people[1].display_name == "Zoë"
    assert people[1].about == "One & two.\nThree."
    assert people[1].joined_at == datetime(2019, 1, 2, 3, 4, 5, 678000, UTC)
    assert people[2].display_name == people[3].display_name == "Sam"
    assert len({member.handle for member in people.values()}) == 5
    assert people[4].display_name == "Member 4"
    assert people[0].display_name == "Former member"


def test_takes_no_handle_that_a_member_has(dump, take_in, make_member):
    member = make_member(handle="sam")

    take_in(dump)

    assert Member.objects.filter(handle="sam").get() == member
    assert Member.objects.filter(display_name="Sam").exclude(pk=member.pk).count() == 2


def test_handles_stay_distinct_when_even_the_numbered_ones_are_taken(make_member):
    make_member(handle="sam")
    make_member(handle="sam-7")

    handles = free_handles({7: "Sam", 8: "SAM", 9: "5am", 10: "管理员", 11: "admin"})

    assert len({handle_key(handle) for handle in handles.values()}) == 5
    assert not Member.objects.filter(handle_key__in=map(handle_key, handles.values())).exists()


def test_who_has_no_account_any_more_is_one_former_member(dump, take_in):
    counts = take_in(dump)

    answer, comment = posts_of(1)[2], posts_of(1)[5]
    assert answer.author == comment.author
    former = [row for row in rows_of(counts) if row["reason"] == "former_member"]
    assert [(row["file"], row["detail"]) for row in former] == [
        ("Posts.xml", "gone"),
        ("Comments.xml", "'=gone too"),
    ]


def test_an_author_missing_from_the_users_is_a_former_member(dump, take_in):
    users = "".join(line for line in USERS.splitlines(True) if 'Id="3"' not in line)
    (dump / "Users.xml").write_text(file_of("users", users), encoding="utf-8")

    take_in(dump)

    assert posts_of(11)[0].author.display_name == "Former member"


def test_imported_people_cannot_log_in(dump, take_in):
    take_in(dump)

    member = Member.objects.get(source_id=1)
    assert member.email is None
    assert member.claimed_at is None
    assert member.is_active
    assert not member.has_usable_password()
    assert not member.is_staff
    assert authenticate(email="", password="") is None
    assert not Member.objects.reachable().filter(source="stackexchange:peers").exists()


def test_system_user_comes_along_when_it_has_written(dump, take_in):
    posts = POSTS.replace('Title="New tags"', 'Title="Of the system"').replace(
        'Body="&lt;p&gt;Last.&lt;/p&gt;" OwnerUserId="3"',
        'Body="&lt;p&gt;Last.&lt;/p&gt;" OwnerUserId="-1"',
    )
    (dump / "Posts.xml").write_text(file_of("posts", posts), encoding="utf-8")

    counts = take_in(dump)

    assert posts_of(11)[0].author.display_name == "Community"
    assert "system_user" not in counts["skipped"]
    assert counts["members"] == 6


def test_a_second_run_creates_nothing(dump, take_in):
    first = take_in(dump)
    before = list(Post.objects.order_by("pk").values())

    second = take_in(dump)

    assert second["created"] == 0
    assert second | {"created": 0, "report": ""} == first | {"created": 0, "report": ""}
    assert list(Post.objects.order_by("pk").values()) == before
    assert Category.objects.get().topic_count == 2


def test_a_run_after_an_abort_completes_it(dump, take_in, monkeypatch):
    monkeypatch.setattr(intake, "BATCH", 1)
    whole, written = intake.Intake._write, []

    def stops(self, threads):
        if written:
            raise KeyboardInterrupt
        written.append(whole(self, threads))

    with monkeypatch.context() as patch, pytest.raises(CommandError, match="run it again"):
        patch.setattr(intake.Intake, "_write", stops)
        take_in(dump)
    assert Topic.objects.count() == 1
    assert not list(broken_invariants())

    assert take_in(dump)["created"] == 1

    assert Topic.objects.count() == 2
    assert not list(broken_invariants())


def test_a_later_dump_adds_its_new_posts_to_the_topic(dump, take_in):
    later = POSTS.replace(
        'Id="7" PostTypeId="2" ParentId="999"', 'Id="7" PostTypeId="2" ParentId="1"'
    )
    take_in(dump)
    (dump / "Posts.xml").write_text(file_of("posts", later), encoding="utf-8")

    assert take_in(dump)["created"] == 1

    topic = posts_of(1)[0].topic
    assert posts_of(1)[-1].source_id == 7
    assert topic.reply_count == 6
    assert not list(broken_invariants())


def test_dry_run_counts_the_same_and_writes_nothing(dump, take_in):
    dry = take_in(dump, "--dry-run")

    for model in (Member, Category, Topic, Post, Activity):
        assert not model.objects.exists()
    real = take_in(dump)
    assert dry | {"report": ""} == real | {"report": ""}
    assert rows_of(dry) == rows_of(real)


def test_nobody_is_told(dump, take_in, mailoutbox):
    take_in(dump)

    for model in (Notice, Letter, Watch, ReadMark):
        assert not model.objects.exists()
    assert not mailoutbox


def test_activity_is_settled_and_of_the_original_time(dump, take_in):
    take_in(dump)

    activities = Activity.objects.order_by("pk")
    assert not Activity.objects.waiting().exists()
    assert all(activity.settled_at == activity.happened_at for activity in activities)
    assert sorted(activities.values_list("verb", flat=True)) == (
        ["forums.answer_marked"] + ["forums.replied"] * 5 + ["forums.started"] * 2
    )
    for activity in activities:
        post = activity.target
        assert activity.happened_at == post.posted_at
        assert activity.data == {"topic": post.topic_id, "category": post.topic.category_id}
    assert activities.get(verb="forums.answer_marked").actor.source_id == 1
    assert activities.filter(actor=None).count() == 2  # a placeholder is nobody who acts


def test_goes_into_the_category_that_is_named(dump, take_in, category):
    take_in(dump, "--category", category.slug)

    category.refresh_from_db()
    assert category.topic_count == 2
    assert Category.objects.count() == 1


def test_refuses_a_category_that_is_not_there(dump, take_in):
    with pytest.raises(CommandError, match="no category with the slug 'nowhere'"):
        take_in(dump, "--category", "nowhere")


@pytest.mark.parametrize("name", ["Posts.xml", "Users.xml", "Comments.xml"])
def test_says_which_required_file_is_missing(dump, take_in, name):
    (dump / name).unlink()

    with pytest.raises(CommandError, match=f"has no {name}"):
        take_in(dump)


def test_does_without_votes(dump, take_in):
    (dump / "Votes.xml").unlink()

    assert "votes_without_post" not in take_in(dump)["skipped"]


def test_passes_over_a_plain_doctype(dump, take_in):
    plain = "<!DOCTYPE posts SYSTEM 'http://127.0.0.1:1/posts.dtd'>\n"
    (dump / "Posts.xml").write_text(file_of("posts", POSTS, before=plain), encoding="utf-8")

    assert take_in(dump)["topics"] == 2


@pytest.mark.parametrize("name", ["posts", "users", "comments", "votes"])
def test_refuses_a_doctype_that_declares_entities(dump, take_in, name):
    row = '<row Id="1" Body="&b;" />'
    (dump / f"{name.title()}.xml").write_text(file_of(name, row, before=BOMB), encoding="utf-8")

    with pytest.raises(CommandError, match="DOCTYPE with declarations"):
        take_in(dump)

    assert not Member.objects.exists()
    assert not Category.objects.exists()


@pytest.mark.parametrize("text", ["", "no XML at all", "<html><row Id='1'/></html>"])
def test_refuses_a_file_that_is_no_dump(dump, take_in, text):
    (dump / "Posts.xml").write_text(text, encoding="utf-8")

    with pytest.raises(CommandError, match="Posts.xml"):
        take_in(dump)


@pytest.mark.parametrize("fault", [
    '<row Id="20" Body="open quote />', '<row Id="20" Body="&undefined;" />',
    '<row Id="20" Body="\x01" />', '<row Id="20" Id="20" />', "</row>", '<row Id="20" Body="&#xD800;" />',
])  # fmt: skip
def test_reads_on_after_a_row_that_is_not_xml(dump, take_in, fault):
    rows = POSTS.replace('<row Id="5"', f'{fault}\n<row Id="5"')
    (dump / "Posts.xml").write_text(file_of("posts", rows), encoding="utf-8")

    counts = take_in(dump)

    assert (counts["topics"], counts["skipped"]["malformed"]) == (2, 2)
    assert counts["skipped"]["tag_wiki"] == 2


def test_imports_what_is_there_of_a_file_cut_short(dump, take_in):
    whole = file_of("posts", POSTS)
    (dump / "Posts.xml").write_text(whole[: whole.index('Id="11" PostTypeId')], encoding="utf-8")

    counts = take_in(dump)

    assert counts["topics"] == 1
    assert counts["skipped"]["malformed"] == 2


def test_report_names_each_row_with_its_reason(dump, take_in):
    rows = rows_of(take_in(dump))

    reasons = {(row["file"], row["id"]): row["reason"] for row in rows}
    assert reasons["Posts.xml", "7"] == "orphan_answer"
    assert reasons["Posts.xml", "8"] == "bad_date"
    assert reasons["Comments.xml", "4"] == reasons["Comments.xml", "5"] == "orphan_comment"
    assert reasons["Votes.xml", "3"] == "votes_without_post"
    assert ("Comments.xml", "3", "'=gone too") in [(r["file"], r["id"], r["detail"]) for r in rows]


def test_a_table_is_printed_without_json(dump, db):
    out, err = StringIO(), StringIO()
    call_command("import_stackexchange", str(dump), "--dry-run", stdout=out, stderr=err)

    assert "would be created" in out.getvalue()
    assert "skipped: tag_wiki" in out.getvalue()
    assert err.getvalue() == ""


def test_shortens_a_long_folder_name(dump, take_in):
    folder = dump.rename(dump.with_name("peers." + "stackexchange." * 5 + "com"))

    take_in(folder)
    assert take_in(folder)["created"] == 0


@pytest.mark.parametrize(("text", "tags"), [
    ("<a><b-c>", ["a", "b-c"]), ("|a|b-c|", ["a", "b-c"]), ("", []), ("|q#|", ["q#"]),
    ("<a><a>", ["a"]),
])  # fmt: skip
def test_reads_both_ways_of_writing_tags(text, tags):
    assert tags_of(text) == tags


def test_plain_text_keeps_paragraphs_and_no_code():
    assert plain_text("<p>A &lt;b&gt;</p><script>x<y</script><ul><li>c<br>d") == "A <b>\nc\nd"


@pytest.mark.real
def test_a_real_community_gives_the_reference_numbers(take_in):
    if not REAL.is_dir():
        pytest.skip(f"the shared sample data is not at {REAL}")

    counts = take_in(REAL)

    assert counts.pop("report")
    assert counts == {
        "topics": 612, "answers": 1060, "comments": 3413, "accepted": 389, "members": 3461,
        "skipped": {"votes_without_post": 587, "tag_wiki": 314, "system_user": 1},
        "created": 612 + 1060 + 3413 + 3461,
    }  # fmt: skip
    assert Topic.objects.count() == 612
    assert Post.objects.count() == 5085
    assert Topic.objects.exclude(answer=None).count() == 389
    assert Topic.objects.filter(is_locked=True).count() == 30
    assert Member.objects.filter(source="stackexchange:se-quantumcomputing").count() == 3461
    assert not list(broken_invariants())
    written = Activity.objects.filter(
        verb__in=["forums.started", "forums.replied"], actor__isnull=False
    )
    assert written.aggregate(n=Count("actor", distinct=True))["n"] == 402
    months = written.annotate(month=TruncMonth("happened_at", tzinfo=UTC)).values("month")
    counted = months.annotate(people=Count("actor", distinct=True), n=Count("pk"))
    assert {f"{row['month']:%Y-%m}": (row["people"], row["n"]) for row in counted} == {
        "2018-03": (118, 1166), "2018-04": (114, 832), "2018-05": (75, 588),
        "2018-06": (126, 945), "2018-07": (117, 911), "2018-08": (87, 633), "2018-09": (4, 7),
    }  # fmt: skip
    assert take_in(REAL)["created"] == 0
