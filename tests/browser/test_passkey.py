"""A passkey is added, asked for after the password, refused when it is not there, and removed."""

from playwright.sync_api import expect

from peersupport.demo.texts import PASSWORD

from .test_every_page import faults
from .test_two_step import _connect

AUTHENTICATOR = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
    "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


def test_a_passkey_stands_in_for_the_code(visit, site):
    here = f"http://localhost:{site.port}"  # passkeys belong to names, not to numbers
    page = visit(base_url=here)
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    device = devices.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    device = device["authenticatorId"]

    _password(page)
    page.wait_for_url(f"{here}/")
    _connect(page)
    page.get_by_label("I have put these somewhere safe").check()
    page.get_by_role("button", name="Turn on two-step sign-in").click()
    page.get_by_role("link", name="Add a passkey").click()
    assert faults(page, page.get_by_label("What shall we call it?")) == []
    page.get_by_label("What shall we call it?").fill("My laptop")
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.locator(".notices")).to_contain_text("The passkey is added.")
    kept = devices.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"]
    assert [key["rpId"] for key in kept] == ["localhost"]

    page.context.clear_cookies()
    _password(page)
    assert faults(page, page.get_by_role("button", name="Use a passkey")) == []
    _show(page)
    page.wait_for_url(f"{here}/")
    page.goto("/settings/security/")
    expect(page.locator("li", has_text="My laptop")).to_contain_text("last used")

    page.context.clear_cookies()
    devices.send("WebAuthn.clearCredentials", {"authenticatorId": device})
    _password(page)
    _show(page)
    expect(page.get_by_text("Your device showed no passkey.")).to_be_visible()
    page.goto("/settings/security/")
    assert page.url.endswith("/accounts/code/")

    devices.send("WebAuthn.addCredential", {"authenticatorId": device, "credential": kept[0]})
    _show(page)  # its counter stands where it stood when it was made: a copy
    expect(page.get_by_text("That passkey was not accepted.")).to_be_visible()
    page.goto("/settings/security/")
    assert page.url.endswith("/accounts/code/")
    assert page.complaints == [] or all("422" in said for said in page.complaints)


def _password(page):
    page.goto("/accounts/login/")
    page.get_by_label("E-mail").fill("quietpencil@demo.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()


def _show(page):
    page.wait_for_url("**/accounts/code/")  # whole, with the script that the button needs
    page.get_by_role("button", name="Use a passkey").click()
