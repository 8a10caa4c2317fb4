"""What the composer adds where scripts run: nothing typed is lost, and names come by two letters."""

import re
import time

import pytest
from playwright.sync_api import expect

from .conftest import open_window

DRAFT_WORDS = "I wrote this on the train."


@pytest.fixture
def fresh(visit):
    """Two windows of Lena's at a place where she has begun nothing."""
    windows = visit("lena"), visit("lena")
    yield windows
    windows[0].goto("/drafts/")
    while windows[0].get_by_role("link", name=re.compile("^Discard")).count():
        windows[0].get_by_role("link", name=re.compile("^Discard")).first.click()
        windows[0].get_by_role("button", name="Discard draft").click()
        windows[0].wait_for_url("**/drafts/")
    assert [text for window in windows for text in window.complaints if "409" not in text] == []


def test_what_is_begun_on_one_device_is_finished_on_another(fresh):
    train, desk = fresh
    train.goto("/forums/study-skills/-/new/")
    train.get_by_label("Question").check()
    train.get_by_label("Title").fill("How do you read on a train?")
    train.get_by_label("Your post").fill(DRAFT_WORDS)
    train.goto("/forums/")  # left before the five seconds are over

    desk.goto("/drafts/")
    deadline = time.monotonic() + 30
    while not desk.get_by_role("link", name="Continue").count():  # it is still on its way
        assert time.monotonic() < deadline, "the draft did not come"
        desk.wait_for_timeout(100)
        desk.reload()
    desk.get_by_role("link", name="Continue").click()

    expect(desk.get_by_label("Title")).to_have_value("How do you read on a train?")
    expect(desk.get_by_label("Your post")).to_have_value(DRAFT_WORDS)
    expect(desk.get_by_label("Question")).to_be_checked()
    expect(desk.locator(".draft-state")).to_contain_text("Your draft from")
    desk.get_by_label("Your post").press_sequentially(" And this at home.", delay=0)
    desk.get_by_role("button", name="Post topic").click()
    expect(desk.locator("#post-1")).to_contain_text("on the train. And this at home.")
    desk.goto("/drafts/")
    expect(desk.get_by_text("waits for you here")).to_be_visible()


def test_a_pause_saves_and_two_devices_keep_both_texts(fresh):
    train, desk = fresh
    for window in (train, desk):
        window.clock.install()
        window.goto("/forums/study-skills/-/new/")
    train.get_by_label("Your post").fill("From the train")
    train.clock.run_for(6000)
    expect(train.locator(".draft-state")).to_contain_text(re.compile(r"Draft saved \d\d:\d\d"))
    train.clock.run_for(100)
    expect(train.locator("#live")).to_have_text(re.compile("^Draft saved"))

    desk.get_by_label("Your post").fill("From the desk")
    desk.clock.run_for(6000)

    state = desk.locator(".draft-state")
    expect(state).to_contain_text("Both texts are kept")
    expect(desk.get_by_label("Your post")).to_have_value("From the desk")
    state.get_by_text("Show the other text").click()
    expect(state.locator(".own-words")).to_have_text("From the train")
    state.get_by_role("button", name="Take the other").click()
    expect(desk.get_by_label("Your post")).to_have_value("From the train")
    expect(state).to_contain_text("Draft saved")


def test_a_save_that_fails_says_so_loses_nothing_and_is_tried_again(fresh):
    page, _ = fresh
    page.clock.install()
    page.goto("/forums/study-skills/-/new/")
    page.route("**/-/new/", lambda route: route.abort())
    page.get_by_label("Your post").fill(DRAFT_WORDS)
    page.clock.run_for(6000)
    expect(page.locator(".draft-state")).to_contain_text("Not saved yet")
    expect(page.get_by_label("Your post")).to_have_value(DRAFT_WORDS)

    page.unroute("**/-/new/")
    page.clock.run_for(16000)

    expect(page.locator(".draft-state")).to_contain_text("Draft saved")
    page.complaints.clear()  # the browser's own about the network


def test_people_and_emoji_by_the_keyboard_alone(fresh):
    page, _ = fresh
    page.goto("/forums/study-skills/-/new/")
    box, options = page.get_by_label("Your post"), page.get_by_role("listbox").get_by_role("option")
    box.focus()
    page.keyboard.type("Ask @a")
    expect(options).to_have_count(0)

    page.keyboard.type("m")
    expect(box).to_have_attribute("role", "combobox")
    first = options.first
    expect(first).to_contain_text("@amara")
    expect(first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", first.get_attribute("id"))
    page.keyboard.press("Enter")
    expect(box).to_have_value("Ask @amara ")
    page.keyboard.type(":hea")
    expect(options.first).to_contain_text("heart")
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Tab")
    expect(box).to_have_value("Ask @amara ❤️")
    expect(box).to_be_focused()

    page.keyboard.type(" @am")
    expect(options.first).to_be_visible()
    page.keyboard.press("Escape")
    expect(options).to_have_count(0)
    expect(box).to_have_value("Ask @amara ❤️ @am")
    expect(box).not_to_have_attribute("role", "combobox")
    page.keyboard.type("zzz @zzz")
    expect(page.locator("#live")).to_have_text("No one found")
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+b")
    expect(box).to_have_value(re.compile(r"^\*\*Ask .*\*\*$"))


def test_without_scripts_a_button_saves(chromium, site):
    page = open_window(chromium, site, "lena", java_script_enabled=False)
    page.goto("/forums/study-skills/-/new/")
    page.get_by_label("Your post").fill(DRAFT_WORDS)
    page.get_by_role("button", name="Save draft").click()

    expect(page.get_by_text("Your draft is saved.")).to_be_visible()
    expect(page.get_by_label("Your post")).to_have_value(DRAFT_WORDS)
    page.get_by_role("link", name="Discard draft").click()
    page.get_by_role("button", name="Discard draft").click()
    expect(page.get_by_label("Your post")).to_have_value("")
    page.context.close()
