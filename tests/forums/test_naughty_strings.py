"""Strings that break software, in every field a person can type into: kept exactly, or refused."""

import html
import json
import re
from pathlib import Path
from urllib.parse import urljoin

import pytest
from django.conf import settings
from django.urls import reverse

from forums.models import Post, Topic
from forums.querysets import PAGE
from moderation.models import Report
from peersupport.core.names import clean_display_name
from peersupport.members.forms import ProfileForm
from peersupport.members.models import Member, Tier

FILE = Path(settings.BASE_DIR).parent / "shared" / "data" / "text-stress" / "blns.json"
# A few of the kinds in that file, written here, for where it is absent.
OURS = ["", "   ", "\x00", "\u202eright to left\u202c", "Ω≈ç√∫˜µ≤≥÷", "田中さん", "👩🏽‍🚀", "'; DROP TABLE x;--",
        "<script>alert(1)</script>", "{{ 7*7 }}", "{% debug %}", "%s%n", "../../etc/passwd", "\ufeff",
        "a" * 400, "\t\x0b\x0c", "null", "-1", "1e309", "\\", "`" * 50, "[x](javascript:1)"]  # fmt: skip


def strings():
    found = json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else []
    return [text for text in [*OURS, *found] if _can_be_sent(text)]


def _can_be_sent(text):
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def kept(text):
    """What a browser sends and a body field keeps."""
    return text.replace("\r\n", "\n").strip("\n")


def typed_again(response, text):
    """Whether a refused text stands in the page it came back on."""
    page = html.unescape(response.text).replace("\r\n", "\n")
    return kept(text).replace("\r", "\n").strip() in page.replace("\r", "\n") or "\x00" in text


@pytest.fixture
def asker(make_member):
    """Trained: how much they write in an hour is not counted."""
    return make_member(tier=Tier.SUPPORTER)


@pytest.fixture
def writer(client, asker):
    client.force_login(asker)
    return client


def test_a_topic_keeps_or_refuses_them(writer, category):
    address = reverse("forums:topic_new", args=[category.slug])
    for number, text in enumerate(strings()[1::2]):  # the other half: replies
        response = writer.post(address, {"kind": "question", "title": text, "body": text})
        if response.status_code == 302:
            topic = Topic.objects.latest("pk")
            assert topic.title == " ".join(text.split())
            assert topic.posts.get().body == kept(text)
            if number % 8 == 0:  # the others are shown in the list, and as replies
                assert writer.get(topic.get_absolute_url()).status_code == 200
        else:
            assert response.status_code == 422, text
            assert "There is a problem" in response.text
            assert typed_again(response, text), text
    shown = html.unescape(everything_listed(writer, reverse("forums:topic_list")))
    assert [topic.title for topic in Topic.objects.all() if topic.title not in shown] == []


def everything_listed(client, address):
    """All pages of a list, one after the other."""
    text = ""
    while address:
        response = client.get(address)
        assert response.status_code == 200
        text += response.text
        older = re.search(r'rel="next" href="([^"]*)"', response.text)
        address = urljoin(address, html.unescape(older[1])) if older else None
    return text


def test_a_reply_keeps_or_refuses_them(writer, topic):
    address = reverse("forums:topic_reply", args=[topic.pk])
    for text in strings()[::2]:
        response = writer.post(address, {"body": text})
        if response.status_code == 302:
            assert Post.objects.latest("pk").body == kept(text)
        else:
            assert response.status_code == 422, text
            assert typed_again(response, text), text
    for page in range(1, (topic.posts.count() - 1) // PAGE + 2):
        assert writer.get(topic.get_absolute_url(), {"page": page}).status_code == 200


def test_an_edit_keeps_or_refuses_them(writer, topic):
    post = topic.posts.get()
    address = reverse("forums:post_edit", args=[topic.pk, 1])
    for text in strings()[::3]:
        post.refresh_from_db()
        data = {"title": topic.title, "body": text, "reason": text, "version": post.version}
        response = writer.post(address, data)
        assert response.status_code in {302, 422}, text
        if response.status_code == 302:
            post.refresh_from_db()
            assert post.body == kept(text)
    assert writer.get(reverse("forums:post_history", args=[topic.pk, 1])).status_code == 200


def test_a_profile_keeps_or_refuses_them(writer, asker):
    """By the form for every other one, by the pages for some: they list 600 time zones."""
    address = reverse("members:settings_profile")
    for number, text in enumerate(strings()[1::2]):
        data = {
            "display_name": text,
            "pronouns": text[:30],
            "about": text,
            "time_zone": "UTC",
            "theme": "",
        }
        form = ProfileForm(data, instance=Member.objects.get(pk=asker.pk))
        if form.is_valid():
            form.save()
            asker.refresh_from_db()
            assert asker.display_name == clean_display_name(text)
            assert asker.about == text.replace("\r\n", "\n").strip()
            if number % 4 == 0:
                assert writer.get(asker.get_absolute_url()).status_code == 200
        if number % 8 == 0:
            response = writer.post(address, data)
            assert response.status_code == (302 if form.is_valid() else 422), text


def test_a_report_keeps_or_refuses_them(writer, topic, make_post):
    for text in strings()[::7]:
        post = make_post(topic)
        address = reverse("moderation:report_new", args=["forums.post", post.pk])
        response = writer.post(address, {"reason": "other", "note": text, "send": "1"})
        assert response.status_code in {302, 422}, text
        if response.status_code == 302:
            assert Report.objects.latest("pk").note == text.replace("\r\n", "\n").strip()


@pytest.mark.parametrize("where", ["forums:topic_list", "forums:home", "account_login"])
def test_an_address_ignores_them_as_parameters(client, topic, where):
    for text in strings()[::8]:
        response = client.get(
            reverse(where), {"show": text, "before": text, "next": text, "x": text}
        )
        assert response.status_code == 200, text


def test_ids_out_of_range_do_not_exist(client, topic):
    for pk in (0, 2**31, 2**63, 10**30):
        assert client.get(f"/t/{pk}/").status_code == 404
        assert client.get(f"{topic.get_absolute_url()}{pk}/").status_code == 404
