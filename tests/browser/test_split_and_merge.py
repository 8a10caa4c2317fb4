"""A moderator splits and merges; no link that anybody has dies."""

import re

from playwright.sync_api import expect

TITLE = "Bread that rises while one reads"
PART = "Sourdough, and nothing else"


def test_a_split_and_a_merge_leave_all_links_alive(site, visit):
    amara, priya, reader = visit("amara"), visit("priya"), visit()
    amara.goto("/forums/study-skills/-/new/")
    amara.get_by_label("Title").fill(TITLE)
    amara.get_by_label("Your post").fill("What do you bake?")
    amara.get_by_role("button", name="Post topic").click()
    expect(amara).to_have_url(re.compile(r"/t/\d+/"))
    address = amara.url
    for number in (2, 3, 4):
        amara.get_by_label("Your reply").fill(f"Loaf {number}.")
        amara.get_by_role("button", name="Post reply").click()
        expect(amara.locator(f"#post-{number}")).to_contain_text(f"Loaf {number}.")

    priya.goto(address)
    priya.get_by_role("link", name="Split off replies").click()
    priya.get_by_label(re.compile("^#3 ")).check()
    priya.get_by_label("Title of the new topic").fill(PART)
    priya.get_by_role("button", name="Split off").click()
    expect(priya.get_by_role("heading", name=PART)).to_be_visible()
    expect(priya.locator("#post-1")).to_contain_text("Loaf 3.")
    part = priya.url

    reader.goto(f"{address}3/")
    expect(reader).to_have_url(f"{part}#post-1")
    reader.goto(f"{address}#post-3")
    expect(reader.get_by_text("1 post moved to")).to_be_in_viewport()
    reader.get_by_role("link", name=PART).click()
    expect(reader.locator("#post-1")).to_contain_text("Loaf 3.")

    priya.get_by_role("link", name="Merge into another topic").click()
    priya.get_by_label("The other topic").fill(address)
    priya.get_by_role("button", name="Look at it first").click()
    expect(priya.get_by_role("main")).to_contain_text(TITLE)
    priya.get_by_role("button", name="Merge topics").click()
    expect(priya.locator("#post-5")).to_contain_text("Loaf 3.")

    for old in (f"{address}3/", f"{part}1/"):
        reader.goto(old)
        expect(reader).to_have_url(f"{address}#post-5")
    reader.goto(part)
    expect(reader).to_have_url(address)
    for window in (amara, priya, reader):
        assert window.complaints == []
