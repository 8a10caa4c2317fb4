"""Turn two-step sign-in on, keep the codes, come in with a code and once with a recovery code."""

import base64

from django_otp.oath import totp
from playwright.sync_api import expect

from peersupport.demo.texts import PASSWORD

from .conftest import HOME
from .test_every_page import faults


def test_two_step_sign_in_is_turned_on_and_asked_for(visit):
    page = visit("szilvia")

    _connect(page)
    assert faults(page, page.get_by_label("I have put these somewhere safe")) == []
    codes = page.locator(".recovery-codes li").all_inner_texts()
    assert len(set(codes)) == 10
    page.get_by_role("button", name="Turn on two-step sign-in").click()
    expect(page.locator(".error-summary")).to_contain_text("Put the codes somewhere safe first.")
    expect(page.locator(".recovery-codes li")).to_have_text(codes)
    page.get_by_label("I have put these somewhere safe").check()
    page.get_by_role("button", name="Turn on two-step sign-in").click()
    expect(page.locator(".notices")).to_contain_text("Two-step sign-in is on.")

    elsewhere = visit()
    _password(elsewhere)
    expect(elsewhere.get_by_role("heading", level=1)).to_have_text("Type your sign-in code")
    assert faults(elsewhere, elsewhere.get_by_label("Your code")) == []
    elsewhere.goto("/settings/profile/")
    assert elsewhere.url.endswith("/accounts/code/")  # not in yet, and led back to the code
    elsewhere.get_by_label("Your code").fill(codes[0].lower().replace("-", " "))
    elsewhere.get_by_role("button", name="Log in").click()
    elsewhere.wait_for_url(HOME)
    elsewhere.goto("/settings/security/")
    expect(elsewhere.get_by_role("main")).to_contain_text("9 recovery codes are left.")

    again = visit()
    _password(again)
    again.get_by_label("Your code").fill(codes[0])
    again.get_by_role("button", name="Log in").click()
    expect(again.locator(".error-summary")).to_contain_text("was used before")


def _connect(page):
    page.goto("/settings/security/")
    page.get_by_role("link", name="Turn on two-step sign-in").click()
    page.get_by_label("Password", exact=True).fill(PASSWORD)  # confirm it is you
    page.get_by_role("button", name="Go on").click()
    assert faults(page, page.get_by_role("img", name="QR code")) == []
    page.get_by_label("Six-figure code").fill("000 000")
    page.get_by_role("button", name="Check the code").click()
    expect(page.locator(".error-summary")).to_contain_text("That code is not right.")
    page.get_by_label("Six-figure code").fill(_code_of(page.locator(".secret").inner_text()))
    page.get_by_role("button", name="Check the code").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Keep your recovery codes")


def _code_of(secret):
    """What an authenticator app makes of the secret on the page."""
    plain = secret.replace(" ", "")
    seed = base64.b32decode(plain + "=" * (-len(plain) % 8))
    return f"{totp(seed):06d}"


def _password(page):
    page.goto("/accounts/login/")
    page.get_by_label("E-mail").fill("szilvia@demo.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
