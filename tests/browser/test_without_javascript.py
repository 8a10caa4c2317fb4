"""Everything that people come for, with JavaScript switched off: forms, links and pages alone."""

import re

import pytest
from playwright.sync_api import expect


@pytest.fixture
def plain(visit):
    """A window in which no script runs."""
    return lambda handle="": visit(handle, java_script_enabled=False)


@pytest.fixture
def question(plain):
    """A question of Amara's that Lena has answered once: both windows show it."""
    amara, lena = plain("amara"), plain("lena")
    ask(amara, "How do you plan a week that keeps changing?", "I have *three* deadlines.")
    lena.goto(amara.url)
    reply(lena, "Start with the smallest one.")
    amara.reload()
    return amara, lena


def ask(page, title, body):
    page.goto("/forums/study-skills/-/new/")
    page.get_by_label("Question").check()
    page.get_by_label("Title").fill(title)
    page.get_by_label("Your post").fill(body)
    page.get_by_role("button", name="Post topic").click()
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()


def reply(page, body):
    page.get_by_label("Your reply").fill(body)
    page.get_by_role("button", name="Post reply").click()
    expect(page.get_by_role("article").last).to_contain_text(body)


def menu(page, number, action):
    """Choose something from the menu of a post."""
    page.locator(f"#post-{number} summary").click()
    page.locator(f"#post-{number} details").get_by_text(action).click()


def test_somebody_joins_says_who_they_are_and_forgets_the_password(plain, site):
    page, address = plain(), "paper-boat@demo.example"

    sign_up(page, address)
    page.goto(site.link_in_letter_to(address, r"http://\S+/accounts/confirm-email/\S+/"))
    page.get_by_role("button", name="Confirm this address").click()
    page.get_by_label("I have read the norms").check()
    page.get_by_role("button", name="Agree and continue").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hello, paper-boat")

    page.goto("/settings/profile/")
    page.get_by_role("textbox", name="Pronouns").fill("they/them")
    page.get_by_role("textbox", name="About me").fill("I fold things.")
    page.get_by_role("button", name="Save my profile").click()
    expect(page.get_by_text("Your profile is saved.")).to_be_visible()
    page.goto("/members/paper-boat/")
    expect(page.get_by_role("main")).to_contain_text("I fold things.")

    page.locator("header summary").click()
    page.get_by_role("button", name="Log out").click()
    reset_password(page, site, address)
    log_in(page, address, "eight quick brown rivers")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hello, paper-boat")


def sign_up(page, address):
    page.goto("/accounts/signup/")
    page.get_by_label("Handle").fill("paper-boat")
    page.get_by_label("E-mail").fill(address)
    page.get_by_label("Password", exact=True).fill("seven slow green rivers")
    page.get_by_role("button", name="Make my account").click()
    expect(page.get_by_role("heading", name="Look in your mailbox")).to_be_visible()


def reset_password(page, site, address):
    page.goto("/accounts/login/")
    page.goto("/accounts/password/reset/")
    page.get_by_label("E-mail").fill(address)
    page.get_by_role("button", name="Send me a link").click()
    page.goto(site.link_in_letter_to(address, r"http://\S+/accounts/password/reset/key/\S+/"))
    page.get_by_label("New password", exact=True).fill("eight quick brown rivers")
    page.get_by_label("New password, once more").fill("eight quick brown rivers")
    page.get_by_role("button", name="Save my password").click()
    expect(page.get_by_role("heading", name="Your password is changed")).to_be_visible()


def log_in(page, address, password):
    page.goto("/accounts/login/")
    page.get_by_label("E-mail").fill(address)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Log in").click()


def test_a_preview_keeps_the_text_until_it_is_posted(plain):
    page = plain("amara")
    page.goto("/forums/study-skills/-/new/")
    page.get_by_label("Question").check()
    page.get_by_label("Title").fill("Is a plan a promise?")
    page.get_by_label("Your post").fill("I made **one** and broke it.")

    page.get_by_role("button", name="Preview").click()

    expect(page.locator("#preview strong")).to_have_text("one")
    expect(page.get_by_label("Title")).to_have_value("Is a plan a promise?")
    expect(page.get_by_label("Question")).to_be_checked()
    page.get_by_role("button", name="Post topic").click()
    expect(page.locator("#post-1 strong")).to_have_text("one")
    expect(page.locator("article.post")).to_have_count(1)


