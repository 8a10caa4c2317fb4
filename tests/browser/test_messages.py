"""Two people talk without leaving the page, and a third talks with them without JavaScript."""

import re

from playwright.sync_api import expect


def test_three_talk_and_nothing_is_missed_or_comes_twice(visit):
    amara, lena = visit("amara"), visit("lena")
    kofi = visit("kofi", java_script_enabled=False)
    amara.goto("/messages/new/?to=lena+kofi")
    amara.get_by_role("textbox", name="Message").fill("Shall we print a chapter each?")
    amara.get_by_role("button", name="Send message").click()
    expect(amara.locator("#line-1")).to_contain_text("a chapter each?")
    address = re.sub("#.*", "", amara.url)
    for window in (amara, lena):
        window.goto(address)
        window.evaluate("window.sameDocument = true")

    lena.get_by_label("Write to").fill("Yes, the second.")
    lena.keyboard.press("Enter")
    expect(lena.locator("#line-2")).to_contain_text("Yes, the second.")
    expect(lena.get_by_label("Write to")).to_have_value("")
    expect(lena.get_by_label("Write to")).to_be_focused()
    kofi.goto("/messages/")
    kofi.get_by_role("link", name="Amara and Lena").click()
    kofi.get_by_label("Write to").fill("I take the third.")
    kofi.get_by_role("button", name="Send message").click()
    expect(kofi.locator("#line-3")).to_contain_text("I take the third.")

    expect(amara.locator("#line-3")).to_contain_text("I take the third.")
    kofi.locator("#line-3 summary").click()
    kofi.locator("#line-3").get_by_role("link", name="Delete").click()
    kofi.get_by_role("button", name="Delete your message").click()
    lena.get_by_label("Write to").fill("Good.")
    lena.keyboard.press("Enter")

    expect(lena.locator("#line-4")).to_contain_text("Good.")
    expect(lena.locator("#line-3")).to_contain_text("This message was deleted.")
    amara.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # back at the tab
    for window in (amara, lena):
        expect(window.locator("#line-4")).to_have_count(1)
        numbers = window.locator(".line").evaluate_all("lines => lines.map(line => line.id)")
        assert numbers == ["line-1", "line-2", "line-3", "line-4"]
        assert window.evaluate("window.sameDocument") is True
        assert window.complaints == []
