"""A member arrives, settles in, takes everything with them and leaves: without JavaScript."""

import csv
import io
import json
import re
import time
import zipfile

from playwright.sync_api import expect

from .test_without_javascript import log_in, reply

ADDRESS, PASSWORD = "lamplighter@demo.example", "seven slow green rivers"
HELLO = "Hello from the night shift"
HELP = "Get help now"


def test_from_the_first_day_to_the_last(visit, site):
    page, amara = (visit(who, java_script_enabled=False) for who in ("", "amara"))

    arrive(page, site)
    settle_in(page, site)
    page.goto("/forums/introductions/-/new/")
    page.get_by_label("Discussion").check()
    page.get_by_label("Title").fill(HELLO)
    page.get_by_label("Your post").fill("I study when others sleep.")
    page.get_by_role("button", name="Post topic").click()
    expect(page.locator("#post-1")).to_contain_text("when others sleep")
    topic = page.url
    amara.goto(topic)
    reply(amara, "Welcome, @lamplighter. Nights are quieter with company.")
    page.goto("/")
    expect(page.locator("#checklist")).to_contain_text("2 of 4 done")

    take_everything(page)
    leave(page, site)
    amara.goto(topic)
    expect(amara.get_by_role("article").first).to_contain_text("Former member")
    expect(amara.get_by_role("article").last).to_contain_text("Welcome, Former member.")
    assert "lamplighter" not in amara.content()
    assert amara.goto("/members/lamplighter/").status == 404
    receipt = site.link_in_letter_to(ADDRESS, r"This is your receipt: [\w-]{36}")
    assert site.sql("SELECT 1 FROM members_erasure WHERE receipt = %s", receipt.split()[-1])


def arrive(page, site):
    """Two short pages and a confirmed address; help stands in one place on each of them."""
    page.goto("/accounts/signup/")
    place = page.get_by_role("link", name=HELP).first.bounding_box()
    page.get_by_label("E-mail").fill(ADDRESS)
    page.get_by_label("Handle").fill("lamplighter")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Make my account").click()
    page.wait_for_url("**/confirm-email/")
    page.goto(site.link_in_letter_to(ADDRESS, r"http://\S+/accounts/confirm-email/\S+/"))
    page.get_by_role("button", name="Confirm this address").click()
    page.wait_for_url("**/about/norms/accept/**")
    assert page.get_by_role("link", name=HELP).first.bounding_box() == place
    page.get_by_role("button", name="Agree and continue").click()
    expect(page.locator(".error-summary")).to_contain_text("Tick the box if you agree.")
    page.get_by_label("I have read the norms").check()
    page.get_by_role("button", name="Agree and continue").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hello, lamplighter")
    page.wait_for_load_state()
    assert page.get_by_role("link", name=HELP).first.bounding_box() == place


def settle_in(page, site):
    """What was agreed to is on record, nothing optional is on; the first steps lead on."""
    said = "SELECT purpose, granted, length(text_sha256) FROM members_consentrecord c JOIN members_member m ON m.id = c.member_id WHERE m.email = %s"
    records = site.sql(said, ADDRESS)
    assert sorted(records) == [("norms", True, 64), ("privacy", True, 64), ("terms", True, 64)]
    checklist = page.locator("#checklist")
    expect(checklist).to_contain_text("0 of 5 done")
    checklist.get_by_role("link", name="Say what you would like company in").click()
    page.get_by_label("Working", exact=False).first.check()
    page.get_by_role("button", name="Save my profile").click()
    expect(page.get_by_text("Your profile is saved.")).to_be_visible()
    page.goto("/")
    checklist.get_by_role("button", name=re.compile("Skip.*Look at one group")).click()
    expect(page.locator("#checklist")).to_contain_text("1 of 4 done")


def take_everything(page):
    """A yes taken back, and a copy that holds it, the words and the name."""
    page.goto("/settings/privacy/")
    page.get_by_role("button", name=re.compile("Say yes.*Counting what helps")).click()
    page.get_by_role("button", name=re.compile("Stop.*Counting what helps")).click()
    page.get_by_role("link", name="Ask for a copy").click()
    expect(page).not_to_have_url(re.compile("/settings/privacy/$"))
    confirm_it_is_them(page)
    page.get_by_role("button", name="Make my copy").click()
    expect(page.get_by_role("button", name="Make my copy")).to_have_count(0)
    fetch, deadline = page.get_by_role("link", name="Fetch my copy"), time.monotonic() + 90
    while not fetch.is_visible():
        assert time.monotonic() < deadline, "the copy was not made"
        with page.expect_navigation():  # else the next look may find the page before
            page.get_by_role("link", name="Check again").click()
    with page.expect_download() as download:
        fetch.click()
    with zipfile.ZipFile(download.value.path()) as copy:
        names = copy.namelist()
        everything = "".join(copy.read(name).decode() for name in names if name.endswith(".json"))
        consents = next(name for name in names if "consent" in name and name.endswith(".csv"))
        answers = list(csv.reader(io.StringIO(copy.read(consents).decode("utf-8-sig"))))
    for words in (ADDRESS, HELLO, "I study when others sleep."):
        assert json.dumps(words)[1:-1] in everything
    assert "Welcome" not in everything, "the words of somebody else"
    assert len(answers) == 1 + 5


def leave(page, site):
    """Asked for, taken back, asked for again, and carried out when the week is over."""
    ask_to_be_erased(page)
    page.goto("/settings/privacy/")
    page.get_by_role("link", name="Keep my account").click()
    page.get_by_role("button", name="Keep my account").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account stays")
    ask_to_be_erased(page)
    site.sql("UPDATE members_erasure SET due_at = now() WHERE stopped_at IS NULL")
    site.manage(
        "shell", "-v0", "-c",
        "from peersupport.privacy import carry_out_erasures; carry_out_erasures()",
    )  # fmt: skip
    page.goto("/settings/profile/")
    assert "/accounts/login/" in page.url
    log_in(page, ADDRESS, PASSWORD)
    expect(page.locator(".error-summary")).to_contain_text("not right")


def ask_to_be_erased(page):
    page.goto("/settings/privacy/erase/")
    confirm_it_is_them(page)
    expect(page.get_by_role("main")).to_contain_text("Topics you started: 1")
    page.get_by_label("Keep what I wrote, without my name").check()
    page.get_by_label("I understand what is erased").check()
    page.get_by_role("button", name="Erase my account").click()
    expect(page.get_by_role("main")).to_contain_text("Your account will be erased on")


def confirm_it_is_them(page):
    """The password once more, when it was long ago."""
    if "/reauthenticate/" in page.url:
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Go on").click()
