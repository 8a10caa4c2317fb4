"""From home to a reply and back without a mouse, by the keys that one may turn on."""

import re

import pytest
from playwright.sync_api import expect


@pytest.fixture
def reader(visit, site):
    """Somebody who turned the keys on, with a topic of which they have read the first post only."""
    site.sql("UPDATE members_member SET shortcuts = true WHERE handle = 'amara'")
    topic, title = site.sql(
        "SELECT t.id, t.title FROM forums_topic t JOIN forums_category c ON c.id = t.category_id"
        ' WHERE c.read = 0 AND c."group_id" IS NULL AND NOT t.is_locked AND t.last_number BETWEEN 4 AND 15'
        " AND t.standing = 'visible' ORDER BY t.last_post_at DESC LIMIT 1"
    )[0]
    site.sql(
        "INSERT INTO forums_readmark (member_id, topic_id, number)"
        " SELECT id, %s, 1 FROM members_member WHERE handle = 'amara'"
        " ON CONFLICT (member_id, topic_id) DO UPDATE SET number = 1",
        topic,
    )
    site.sql("UPDATE members_member SET read_before = '2000-01-01' WHERE handle = 'amara'")
    page = visit("amara")
    page.topic, page.title_of_topic = topic, title
    yield page
    site.sql("UPDATE members_member SET shortcuts = false WHERE handle = 'amara'")


def test_one_reads_and_replies_with_keys_alone(reader):
    page = reader
    page.goto("/")
    press = page.keyboard.press

    press("?")
    dialog = page.get_by_role("dialog", name="Keys")
    expect(dialog).to_contain_text("First unread")
    press("j")  # nothing else happens while the list is open
    press("Escape")
    expect(dialog).to_have_count(0)

    press("j")
    first = page.locator(".topics .topic-title a").first
    expect(first).to_be_focused()
    press("?")
    expect(dialog).to_be_visible()
    press("Escape")
    expect(first).to_be_focused()  # where one was

    press("g")
    press("u")
    page.wait_for_url("**/-/topics/?show=unread")
    link = page.locator(f'.topic-title a[href*="/t/{page.topic}/"]')
    for _ in range(25):
        press("j")
        if link.evaluate("link => link === document.activeElement"):
            break
    press("Enter")
    page.wait_for_url(re.compile(rf"/t/{page.topic}/.*#post-2$"))
    heading = page.locator("#post-2").get_by_role("heading", level=2)
    expect(heading).to_contain_text("Post 2 by")
    expect(heading).to_contain_text(", new")

    press("j")
    expect(page.locator("#post-3")).to_be_focused()
    press("k")
    expect(page.locator("#post-2")).to_be_focused()
    press("r")
    box = page.get_by_label("Your reply")
    expect(box).to_be_focused()
    page.keyboard.type("j? q? I am typing / . u")
    press("Escape")
    expect(box).to_have_value("j? q? I am typing / . u")
    press("Control+Enter")
    expect(page.locator(".post").last).to_contain_text("I am typing")
    page.wait_for_load_state()

    press("g")
    press("h")
    page.wait_for_url(re.compile(r":\d+/$"))
    expect(page.get_by_role("heading", name="Hello", level=1)).to_be_visible()


def test_what_came_since_is_one_key_away(reader, site):
    page = reader
    page.goto("/forums/-/topics/")
    before = page.locator(".topic-title a").all_inner_texts()
    site.sql("UPDATE forums_topic SET last_post_at = now() WHERE id = %s", page.topic)

    page.evaluate(
        "() => { const box = document.querySelector('.show-new');"
        " htmx.ajax('GET', box.getAttribute('hx-get'), { target: box, swap: 'outerHTML' }) }"
    )

    expect(page.get_by_role("link", name="Show 1 new conversation")).to_be_visible()
    expect(page.locator("#live")).to_have_text("Show 1 new conversation")
    assert page.locator(".topic-title a").all_inner_texts() == before  # nothing moved
    page.keyboard.press(".")
    expect(page.locator(".topic-title a").first).to_have_text(page.title_of_topic)
