"""What scripts add to pages that work without them: no page is left, and the focus stays."""

import re

import pytest
from playwright.sync_api import expect

NEUTRAL = "<!doctype html><title>Neutral</title><h1>Somewhere else</h1>"


@pytest.fixture
def question(visit):
    """A question of Lena's, as Amara sees it. No page may complain."""
    lena, amara = visit("lena"), visit("amara")
    lena.goto("/forums/study-skills/-/new/")
    lena.get_by_label("Question").check()
    lena.get_by_label("Title").fill("What do you do in the first ten minutes?")
    lena.get_by_label("Your post").fill("I **tidy** my desk.\n\n- and sit\n- and look")
    lena.get_by_role("button", name="Post topic").click()
    expect(lena.locator("#post-1")).to_be_visible()
    amara.goto(lena.url)
    amara.evaluate("window.sameDocument = true")
    yield amara
    assert amara.complaints == lena.complaints == []


def is_same_document(page):
    return page.evaluate("window.sameDocument === true")


def test_a_reaction_swaps_in_place_and_keeps_the_focus(question):
    page, post = question, question.locator("#post-1")

    post.get_by_role("link", name="React to post 1").click()
    expect(post.get_by_role("button").first).to_be_focused()
    helpful = post.get_by_role("button", name="Helpful")
    helpful.click()
    expect(helpful).to_have_attribute("aria-pressed", "true")
    expect(helpful).to_be_focused()
    expect(helpful).to_contain_text("1")
    page.keyboard.press("Enter")

    expect(helpful).to_have_count(0)  # nobody gives it any more, so it is among the others again
    expect(post.get_by_role("link", name="React to post 1")).to_be_focused()
    assert is_same_document(page)
    page.reload()
    expect(helpful).to_have_count(0)


def test_following_swaps_in_place_and_keeps_the_focus(question):
    page = question
    follow = page.locator("#watch-follow")

    for pressed, words in (("true", "Following"), ("false", "Follow topic")):
        follow.click()
        expect(follow).to_have_attribute("aria-pressed", pressed)
        expect(follow).to_have_text(words)
        expect(follow).to_be_focused()

    expect(page.locator("#watch")).not_to_have_attribute("aria-busy", "true")
    assert is_same_document(page)


def test_a_double_click_posts_once(question):
    page = question
    page.get_by_label("Your reply").fill("Once is enough.")

    page.get_by_role("button", name="Post reply").dblclick()

    expect(page.locator("#post-2")).to_contain_text("Once is enough.")
    page.reload()
    expect(page.locator("article.post")).to_have_count(2)


@pytest.mark.parametrize("keys", ["Control+Enter", "Meta+Enter"])
def test_control_and_enter_post(question, keys):
    page = question
    page.get_by_label("Your reply").fill(f"Sent with {keys}.")

    page.get_by_label("Your reply").press(keys)

    expect(page.locator("#post-2")).to_contain_text(f"Sent with {keys}.")


def test_quote_writes_into_the_box_and_keeps_what_is_there(question):
    page, box = question, question.get_by_label("Your reply")
    box.fill("A thought.")

    page.locator("#post-1").get_by_role("link", name="Quote post 1").click()

    expect(box).to_have_value(re.compile(r"^A thought\.\n\n> \[Lena Vogelsang, post 1\]\(/t/"))
    expect(box).to_have_value(re.compile(r"> I tidy my desk\.\n>\n> and sit"))
    expect(box).to_be_focused()
    page.keyboard.type("So do I.")
    expect(box).to_have_value(re.compile(r"\n\nSo do I\.$"))
    assert is_same_document(page)
    page.get_by_role("button", name="Post reply").click()
    expect(page.locator("#post-2 blockquote cite")).to_contain_text("Lena Vogelsang, post 1")


def test_reply_says_whom_it_answers_and_can_be_undone(question):
    page = question

    page.locator("#post-1").get_by_role("link", name="Reply to post 1").click()

    expect(page.get_by_label("Your reply")).to_be_focused()
    expect(page.locator("[data-reply-words]")).to_contain_text("Reply to post 1")
    expect(page.locator("#live")).to_contain_text("Reply to post 1")
    page.get_by_role("button", name="Reply to the topic instead").click()
    expect(page.locator(".composer-to")).to_be_hidden()
    assert is_same_document(page)


@pytest.mark.parametrize("path", ["/forums/study-skills/-/new/", "/settings/profile/"])
def test_an_error_takes_the_focus(visit, path):
    page = visit("amara")
    page.goto(path)
    if "profile" in path:
        page.get_by_label("Display name").fill("")
        page.get_by_role("button", name="Save my profile").click()
    else:
        page.get_by_role("button", name="Post topic").click()

    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    expect(page).to_have_title(re.compile("^Error: "))
    link = summary.get_by_role("link").first
    target = link.get_attribute("href")
    link.click()
    expect(page.locator(target)).to_be_focused()
    assert [text for text in page.complaints if "422" not in text] == []


def test_leaving_quickly_goes_elsewhere_and_not_back(visit):
    page = leaving(visit)
    page.goto("/forums/")
    page.goto("/help-now/")

    page.get_by_role("link", name="Leave quickly").click()

    expect(page.get_by_role("heading", name="Somewhere else")).to_be_visible()
    page.go_back()
    expect(page).to_have_url(re.compile("/forums/$"))  # the page that was left is skipped
    assert page.headers_of_leaving.get("referer") is None


@pytest.mark.parametrize("where", ["body", "textarea"])
def test_shift_three_times_leaves(visit, site, where):
    page = leaving(visit, "amara")
    page.goto("/forums/study-skills/-/new/")
    page.locator(where).first.focus()

    for _ in range(2):
        page.keyboard.press("Shift")
    page.keyboard.type("A")  # a capital letter: somebody writes
    expect(page).to_have_url(f"{site.url}/forums/study-skills/-/new/")
    for _ in range(3):
        page.keyboard.press("Shift")

    expect(page.get_by_role("heading", name="Somewhere else")).to_be_visible()


def leaving(visit, handle=""):
    """A window from which nothing reaches the network: the neutral place is a stub."""
    page = visit(handle)

    def answer(route):
        page.headers_of_leaving = route.request.headers
        route.fulfill(body=NEUTRAL, content_type="text/html")

    page.context.route(re.compile(r"^https://www\.wikipedia\.org/"), answer)
    return page


def test_no_page_of_a_visit_complains(visit, site):
    page = visit("amara")
    question = site.addresses["question"]

    for path in ("/", "/forums/", "/forums/-/topics/?show=unread", question, "/notifications/",
                 "/members/lena/", "/settings/profile/", "/forums/study-skills/-/new/"):  # fmt: skip
        page.goto(path)

    assert page.complaints == []
