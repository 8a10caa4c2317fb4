"""The whole way with the keyboard alone, and every stop on it can be seen."""

import re

import pytest
from playwright.sync_api import expect

# Where the focus is. The ring of a text box or a radio button is drawn around what holds it.
STOP = r"""(target) => {
  const stop = document.activeElement;
  if (!stop || stop === document.body) return null;
  const isRinged = (element) => element && getComputedStyle(element).outlineStyle !== "none"
    && parseFloat(getComputedStyle(element).outlineWidth) >= 2;
  const holder = stop.localName === "textarea" ? stop.closest(".composer") : stop.closest(".choice");
  const place = stop.closest("aside.support, header.site, main, footer, nav.tabbar")?.localName;
  const words = stop.labels?.[0]?.innerText || stop.getAttribute("aria-label") || stop.innerText
    || stop.querySelector("img")?.alt;
  const box = stop.getBoundingClientRect();
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return {
    words: (words || "").replace(/\s+/g, " ").trim(),
    isTarget: stop === target, tag: stop.localName, id: stop.id, place: place ?? (stop.matches(".skip") ? "skip" : "body"),
    ring: stop.matches(":focus-visible") && (isRinged(stop) || isRinged(holder)),
    inside: box.width > 0 && box.bottom > 0 && box.top < innerHeight,
    clear: !top || stop.contains(top) || top.contains(stop) || !!stop.labels?.[0]?.contains(top),
  };
}"""
MOST_STOPS = 260


class Keys:
    """Hands that know no mouse. Each stop must be in view, uncovered and outlined."""

    def __init__(self, page):
        self.page = page

    def tab(self, keys="Tab", target=None):
        self.page.keyboard.press(keys)
        stop = self.page.evaluate(STOP, target)
        if stop:
            assert stop["ring"], f"no visible focus: {stop}"
            assert stop["inside"], f"out of view: {stop}"
            assert stop["clear"], f"covered by something: {stop}"
        return stop

    def to(self, target, keys="Tab"):
        """Go on until `target` has the focus."""
        element = target.element_handle()
        for _ in range(MOST_STOPS):
            stop = self.tab(keys, element)
            if stop and stop["isTarget"]:
                return
        raise AssertionError(f"{target} is not reached")

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text):
        self.page.keyboard.type(text)


@pytest.fixture
def at(visit, site):
    """Open a page as somebody who then uses keys only."""

    def open_page(path, handle="amara"):
        page = visit(handle)
        page.goto(path.format(**site.addresses) if "{" in path else path)
        return page, Keys(page)

    return open_page


@pytest.fixture
def question(visit):
    """A question of Lena's, asked in whatever way. Returns her window."""
    page = visit("lena")
    page.goto("/forums/study-skills/-/new/")
    page.get_by_label("Question").check()
    page.get_by_label("Title").fill("Which key takes me there?")
    page.get_by_label("Your post").fill("I use no mouse.")
    page.get_by_role("button", name="Post topic").click()
    expect(page.locator("#post-1")).to_be_visible()
    return page


@pytest.mark.parametrize("path", ["/", "/forums/study-skills/", "{question}"])
def test_the_way_through_a_page_is_the_way_it_is_read(at, path):
    page, keys = at(path)

    stops = [keys.tab()]
    while stops[-1] and len(stops) < MOST_STOPS:
        stops.append(keys.tab())

    places = [stop["place"] for stop in stops if stop]
    assert stops[0]["words"] == "Skip to main content"
    assert list(dict.fromkeys(places)) == ["skip", "aside", "header", "main", "footer"]
    assert places == sorted(places, key=["skip", "aside", "header", "main", "footer"].index)
    assert all(stop["words"] for stop in stops if stop), "a stop without a name"
    assert stops[1]["words"] == "Get help now"


def test_the_skip_link_leads_past_the_header(at):
    page, keys = at("/forums/")

    keys.tab()
    expect(page.get_by_role("link", name="Skip to main content")).to_be_in_viewport()
    keys.press("Enter")

    expect(page.locator("#main")).to_be_focused()
    assert keys.tab()["place"] == "main"