def test_a_reply_is_previewed_quotes_and_says_what_it_answers(question):
    amara, _lena = question
    amara.get_by_label("Your reply").fill("It was `too small`.")
    amara.get_by_role("button", name="Preview").click()
    expect(amara.locator("#preview code")).to_have_text("too small")
    expect(amara.get_by_label("Your reply")).to_have_value("It was `too small`.")
    amara.get_by_role("button", name="Post reply").click()
    expect(amara.locator("#post-3")).to_contain_text("too small")

    amara.locator("#post-2").get_by_role("link", name="Quote post 2").click()
    box = amara.get_by_label("Your reply")
    expect(box).to_have_value(re.compile(r"> Start with the smallest one\."))
    box.fill(box.input_value() + "Yes, that one.")
    amara.get_by_role("button", name="Post reply").click()
    expect(amara.locator("#post-4 blockquote")).to_contain_text("Start with the smallest one.")

    amara.locator("#post-2").get_by_role("link", name="Reply to post 2").click()
    expect(amara.get_by_text("Reply to post 2 by Lena Vogelsang").last).to_be_visible()
    reply(amara, "I will.")
    expect(amara.locator("#post-5 .post-to")).to_contain_text("In reply to post 2")


def test_a_post_is_edited_with_its_history_and_taken_back(question):
    amara, _lena = question
    reply(amara, "I begin tomorow.")

    menu(amara, 3, "Edit post")
    amara.get_by_label("Your post").fill("I begin tomorrow.")
    amara.get_by_label("Why do you change it?").fill("A letter was missing.")
    amara.get_by_role("button", name="Save post").click()
    expect(amara.locator("#post-3 .prose")).to_have_text("I begin tomorrow.")
    amara.locator("#post-3").get_by_role("link", name="edited").click()
    expect(amara.locator(".diff del").first).to_contain_text("tomorow")
    expect(amara.get_by_role("main")).to_contain_text("A letter was missing.")

    amara.go_back()
    menu(amara, 3, "Delete post")
    expect(amara.get_by_role("heading", name="Delete post 3")).to_be_visible()
    amara.get_by_role("button", name="Delete post").click()
    expect(amara.get_by_text("The post is deleted.")).to_be_visible()
    expect(amara.locator("#post-3")).to_contain_text("The author took this post back.")


def test_reactions_the_answer_and_following_are_buttons(question):
    amara, _lena = question
    post = amara.locator("#post-2")
    post.get_by_role("link", name="React to post 2").click()
    amara.get_by_role("button", name="Thank you").click()
    thanks = post.get_by_role("button", name="Thank you")
    expect(thanks).to_have_attribute("aria-pressed", "true")
    thanks.click()
    expect(post.get_by_role("link", name="React to post 2")).to_be_visible()
    expect(thanks).to_have_count(0)

    menu(amara, 2, "Mark as the answer")
    expect(amara.locator("#post-2.post-answer")).to_be_visible()
    menu(amara, 2, "No longer the answer")
    expect(amara.locator(".post-answer")).to_have_count(0)

    follow = amara.get_by_role("button", name=re.compile("^Follow"))
    expect(follow).to_have_attribute("aria-pressed", "true")  # who asks follows
    follow.click()
    expect(follow).to_have_attribute("aria-pressed", "false")
    mute = amara.get_by_role("button", name=re.compile("^Mute"))
    mute.click()
    expect(mute).to_have_attribute("aria-pressed", "true")


