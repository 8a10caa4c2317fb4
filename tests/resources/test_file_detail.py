"""A file is there for who may read what it was posted with, and for nobody else."""

import re

import pytest
from django.test import Client

from forums.actions import delete, edit, move, reply
from forums.querysets import Audience
from groups.resources.actions import Chosen
from tests.conftest import SignedIn, new_category

from . import samples

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quickly")]
MISSING = "/files/00000000-0000-4000-8000-000000000000/notes.txt"


def get(client, row, address=""):
    """The answer, with its file read, and so closed."""
    response = client.get(address or row.get_absolute_url())
    if response.streaming:
        response.sent = b"".join(response.streaming_content)
    return response


def looks(row, *people):
    """What each of these people gets; None stands for a visitor."""
    found = []
    for person in people:
        client = SignedIn() if person else Client()
        if person:
            client.force_login(person)
        found.append(get(client, row).status_code)
    return found


@pytest.fixture
def post(topic, asker):
    return topic.posts.get(number=1)


def test_a_document_is_a_download_that_can_do_nothing(client, make_file, post):
    row = make_file("plan.pdf", b"%PDF-1.4\n<script>alert(1)</script>\n%%EOF", to=post)

    response = get(client, row)

    assert response.sent.startswith(b"%PDF")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="plan.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert (
        response["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
    )
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["Cache-Control"] == "private, no-store"
    text = make_file("a.csv", b"a,b\n", to=post)
    assert get(client, text)["Content-Type"] == "text/csv; charset=utf-8"


def test_a_picture_is_shown_and_its_name_cannot_break_a_header(client, make_file, post):
    row = make_file("Skizze\r\nX-Evil: 1 ü.png", samples.picture("PNG"), to=post)

    response = get(client, row)

    assert response["Content-Disposition"].startswith("inline; filename*=utf-8''Skizze")
    assert "X-Evil" not in response.headers
    assert response["Content-Type"] == "image/png"
    assert "sandbox" in response["Content-Security-Policy"]


def test_what_is_not_posted_yet_is_its_owners_alone(make_file, asker, stranger, moderator):
    assert looks(make_file(), asker, stranger, moderator, None) == [200, 404, 404, 404]


def test_a_copied_link_leads_strangers_nowhere(make_file, make_topic, asker, stranger, moderator):
    inside = new_category(read=Audience.STAFF, start=Audience.STAFF, reply=Audience.STAFF)
    topic = make_topic()
    row = make_file(to=topic.posts.get(number=1))
    assert looks(row, stranger, None) == [200, 200]

    move(topic, to=inside, by=moderator)

    assert looks(row, stranger, asker, None, moderator) == [404, 404, 404, 200]


def test_a_missing_file_and_a_hidden_one_answer_alike(client, make_file, own_store, post):
    hidden, wrong, lost = make_file(), make_file(to=post), make_file("b.txt", to=post)
    (own_store / lost.file).unlink()
    addresses = [
        MISSING, hidden.get_absolute_url(), lost.get_absolute_url(),
        wrong.get_absolute_url().replace("notes.txt", "invoice.exe"),
    ]  # fmt: skip
    answers = [client.get(address) for address in addresses]

    assert {answer.status_code for answer in answers} == {404}
    pages = {re.sub(r"(/|%2F)files(/|%2F)[^\"&]*", "", answer.text) for answer in answers}
    assert len(pages) == 1
    told = [dict(answer.headers, **{"Content-Length": ""}) for answer in answers]
    assert all(each == told[0] for each in told)


@pytest.mark.parametrize("by", ["asker", "moderator"])
def test_it_goes_with_its_post(request, make_file, topic, asker, by):
    post = reply(topic, author=asker, body="With a file.")
    row = make_file(to=post)

    delete(post, by=request.getfixturevalue(by))

    row.refresh_from_db()
    assert row.withdrawn_at is not None
    assert looks(row, asker, request.getfixturevalue("moderator"), None) == [404, 404, 404]


def test_taken_out_of_a_post_it_is_out_of_reach_and_the_other_stays(make_file, post, asker):
    row, other = make_file(), make_file("b.txt")
    files = [Chosen(row.uuid), Chosen(other.uuid)]
    edited = edit(post, editor=asker, body="Two files.", version=1, files=files)
    assert [each["name"] for each in edited.files] == ["notes.txt", "b.txt"]

    edited = edit(edited, editor=asker, body="Two files.", version=2, files=files[1:])

    assert [each["name"] for each in edited.files] == ["b.txt"]
    assert looks(row, asker) == [404]
    assert looks(other, None) == [200]
    assert edit(edited, editor=asker, body="Words.", version=3).files == edited.files


def test_looking_takes_one_statement(client, make_file, post, django_assert_num_queries):
    row = make_file(to=post)
    get(client, row)

    with django_assert_num_queries(1):
        get(client, row)
