"""What was attached stays with a draft, goes with it, and is there when it is written on."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from forums.actions import discard_draft, edit
from forums.models import Draft, Post, Topic
from groups.resources.actions import Chosen
from groups.resources.models import Attachment
from peersupport import privacy
from tests.resources import samples

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quickly")]


def upload(name="notes.txt", data=samples.WORDS):
    return {"upload": [SimpleUploadedFile(name, data)]}


def preview_of(page):
    return re.search(r'id="preview".*?</section>', page.text, re.DOTALL)[0]


def attached(response):
    return re.search(r'name="attached" value="([^"]*)"', response.text)[1]


@pytest.fixture
def new(client, category, asker):
    client.force_login(asker)
    return reverse("forums:topic_new", args=[category.slug])


def a_month_later():
    Attachment.objects.update(created_at=timezone.now() - timedelta(days=30))
    privacy.apply_retention()


def test_a_draft_keeps_its_files_until_it_is_posted(client, new):
    data = {"kind": "discussion", "title": "A title", "body": "Words.", "save_draft": "1"}
    assert client.post(new, data | upload()).status_code == 302
    row = Attachment.objects.get()
    a_month_later()

    page = client.get(new)
    assert attached(page) == str(row.uuid)
    assert "notes.txt" in page.text
    assert "with 1 file" in client.get(reverse("forums:draft_list")).text
    del data["save_draft"]
    assert client.post(new, data | {"attached": attached(page)}).status_code == 302
    row.refresh_from_db()
    assert row.target == Post.objects.get()
    assert not Draft.objects.exists()


def test_what_is_taken_out_or_thrown_away_is_swept(client, topic, helper):
    client.force_login(helper)
    address = reverse("forums:topic_reply", args=[topic.pk])
    data = {"body": "Half.", "save_draft": "1"}
    client.post(address, data | {"upload": [*upload()["upload"], *upload("b.txt", b"b")["upload"]]})
    first, second = Attachment.objects.order_by("pk")
    dropped = {"attached": f"{first.uuid} {second.uuid}", f"drop-{first.uuid}": "1"}
    client.post(address, data | dropped | {"draft_version": "1"})
    a_month_later()
    assert list(Attachment.objects.all()) == [second]
    assert attached(client.get(topic.get_absolute_url())) == str(second.uuid)

    discard_draft(Draft.objects.get())
    a_month_later()
    assert not Attachment.objects.exists()


def test_a_file_that_is_refused_does_not_keep_the_words_from_being_kept(client, new):
    data = {"kind": "discussion", "title": "", "body": "Words.", "save_draft": "1"}
    response = client.post(new, data | upload("page.html", samples.HTML))

    assert response.status_code == 422
    assert "“page.html” is a web page" in response.text
    assert "The rest of your draft is saved." in response.text
    assert Draft.objects.get().body == "Words."


def test_nobody_keeps_what_is_somebody_elses(client, new, make_file, helper):
    theirs = make_file(owner=helper)
    client.post(new, {"body": "Words.", "save_draft": "1", "attached": str(theirs.uuid)})

    assert not Draft.objects.get().files.exists()
    assert "notes.txt" not in client.get(new).text


def test_the_preview_shows_what_goes_with_it(client, new, category, make_member):
    data = {"kind": "discussion", "title": "T", "body": "Words.", "preview": "1"}
    assert "notes.txt" in preview_of(client.post(new, data | upload()))

    category.allows_anonymous = True
    category.save()
    preview = preview_of(client.post(new, data | {"anonymous": "on", "anyway": "on"} | upload()))
    assert "<bdi>document.txt</bdi>" in preview
    assert "<bdi>notes.txt</bdi>" not in preview
    assert not Topic.objects.exists()


@pytest.mark.usefixtures("edits_are_kept")
def test_history_says_which_files_came_and_went(client, topic, asker, make_file):
    post = topic.posts.get()
    plan, map_ = make_file("plan.txt", to=post), make_file("map.txt")
    edit(post, editor=asker, body=post.body, version=1, files=[Chosen(map_.uuid)])

    page = client.get(reverse("forums:post_history", args=[topic.pk, 1])).text
    assert "removed: </span>plan.txt" in page
    assert "added: </span>map.txt" in page
    privacy.forget(asker, choice="anonymise")
    page = client.get(reverse("forums:post_history", args=[topic.pk, 1])).text
    assert "plan.txt" not in page
    assert not Attachment.objects.filter(pk=plan.pk).exists()