def test_a_post_is_reported(question):
    amara, _lena = question

    menu(amara, 2, "Report post")
    amara.get_by_role("button", name="Continue").click()
    expect(amara.get_by_role("alert")).to_contain_text("Choose what is wrong.")
    amara.get_by_label("Spam or selling").check()
    amara.get_by_role("button", name="Continue").click()
    amara.get_by_label("In your words").fill("It was a drill.")
    amara.get_by_role("button", name="Change what you chose").click()
    amara.get_by_role("button", name="Continue").click()
    expect(amara.get_by_label("In your words")).to_have_value("It was a drill.")
    amara.get_by_role("button", name="Send report").click()

    expect(amara.get_by_role("heading", name="Thank you, your report is with us")).to_be_visible()


def test_notices_are_read_and_letters_stopped_without_logging_in(question, plain, site):
    amara, lena = question
    topic = amara.url.partition("#")[0]
    letter = rf"(?s){re.escape(topic)}2/.*?http://\S+/letters/\S+/"
    found = site.link_in_letter_to("amara@demo.example", letter)
    stop = re.search(r"http://\S+/letters/\S+/", found)[0]
    reply(lena, "And then the next one.")
    site.link_in_letter_to("amara@demo.example", rf"{re.escape(topic)}3/")

    amara.goto("/notifications/")
    amara.locator(".notification-row.is-new").first.get_by_role("link").click()
    expect(amara).to_have_url(re.compile(r"#post-3$"))
    amara.goto("/notifications/")
    if (all_read := amara.get_by_role("button", name="Mark all as read")).count():
        all_read.click()
    expect(amara.get_by_text("You have seen everything.")).to_be_visible()

    visitor = plain()
    visitor.goto(stop)
    visitor.get_by_role("button", name="Stop these letters").click()
    expect(visitor.get_by_role("heading", name="These letters have stopped")).to_be_visible()
    amara.goto("/notifications/")
    expect(amara.get_by_text("You get no letters about this.")).to_be_visible()
    visitor.get_by_role("button", name="Send them to me again").click()
    expect(visitor.get_by_role("heading", name="These letters come again")).to_be_visible()


def test_a_mailbox_can_read_where_letters_are_stopped(question, site):
    """RFC 2369 and 8058: the header holds the plain address, whatever its length."""
    amara, _lena = question
    site.link_in_letter_to("amara@demo.example", rf"{re.escape(amara.url.partition('#')[0])}2/")

    raw = b"".join(file.read_bytes() for file in (site.data_dir / "mail").glob("*.log")).decode()
    headers = re.findall(r"^List-Unsubscribe: (.*(?:\r?\n[ \t].*)*)", raw, re.MULTILINE)

    assert headers
    assert [text for text in headers if not re.fullmatch(r"<http\S+/letters/\S+/>", text)] == []


def test_older_conversations_are_a_link_away(plain):
    page = plain()
    page.goto("/forums/-/topics/")
    newest = page.locator(".topic-title").all_inner_texts()

    page.get_by_role("link", name="Older conversations").click()
    expect(page.get_by_role("link", name="Newer conversations")).to_be_visible()
    older = page.locator(".topic-title").all_inner_texts()
    page.get_by_role("link", name="Newer conversations").click()

    assert older
    assert not set(newest) & set(older)
    expect(page.locator(".topic-title")).to_have_text(newest)


def test_an_error_keeps_what_was_typed(plain):
    page = plain("amara")
    page.goto("/forums/study-skills/-/new/")
    page.get_by_label("Your post").fill("Only the words, no title.")

    page.get_by_role("button", name="Post topic").click()

    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.get_by_role("alert")).to_contain_text("Enter a title.")
    expect(page.get_by_label("Title")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("Your post")).to_have_value("Only the words, no title.")
    page.get_by_role("alert").get_by_role("link", name="Enter a title.").click()
    expect(page).to_have_url(re.compile("#id_title$"))


def test_help_and_the_way_out_are_links(plain):
    page = plain()
    page.goto("/forums/")

    expect(page.get_by_role("link", name="Leave quickly")).to_have_attribute(
        "href", "https://www.wikipedia.org/"
    )
    page.get_by_role("link", name="Get help now").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.locator(".js-only:visible").count() == 0
