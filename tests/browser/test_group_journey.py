"""Found a group, ask, be let in, agree to new norms, discuss, hand over, leave."""

import pytest
from playwright.sync_api import expect

ANSWERED = "Failed to load resource: the server responded with a status of 4"  # asked for here


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
def test_a_group_is_founded_filled_handed_over_and_left(visit, scripts):
    lena = visit("lena", java_script_enabled=scripts)
    amara = visit("amara", java_script_enabled=scripts)
    name = "Sunday letters" if scripts else "Saturday letters"

    _found(lena, name)
    group = lena.url
    _ask(amara, group)
    _accept(lena, group, "Amara Okonjo-Bright")
    _change_norms(lena, group)
    _agree(amara, group)
    _discuss(amara, group)
    _hand_over(lena, group, "Amara Okonjo-Bright")
    _take_over(amara, group, name)
    _leave(lena, group)

    assert lena.goto(f"{group}members/").status == 404
    assert [c for c in lena.complaints + amara.complaints if not c.startswith(ANSWERED)] == []


def _found(page, name):
    page.goto("/groups/")
    page.get_by_role("link", name="Start a group").click()
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("What it is for").fill("We write one letter a week, on paper.")
    page.get_by_label("By request: people ask").check()
    page.get_by_label("How do you treat each other?").fill("Nobody reads along. Unless asked.")
    page.get_by_label("What do you ask who wants to join?").fill("To whom would you write?")
    page.get_by_role("button", name="Start the group").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)


def _ask(page, group):
    page.goto(group)
    page.get_by_role("link", name="Ask to join").click()
    page.get_by_label("To whom would you write?").fill("My aunt, who has no telephone.")
    page.get_by_role("button", name="Send my request").click()
    expect(page.locator(".error-summary")).to_contain_text("Read the norms and agree")
    expect(page.get_by_label("To whom would you write?")).to_have_value(
        "My aunt, who has no telephone."
    )
    page.get_by_label("I agree to treat people this way").check()
    page.get_by_role("button", name="Send my request").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your request to join")


def _accept(page, group, name):
    page.goto(f"{group}-/lead/")
    expect(page.get_by_role("main")).to_contain_text("My aunt, who has no telephone.")
    page.get_by_role("button", name=f"Accept {name}").click()
    expect(page.locator(".notices")).to_contain_text(f"{name} is in")


def _change_norms(page, group):
    page.goto(f"{group}-/agreement/")
    page.get_by_label("How do you treat each other?").fill(
        "Nobody reads along.\nStamps are shared."
    )
    page.get_by_role("button", name="Save norms and questions").click()
    expect(page.locator(".notices").first).to_contain_text("Everybody is asked to agree")


def _agree(page, group):
    page.goto(f"{group}discussions/")
    expect(page.get_by_role("link", name="Start a topic")).to_have_count(0)
    page.get_by_role("link", name="Read the norms").click()
    page.get_by_label("I agree to treat people this way").check()
    page.get_by_role("button", name="Agree to the norms").click()
    expect(page.locator(".notices").first).to_contain_text("You can write here again")


def _discuss(page, group):
    page.goto(f"{group}discussions/")
    page.get_by_role("link", name="Start a topic").click()
    page.get_by_label("Title").fill("Which stamps do you have?")
    page.get_by_label("Your post").fill("I have *three* with a kingfisher.")
    page.get_by_role("button", name="Post topic").click()
    expect(page.locator("#post-1 em")).to_have_text("three")
    page.goto(group)
    expect(page.get_by_role("main")).to_contain_text("Which stamps do you have?")


def _hand_over(page, group, name):
    page.goto(f"{group}-/leave/")
    page.get_by_role("button", name="Leave the group").click()
    expect(page.locator(".notices").first).to_contain_text("You are the only facilitator")
    page.goto(f"{group}-/hand-over/")
    page.get_by_label(name).check()
    page.get_by_role("button", name="Ask them to take over").click()
    expect(page.get_by_role("main")).to_contain_text(f"You asked {name} to take over")


def _take_over(page, group, name):
    page.goto(f"{group}-/hand-over/answer/")
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"Will you look after {name}?")
    page.get_by_role("button", name="Yes, I look after it").click()
    expect(page.locator(".notices").first).to_contain_text("You look after the group now")


def _leave(page, group):
    page.goto(group)
    expect(page.get_by_role("main")).to_contain_text("handed the group over to")
    page.get_by_role("link", name="Leave the group").click()
    page.get_by_role("button", name="Leave the group").click()
    expect(page.locator(".notices").first).to_contain_text("You have left the group")
