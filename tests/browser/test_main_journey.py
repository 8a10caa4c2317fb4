"""Sign up, ask, be answered, be told, mark the answer: through the real worker and real mail."""

import re

from playwright.sync_api import expect

from .conftest import HOME


def test_a_question_is_asked_answered_and_settled(visit, site):
    asker, helper = visit(), visit("lena")
    address = "journey@demo.example"

    _sign_up(asker, site, address)
    title = "How do I start when everything seems urgent?"
    _ask(asker, title)
    question = asker.url

    helper.goto(question)
    helper.get_by_label("Your reply").fill("Pick one thing that takes ten minutes, @night-bird.")
    helper.get_by_role("button", name="Post reply").click()
    expect(helper.get_by_text("Pick one thing")).to_be_visible()

    letter = site.link_in_letter_to(address, r"http://127\.0\.0\.1:\d+/t/\d+/[\w-]+/2/")
    _sees_notice(asker)
    asker.goto(letter)
    expect(asker.locator("#post-2")).to_contain_text("Pick one thing")

    asker.locator("#post-2 summary").click()
    asker.get_by_role("button", name="Mark as the answer").click()
    expect(asker.locator("#post-2.post-answer")).to_be_visible()
    expect(asker.locator(".topic-head")).to_contain_text("Answered")
    assert asker.complaints == helper.complaints == []


def _sign_up(page, site, address):
    page.goto("/")
    page.get_by_role("link", name="Join the community").click()
    page.get_by_label("Handle").fill("night-bird")
    page.get_by_label("E-mail").fill(address)
    page.get_by_label("Password", exact=True).fill("seven slow green rivers")
    page.get_by_role("button", name="Make my account").click()
    page.wait_for_url("**/confirm-email/")
    page.goto(site.link_in_letter_to(address, r"http://\S+/accounts/confirm-email/\S+/"))
    page.get_by_role("main").get_by_role("button").click()
    page.wait_for_url(re.compile("/about/norms/accept/"))
    page.get_by_label("I have read the norms").check()
    page.get_by_role("button", name="Agree and continue").click()
    page.wait_for_url(HOME)


def _ask(page, title):
    page.goto("/forums/study-skills/")
    page.get_by_role("link", name="Start a topic").click()
    page.get_by_label("Question").check()
    page.get_by_label("Title").fill(title)
    page.get_by_label("Your post").fill("I have **three deadlines** and cannot begin.")
    page.get_by_role("button", name="Post topic").click()
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()
    expect(page.locator("#post-1 strong")).to_have_text("three deadlines")


def _sees_notice(page):
    page.goto("/notifications/")
    expect(page.get_by_role("main")).to_contain_text("Lena")
