"""A picture is attached, described and posted; a copied link to it stops outsiders."""

from playwright.sync_api import expect

from peersupport.demo.drawings import bar_chart


def test_a_picture_in_a_group_is_seen_there_and_nowhere_else(visit):
    window = visit("amara")
    window.goto("/forums/first-in-the-family-m7k4w/-/new/")
    window.get_by_label("Title").fill("What I counted")
    window.get_by_label("Your post").fill("Two weeks of it.")
    window.get_by_text("Add pictures or files").click()
    picture = {"name": "count.png", "mimeType": "image/png", "buffer": bar_chart([40, 80])}
    window.get_by_label("Pictures and files").set_input_files([picture])

    window.get_by_role("button", name="Post topic").click()
    expect(window.get_by_label("What the picture shows")).to_be_focused()
    window.keyboard.type("Two bars, the second twice as high.")
    window.get_by_role("button", name="Post topic").click()

    shown = window.get_by_role("img", name="Two bars, the second twice as high.")
    shown.wait_for()
    link = shown.locator("xpath=..").get_attribute("href")
    assert shown.evaluate("image => image.decode().then(() => image.naturalWidth)") == 480
    outsider = visit("lena")
    for each in (window, outsider):
        status = each.goto(link).status
        assert status == (200 if each is window else 404)
        assert each.locator("img").count() == (1 if each is window else 0)
    assert visit().goto(link).status == 404
