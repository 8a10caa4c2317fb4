"""Files with a post without a name: no row, address, name, page or line tells whose they are."""

import re
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from forums import rules as forum_rules
from forums.actions import edit, start_topic
from forums.models import Post, Topic
from groups.resources import rules
from groups.resources.actions import Chosen
from groups.resources.models import Attachment
from groups.resources.privacy import files_of
from peersupport import privacy
from peersupport.core.encryption import new_key, read_ring
from peersupport.core.exceptions import Refused
from peersupport.members.models import Tier
from peersupport.members.rules import file_limits_of
from tests.conftest import SignedIn
from tests.core.test_logs import lines  # noqa: F401
from tests.peersupport.traces import database

from . import samples

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quickly")]
NAMES = ["quillon", "zarathustra", "876543219"]


@pytest.fixture
def place(make_category, make_member):
    for _ in range(forum_rules.FEW):
        make_member()
    return make_category(name="Not easy to say", allows_anonymous=True)


@pytest.fixture
def author(make_member):
    return make_member(
        pk=876_543_219, handle="quillon-hides", email="quillon@hidden.example",
        display_name="Quillon Zarathustra", tier=Tier.SUPPORTER,
    )  # fmt: skip


@pytest.fixture
def send(client, place, author):
    """Sends the author's form for a new topic without their name."""
    client.force_login(author)
    address = reverse("forums:topic_new", args=[place.slug])

    def post(*files, **more):
        words = {"kind": "discussion", "title": "Hard", "body": "Words.", "anonymous": "on"}
        sent = {"upload": [SimpleUploadedFile(*each) for each in files]} if files else {}
        return client.post(address, words | sent | more)

    return post


PHOTOGRAPH = ("Zarathustra in Berlin.jpg", samples.photograph())
NOTES = ("quillon notes.md", b"# Notes\n\nBring a pen.\n")


def attached(response):
    return re.search(r'name="attached" value="([^"]*)"', response.text)[1]


PHOTOGRAPH = ("Zarathustra in Berlin.jpg", samples.photograph())
NOTES = ("quillon notes.md", b"# Notes\n\nBring a pen.\n")


@pytest.fixture
def posted(send):
    """A picture and a text, with a topic of the author's; the form was sent twice."""
    token = {"submit_token": "3f2b7a51-6f1e-4b7e-9a66-0c34f3b1a001"}
    back = send(PHOTOGRAPH, NOTES, **token)
    waiting = list(Attachment.objects.order_by("pk"))
    for _twice in range(2):
        alt = {f"alt-{waiting[0].uuid}": "A tower"}
        assert send(attached=attached(back), **token, **alt).status_code == 302
    topic = Topic.objects.get()
    topic.waited = waiting
    return topic


def browser(member):
    client = SignedIn()
    client.force_login(member)
    return client


def test_nothing_kept_shown_or_logged_tells_whose_they_are(
    place, posted, author, helper, administrator, lines  # noqa: F811
):  # fmt: skip
    rows = list(Attachment.objects.order_by("pk"))
    shown = [(row.owner, row.name, row.sha256, row.alt) for row in rows]
    assert shown == [(None, "picture.jpg", "", "A tower"), (None, "document.md", "", "")]
    assert not {row.uuid for row in rows} & {row.uuid for row in posted.waited}
    assert not {row.file for row in rows} & {row.file for row in posted.waited}
    about = ("resources_", "forums_", "activity_", "notifications_", "moderation_", "django_admin")
    kept = "".join(row for row in database().splitlines() if row.startswith(about)).lower()
    assert not [name for name in NAMES if name in kept]

    reader, owner, staff = browser(helper), browser(author), browser(administrator)
    pages = reader.get(posted.get_absolute_url()).text
    for row in rows:
        for each in (reader, owner):
            response = each.get(row.get_absolute_url())
            assert response.status_code == 200
            pages += f"{response.headers} {b''.join(response.streaming_content)}"
    for route in ("topic_list", "home"):
        pages += reader.get(reverse(f"forums:{route}")).text
    pages += reader.get(reverse("forums:topic_feed", args=[posted.pk])).text
    assert "picture.jpg" in pages
    assert not [name for name in [*NAMES, "berlin", "secret"] if name in pages.lower()]
    looked_at = [line for line in lines if line.get("route") == "resources:file_detail"]
    assert len(looked_at) == 12
    assert not any("member" in line for line in looked_at)
    assert "picture.jpg" not in staff.get(author.get_absolute_url()).text


