"""What each answer says about itself: policy, caching, cookies, refusals."""

import re
import socket

import pytest
from playwright.sync_api import expect

from .conftest import HOME
from .pages import PAGES

POLICY = {
    "default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "img-src": "'self'",
    "font-src": "'self'", "connect-src": "'self'", "form-action": "'self'",
    "manifest-src": "'self'", "base-uri": "'none'", "frame-ancestors": "'none'",
}  # fmt: skip
ON_EVERY_PAGE = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "x-frame-options": "DENY",
}


@pytest.fixture(scope="package")
def addresses(site):
    return site.addresses


def policy_of(headers):
    parts = (part.strip().partition(" ") for part in headers["content-security-policy"].split(";"))
    return {name: sources for name, _, sources in parts}


@pytest.mark.parametrize(
    "who", sorted({page.who for page in PAGES}), ids=lambda who: who or "visitor"
)
def test_every_page_keeps_strangers_out(visit, addresses, who):
    window = visit(who)
    found = {}

    for page in (page for page in PAGES if page.who == who):
        response = window.request.get(page.path.format(**addresses), max_redirects=0)
        headers = response.headers
        assert response.status == page.status, page.name
        assert policy_of(headers) == POLICY, page.name
        said = {name: headers.get(name) for name in ON_EVERY_PAGE}
        if said != ON_EVERY_PAGE:
            found[page.name] = said
        kept = {word.strip() for word in headers.get("cache-control", "").split(",")}
        if who and not {"private", "no-store"} <= kept:
            found[page.name, "cache"] = kept
        if "server" in headers and re.search(r"\d", headers["server"]):
            found[page.name, "server"] = headers["server"]

    assert found == {}


def test_cookies_are_out_of_reach_of_scripts(visit):
    window = visit("amara")
    window.goto("/accounts/logout/")

    cookies = {cookie["name"]: cookie for cookie in window.context.cookies()}

    assert set(cookies) == {"sessionid", "csrftoken"}
    for cookie in cookies.values():
        assert cookie["httpOnly"], cookie["name"]
        assert cookie["sameSite"] == "Lax", cookie["name"]
    assert window.evaluate("document.cookie") == ""


def test_a_planted_session_is_not_taken_over(visit, site):
    """Session fixation: who logs in gets a session of their own."""
    window = visit()
    window.context.add_cookies([{"name": "sessionid", "value": "planted" * 4, "url": site.url}])
    window.goto("/accounts/login/")
    window.get_by_label("E-mail").fill("lena@demo.example")
    window.get_by_label("Password", exact=True).fill("quiet-harbour-lantern")
    window.get_by_role("button", name="Log in").click()
    window.wait_for_url(HOME)

    [session] = [c["value"] for c in window.context.cookies() if c["name"] == "sessionid"]

    assert session != "planted" * 4


def test_files_are_kept_for_ever_under_a_name_of_their_content(visit):
    window = visit()
    answers = []
    window.on("response", lambda response: answers.append(response))

    window.goto("/forums/", wait_until="networkidle")

    files = [answer for answer in answers if "/static/" in answer.url]
    assert {answer.url.rpartition(".")[2] for answer in files} >= {"css", "js", "woff2", "svg"}
    for answer in files:
        assert re.search(r"\.[0-9a-f]{12}\.\w+$", answer.url), answer.url
        assert "immutable" in answer.headers["cache-control"], answer.url
        assert answer.headers["x-content-type-options"] == "nosniff", answer.url
    compressed = {
        a.headers.get("content-encoding") for a in files if re.search(r"(css|js)$", a.url)
    }
    assert compressed <= {"br", "gzip"}


@pytest.mark.parametrize("handle", ["", "amara"], ids=["visitor", "member"])
def test_what_is_hidden_and_what_is_not_there_look_the_same(visit, site, handle):
    [(hidden, slug)] = site.sql(
        "SELECT t.id, t.slug FROM forums_topic t JOIN forums_category c ON c.id = t.category_id"
        " WHERE c.read = 2 ORDER BY t.id LIMIT 1"
    )
    window, missing = visit(handle), 987654
    tails = ["/", f"/{slug}/", f"/{slug}/1/", "/-/history/1/"]

    for tail in tails:
        pair = [window.request.get(f"/t/{pk}{tail}") for pk in (hidden, missing)]
        assert [answer.status for answer in pair] == [404, 404], tail
        assert blank(pair[0].text(), hidden) == blank(pair[1].text(), missing), tail
        assert headers_of(pair[0]) == headers_of(pair[1]), tail


def blank(page, pk):
    """A page without its tokens and without the address that was asked for."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page)
    return re.sub(rf"(/t/|%2Ft%2F){pk}\b", "/t/…", page)


def headers_of(answer):
    return {
        name: value for name, value in answer.headers.items()
        if name not in {"date", "content-length", "set-cookie", "x-request-id"}
    }  # fmt: skip


def test_a_body_over_the_limit_says_what_to_do_and_keeps_the_text(visit, addresses):
    window = visit("amara")
    window.goto(addresses["question"])
    box = window.get_by_label("Your reply")
    box.evaluate("box => box.removeAttribute('maxlength')")  # the browser's own limit is lower
    box.fill("word " * 400_000)

    with window.expect_navigation() as sent:
        window.get_by_role("button", name="Post reply").click()

    assert sent.value.status == 413
    assert policy_of(sent.value.headers) == POLICY
    expect(window.get_by_role("main")).to_contain_text("your words are not gone")
    expect(window.get_by_role("main")).to_contain_text("Go back in your browser")
    window.go_back()
    expect(box).not_to_have_value("")
    assert len(box.input_value()) == 2_000_000


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "127.0.0.1@evil.example"]
)
def test_another_host_is_refused(site, host):
    for headers in (f"Host: {host}", f"Host: 127.0.0.1:{site.port}\r\nX-Forwarded-Host: {host}"):
        answer = talk(site.port, f"GET /accounts/login/ HTTP/1.1\r\n{headers}\r\nConnection: close")

        refused = headers.startswith(f"Host: {host}")
        assert answer.startswith("HTTP/1.1 400" if refused else "HTTP/1.1 200")
        assert "evil.example" not in answer


@pytest.mark.parametrize(
    "path", ["//evil.example/", "/%5Cevil.example/", "/accounts/login/?next=//evil.example"]
)
def test_no_address_leads_to_another_host(site, path):
    answer = talk(
        site.port, f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{site.port}\r\nConnection: close"
    )

    location = re.search(r"(?i)^location: (.*)$", answer, re.MULTILINE)
    assert location is None or "evil.example" not in location[1].partition("?")[0]


def talk(port, request):
    """Send a request as it is, as no browser would."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(f"{request}\r\n\r\n".encode())
        parts = []
        while part := connection.recv(65536):
            parts.append(part)
    return b"".join(parts).decode(errors="replace")
