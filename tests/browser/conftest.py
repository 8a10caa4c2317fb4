"""One running site and one Chromium for all browser tests, closed when the last of them is done.

While Playwright runs, Django takes the thread for an async one, so nothing else may follow it.
"""

import re
import shutil

import psycopg
import pytest
from playwright.sync_api import expect, sync_playwright

from peersupport.core import places
from peersupport.core.embedded import admin_database_url

from .site import PASSWORD, Site, free_port

# A busy machine is slow, and nothing here asks how fast a page is.
expect.set_options(timeout=20_000)
HOME = re.compile(r"^http://[^/]+/$")
HOME_OR_CODE = re.compile(r"^http://[^/]+/(accounts/code/)?$")
LAUNCH = {"headless": True, "args": ["--no-sandbox", "--disable-dev-shm-usage"]}


@pytest.fixture(scope="package")
def site():
    """The demo on a copy of the database that the tests' own are copies of.

    The site of the drills starts from nothing, with a PostgreSQL of its own.
    """
    with psycopg.connect(admin_database_url(), autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS site WITH (FORCE)")
        connection.execute("CREATE DATABASE site TEMPLATE commonroom")
    address = places.database_url().replace("/commonroom?", "/site?")
    site = Site(places.data_dir() / "site", free_port(), {"DATABASE_URL": address})
    site.data_dir.mkdir(parents=True, exist_ok=True)
    site.start("--fresh")
    yield site
    seconds = site.stop()
    assert seconds < 10, f"stopping took {seconds:.1f} s"


@pytest.fixture(scope="package")
def chromium():
    with sync_playwright() as playwright:
        program = shutil.which("chromium")
        browser = playwright.chromium.launch(
            **LAUNCH, **({"executable_path": program} if program else {})
        )
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium, site):
    """Open a window: `visit()` for a visitor, `visit("amara")` signed in. Keeps its complaints."""
    windows = []

    def visit(handle="", **options):
        windows.append(open_window(chromium, site, handle, **options))
        return windows[-1]

    yield visit
    for window in windows:
        window.context.close()


def open_window(chromium, site, handle="", **options):
    options = {"viewport": {"width": 1280, "height": 900}, "base_url": site.url} | options
    page = tab(chromium.new_context(**options))
    if handle:
        log_in(page, handle)
    return page


def tab(context):
    """A page that keeps its complaints."""
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda m: page.complaints.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    return page


_sessions: dict[str, list] = {}


def log_in(page, handle):
    """Through the form the first time, with the same session afterwards."""
    if handle in _sessions:
        page.context.add_cookies(_sessions[handle])
        return
    page.goto("/accounts/login/")
    page.get_by_label("E-mail").fill(f"{handle}@demo.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(HOME_OR_CODE)
    if page.url.endswith("/accounts/code/"):
        show_code(page, handle)
    page.wait_for_url(HOME)
    _sessions[handle] = page.context.cookies()


def show_code(page, handle):
    """The second step, with the code that the demo's authenticator shows."""
    app = page.context.new_page()
    app.goto("/dev/codes/")
    code = app.locator("li", has_text=f"{handle}@demo.example").locator(".secret").inner_text()
    app.close()
    page.get_by_label("Your code").fill(code)
    page.get_by_role("button", name="Log in").click()