def test_what_waits_to_be_posted_names_nobody_in_the_log(author, make_file, lines):  # noqa: F811
    client = browser(author)
    response = client.get(make_file(owner=author).get_absolute_url())
    assert b"".join(response.streaming_content)

    assert not any("member" in line for line in lines if line["event"] == "request_finished")


def test_an_author_counts_copies_and_changes_them(posted, author, helper):
    row, text = Attachment.objects.order_by("pk")
    most = file_limits_of(author).day_mb * rules.MEGABYTE
    assert rules.room_for(author, 1) == ""
    Attachment.objects.filter(pk=text.pk).update(size=most)
    assert rules.room_for(author, 1) == "day"
    assert rules.room_for(helper, 1) == ""
    (mine,) = [t for t in privacy.tables_of(author) if t.name == "resources-attachment"]
    assert [(each["name"], each["without_my_name"]) for each in mine.rows] == [
        ("picture.jpg", True), ("document.md", True),
    ]  # fmt: skip
    assert len(list(files_of(author))) == 2
    assert not any(t.rows for t in privacy.tables_of(helper) if t.name == mine.name)

    Attachment.objects.filter(pk=text.pk).update(size=9)
    data = {"title": "Hard", "body": "Words.", "version": 1, "attached": f"{row.uuid}"}
    files = {"upload": [SimpleUploadedFile("quillon.txt", b"More.")]}
    answer = browser(author).post(reverse("forums:post_edit", args=[posted.pk, 1]), data | files)
    assert answer.status_code == 302
    post = Post.objects.get()
    assert [each["name"] for each in post.files] == ["picture.jpg", "document.txt"]
    assert set(Attachment.objects.values_list("owner", flat=True)) == {None}


def test_what_may_name_its_author_inside_stays_out(send, author, place):
    response = send(("essay.pdf", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"))

    assert response.status_code == 422
    assert "“essay.pdf” may say inside who made it" in response.text
    assert not Topic.objects.exists()
    row = Attachment.objects.get()
    with pytest.raises(Refused, match="may say inside"):
        start_topic(
            place, author=author, title="T", body="B.", anonymous=True, files=[Chosen(row.uuid)]
        )


def test_a_moderator_adds_under_their_own_name(posted, moderator, make_file):
    post = Post.objects.get()
    theirs = make_file("plan.txt", owner=moderator)
    files = [*(Chosen(UUID(each["id"])) for each in post.files), Chosen(theirs.uuid)]
    edit(post, editor=moderator, body="B.", version=1, reason="Added a plan.", files=files)

    owners = Attachment.objects.order_by("pk").values_list("owner", flat=True)
    assert sorted(owners, key=str) == sorted([None, None, moderator.pk], key=str)


def test_erasure_removes_them_or_leaves_what_nobody_is_known_by(
    posted, author, own_store, settings, django_capture_on_commit_callbacks
):
    settings.FIELD_KEYS = {**settings.FIELD_KEYS, **read_ring(f"9:{new_key()}")}
    call_command("rotate_keys", verbosity=0)
    assert {bytes(row.sealed_key)[0] for row in Attachment.objects.all()} == {9}
    settings.FIELD_KEYS = {9: settings.FIELD_KEYS[9]}
    assert Attachment.objects.unnamed_by(author).count() == 2

    privacy.forget(author, choice="anonymise")
    assert Attachment.objects.count() == 2
    assert not Attachment.objects.unnamed_by(author).exists()


def test_erasure_with_all_words_takes_the_files_too(
    posted, author, own_store, django_capture_on_commit_callbacks
):
    assert len([p for p in own_store.rglob("*") if p.is_file()]) > 2
    with django_capture_on_commit_callbacks(execute=True):
        privacy.forget(author, choice="remove")

    assert not Attachment.objects.exists()
    kept = {path.name for path in own_store.rglob("*") if path.is_file()}
    assert not kept - {n for row in posted.waited for n in (row.uuid.hex, f"{row.uuid.hex}-small")}
