"""Forty items that wait, cleared by somebody who knows no mouse."""

import re

import pytest
from playwright.sync_api import expect

WAITING = 40
ITEM, DONE = re.compile(r"/queue/\d+/"), re.compile(r"/queue/\?done=")
LET_THEM_WAIT = f"""
from django.utils import timezone
from django.contrib.contenttypes.models import ContentType
from forums.models import Post
from moderation.models import ReviewItem
from peersupport.members.models import Member
ReviewItem.objects.filter(state="open").update(state="decided", decided_at=timezone.now())
kind, now = ContentType.objects.get_for_model(Post), timezone.now()
posts = Post.objects.filter(standing="visible", topic__category__group=None).exclude(
    author__handle="priya")[:{WAITING}]
ReviewItem.objects.bulk_create(
    ReviewItem(target_type=kind, target_id=post.pk, reason="spam", author_id=post.author_id,
               look_by=now, act_by=now) for post in posts)
Member.objects.filter(handle="priya").update(shortcuts=True)
"""


@pytest.fixture
def moderator(visit, site):
    """Somebody who turned the keys on, with forty items before them."""
    site.manage("shell", "-v0", "-c", LET_THEM_WAIT)
    page = visit("priya")
    yield page
    site.sql("UPDATE members_member SET shortcuts = false WHERE handle = 'priya'")


def test_forty_items_are_cleared_with_keys_alone(moderator, site):
    page, press = moderator, moderator.keyboard.press
    page.goto("/moderation/queue/")
    press("?")
    expect(page.locator("details[open]").get_by_text("Take the next")).to_be_visible()

    press("j")
    press("j")
    expect(page.locator(".queue-row :is(h2, h3) a").nth(1)).to_be_focused()
    press("k")
    press("Enter")
    page.wait_for_url(ITEM)
    press("s")
    expect(page.locator(".veil").first).to_have_attribute("open", "")
    press("c")
    expect(page.get_by_text("Claimed by you until")).to_be_visible()
    for done in range(WAITING):
        if done:
            press("n")
        page.wait_for_url(ITEM)
        press("h")
        if not done:
            expect(page.get_by_role("radio", name="Hide it")).to_be_checked()
        press("a")
        press("d")
        page.wait_for_url(DONE)
    expect(page.get_by_text("Nobody is waiting for you")).to_be_visible()

    press("u")
    expect(page.get_by_text("Taken back.")).to_be_visible()
    press("n")
    expect(page.get_by_text("Nothing else is free for you just now.")).to_be_visible()
    waiting = "SELECT count(*) FROM moderation_reviewitem WHERE state = 'open'"
    assert site.sql(waiting) == [(1,)]
    assert page.complaints == []
