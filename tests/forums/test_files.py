"""Pictures and files in the composer: kept while the words are not right yet, posted once they are."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from forums.actions import delete, reply, start_topic
from forums.models import Post, Topic
from groups.resources.models import Attachment
from tests.resources import samples

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quickly")]


def upload(*kinds):
    files = {"text": ("notes.txt", samples.WORDS), "picture": ("chart.png", samples.picture("PNG")),
             "page": ("page.html", samples.HTML)}  # fmt: skip
    return {"upload": [SimpleUploadedFile(*files[kind]) for kind in kinds]}


def words(**more):
    return {"kind": "discussion", "title": "A title", "body": "Words."} | more


@pytest.fixture
def new(client, category, asker):
    client.force_login(asker)
    return reverse("forums:topic_new", args=[category.slug])


def attached(response):
    """The hidden field of a page that came back."""
    return re.search(r'name="attached" value="([^"]*)"', response.text)[1]


def test_a_document_is_posted_at_once_and_shown_without_asking_again(
    client, new, django_assert_num_queries
):
    response = client.post(new, words(**upload("text")))
    topic = Topic.objects.get()
    assert response.status_code == 302

    page = client.get(topic.get_absolute_url())
    row = Attachment.objects.get()

    assert row.target == topic.posts.get()
    assert f'href="{row.get_absolute_url()}"' in page.text
    assert "notes.txt" in page.text
    assert "TXT, 13" in page.text
    with django_assert_num_queries(5):
        client.get(topic.get_absolute_url())


def test_what_a_picture_shows_is_asked_once_and_nothing_is_an_answer(client, new):
    response = client.post(new, words(**upload("picture")))
    assert response.status_code == 422
    assert "what does the picture show?" in response.text
    assert "There is a problem" not in response.text
    row = Attachment.objects.get()
    assert attached(response) == str(row.uuid)

    response = client.post(new, words(attached=attached(response), **{f"alt-{row.uuid}": ""}))

    assert response.status_code == 302
    post = Post.objects.get()
    assert post.files == [{
        "id": str(row.uuid), "name": "chart.png", "kind": "image", "size": row.size, "alt": "",
        "w": 60, "h": 40,
    }]  # fmt: skip


def test_files_stay_while_the_words_are_put_right(client, new):
    response = client.post(new, words(title="", **upload("picture", "text", "page")))

    assert response.status_code == 422
    assert "Enter a title." in response.text
    assert "“page.html” is a web page" in response.text
    first, second = attached(response).split()
    described = {f"alt-{first}": "  A bar chart\nof hours ", f"drop-{second}": "1"}
    response = client.post(new, words(preview="1", attached=f"{first} {second}", **described))
    assert response.status_code == 200
    assert attached(response) == first
    assert 'value="A bar chart of hours"' in response.text

    again = words(attached=first, **{f"alt-{first}": "A bar chart of hours"})
    assert client.post(new, again).status_code == 302

    page = client.get(Topic.objects.get().get_absolute_url()).text
    assert 'alt="A bar chart of hours" loading="lazy"' in page
    assert 'width="60" height="40"' in page
    assert "notes.txt" not in page


def test_attach_alone_complains_of_no_missing_words(client, new):
    response = client.post(new, {"attach": "1", "title": "", "body": "", **upload("picture")})

    assert response.status_code == 200
    assert "There is a problem" not in response.text
    assert len(attached(response)) == 36
    assert not Topic.objects.exists()


def test_nobody_posts_what_somebody_else_attached(client, new, make_file, helper):
    theirs = make_file(owner=helper)

    response = client.post(new, words(attached=str(theirs.uuid)))
    assert "no longer here" in response.text  # as of one that never was
    assert attached(response) == ""

    assert client.post(new, words(attached="")).status_code == 302
    assert Post.objects.get().files == []
    theirs.refresh_from_db()
    assert theirs.target_id is None


def test_a_reply_takes_files_and_sent_twice_it_is_posted_once(client, topic, helper):
    client.force_login(helper)
    address = reverse("forums:topic_reply", args=[topic.pk])
    token = "3f2b7a51-6f1e-4b7e-9a66-0c34f3b1a001"
    data = {"body": "Look.", "submit_token": token}
    for _twice in range(2):
        assert client.post(address, data | upload("text")).status_code == 302

    assert topic.posts.filter(number__gt=1).count() == 1
    assert len(topic.posts.get(number=2).files) == 1


def test_an_edit_keeps_adds_and_takes_out(client, topic, asker, make_file):
    post = topic.posts.get()
    row = make_file(to=post)
    client.force_login(asker)
    address = reverse("forums:post_edit", args=[topic.pk, 1])
    assert attached(client.get(address)) == str(row.uuid)
    data = {"title": topic.title, "body": post.body, "version": 1}

    assert client.post(address, data).status_code == 302  # a page without the fields
    post.refresh_from_db()
    assert len(post.files) == 1
    client.post(address, data | {"attached": str(row.uuid)} | upload("text"))
    post.refresh_from_db()
    assert (len(post.files), post.version) == (2, 2)
    drop = {"attached": " ".join(each["id"] for each in post.files), f"drop-{row.uuid}": "1"}
    client.post(address, data | {"version": 2} | drop)

    post.refresh_from_db()
    assert [each["id"] for each in post.files] != [str(row.uuid)]
    assert len(post.files) == 1


def test_a_gravestone_shows_no_files(client, topic, asker, make_file):
    post = reply(topic, author=asker, body="With a file.")
    make_file("secret-plan.txt", to=post)
    delete(post, by=asker)

    assert "secret-plan" not in client.get(topic.get_absolute_url()).text


def test_files_of_who_is_folded_are_inside_the_fold(client, topic, asker, make_file):
    start_topic(topic.category, author=asker, title="Other", body="Words.")
    make_file("plan.txt", to=topic.posts.get())
    page = client.get(topic.get_absolute_url()).text

    post = page[page.index('id="post-1"') :]
    assert post.index("plan.txt") < post.index("</article>")


def test_more_than_a_request_may_bring_says_what_to_do(client, new, settings):
    settings.UPLOAD_MAX_BYTES = 10_000
    large = {"upload": [SimpleUploadedFile("a.txt", b"a" * 20_000)]}

    response = client.post(new, words(**large))

    assert response.status_code == 413
    assert "attach fewer or smaller ones" in response.text
    many = {"upload": [SimpleUploadedFile(f"{n}.txt", b"a") for n in range(25)]}
    assert client.post(new, words(**many)).status_code == 413


def test_a_disk_that_is_full_while_a_file_arrives_says_so(client, new, monkeypatch):
    def full(*args, **how):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("django.core.files.uploadhandler.TemporaryUploadedFile", full)
    client.raise_request_exception = False
    large = {"upload": [SimpleUploadedFile("a.txt", b"a" * 300_000)]}

    response = client.post(new, words(**large))

    assert response.status_code == 507
    assert "your words are not gone" in response.text
    assert not Topic.objects.exists()