def test_one_logs_in_reads_and_logs_out(at):
    page, keys = at("/forums/", handle="")
    keys.to(page.locator("header").get_by_role("link", name="Log in"))
    keys.press("Enter")
    page.wait_for_url("**/accounts/login/**")
    keys.to(page.get_by_label("E-mail"))
    keys.type("noor@demo.example")
    keys.to(page.get_by_label("Password", exact=True))
    keys.type("quiet-harbour-lantern")
    keys.press("Enter")
    page.wait_for_url(re.compile(r"\d/forums/$"))

    keys.to(page.get_by_role("link", name="Study skills"))
    keys.press("Enter")
    page.wait_for_url("**/study-skills/")
    topic = page.locator(".topic-title a").first
    keys.to(topic)
    keys.press("Enter")
    expect(page.locator("#post-1")).to_be_visible()

    keys.to(page.locator("header summary"))
    keys.press("Enter")
    keys.to(page.get_by_role("button", name="Log out"))
    keys.press("Enter")
    expect(page.locator("header").get_by_role("link", name="Log in")).to_be_visible()


def test_one_reacts_replies_follows_and_reports(at, question):
    page, keys = at(question.url)
    post = page.locator("#post-1")

    keys.to(post.get_by_role("link", name="React to post 1"))
    keys.press("Enter")
    expect(post.locator("button.react").first).to_be_focused()
    word = post.get_by_role("button", name="Same here")
    keys.to(word)
    keys.press("Space")
    expect(word).to_have_attribute("aria-pressed", "true")
    expect(word).to_be_focused()
    assert page.evaluate(STOP)["ring"], "the focus cannot be seen after the swap"

    keys.to(post.get_by_role("link", name="Reply to post 1"))
    keys.press("Enter")
    expect(page.get_by_label("Your reply")).to_be_focused()
    keys.type("With no mouse at all.")
    keys.to(page.get_by_role("button", name="Post reply"))
    keys.press("Space")
    expect(page.locator("#post-2")).to_contain_text("With no mouse at all.")

    follow = page.locator("#watch-follow")
    keys.to(follow)
    keys.press("Enter")
    expect(follow).to_have_attribute("aria-pressed", "false")  # the reply had made it so
    expect(follow).to_be_focused()

    keys.to(post.locator("summary"), "Shift+Tab")
    keys.press("Enter")
    keys.to(post.get_by_role("link", name="Report post"))
    keys.press("Enter")
    page.wait_for_url("**/reports/new/**")
    keys.to(page.get_by_role("radio").first)
    keys.press("ArrowDown", "ArrowUp")
    expect(page.get_by_role("radio").first).to_be_checked()
    keys.to(page.get_by_role("button", name="Continue"))
    keys.press("Enter")
    keys.to(page.get_by_role("button", name=re.compile("^Send")))
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Thank you, your report is with us")).to_be_visible()


def test_one_marks_the_answer(visit, question):
    helper, keys = visit("amara"), Keys(question)
    helper.goto(question.url)
    helper.get_by_label("Your reply").fill("Tab does.")
    helper.get_by_role("button", name="Post reply").click()
    expect(helper.locator("#post-2")).to_be_visible()
    question.reload()

    keys.to(question.locator("#post-2 summary"))
    keys.press("Enter")
    keys.to(question.get_by_role("button", name="Mark as the answer"))
    keys.press("Enter")

    expect(question.locator("#post-2.post-answer")).to_be_visible()


def test_escape_closes_a_menu_and_keeps_what_was_typed(at):
    page, keys = at("{question}#reply")
    box = page.get_by_label("Your reply")
    keys.to(box)
    keys.type("Half a thought")
    summary = page.locator("article.post summary").last
    keys.to(summary, "Shift+Tab")

    keys.press("Enter")
    expect(page.locator("details[open]")).to_have_count(1)
    keys.tab()
    keys.press("Escape")

    expect(page.locator("details[open]")).to_have_count(0)
    expect(summary).to_be_focused()
    keys.to(box)
    keys.press("Escape")
    expect(box).to_have_value("Half a thought")
    expect(box).to_be_focused()


def test_a_menu_closes_when_the_focus_leaves_it(at):
    page, keys = at("/forums/")
    keys.to(page.locator("header summary"))
    keys.press("Space")
    menu = page.locator("header details")
    expect(menu).to_have_attribute("open", "")

    keys.to(page.get_by_role("button", name="Log out"))
    keys.tab()

    expect(menu).not_to_have_attribute("open", "")
