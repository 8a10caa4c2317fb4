"""Each page, in both themes and both widths: accessible, quiet, and never wider than the window."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from .conftest import open_window
from .pages import PAGES

RULES = {
    "resultTypes": ["violations"],
    "preload": {"assets": ["media"]},  # none of these reads style sheets, which the policy refuses
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
LOOKS = [("light", 1280), ("light", 390), ("dark", 1280), ("dark", 390)]
TEXT_SPACING = """*{line-height:1.5!important;letter-spacing:.12em!important;
word-spacing:.16em!important} p{margin-block-end:2em!important}"""


@pytest.fixture(scope="package")
def addresses(site):
    return site.addresses


@pytest.fixture(scope="package")
def people(chromium, site):
    """One browser window for each person, whose tabs share what was fetched."""
    windows = {}
    yield windows
    for window in windows.values():
        window.context.close()


@pytest.fixture
def tab_of(chromium, site, people):
    """Somebody's tab, without complaints of the page before."""

    def open_tab(who):
        if who not in people:  # without motion: else axe sees colours halfway
            people[who] = open_window(chromium, site, who, reduced_motion="reduce")
        people[who].complaints.clear()
        return people[who]

    return open_tab


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_it_is_accessible_and_fits(tab_of, addresses, page):
    window = tab_of(page.who)
    response = window.goto(page.path.format(**addresses))
    assert response.status == page.status
    theme, width = axe_look(page)

    window.emulate_media(color_scheme=theme)
    window.set_viewport_size({"width": width, "height": 900})
    found = {(theme, width): faults(window, window.locator("h1").first)}
    for other in {1280, 640, 390, 320} - {width}:  # colours do not change how wide a page is
        window.set_viewport_size({"width": other, "height": 900})
        found["sideways", other] = sideways(window)

    assert {place: faults for place, faults in found.items() if faults} == {}
    assert page.status != 200 or window.complaints == []


def test_wider_spacing_of_text_does_not_widen_the_page(visit, addresses):
    window = visit("amara", bypass_csp=True, viewport={"width": 640, "height": 900})

    for path in ("/", addresses["question"], "/forums/study-skills/-/new/"):
        window.goto(path)
        window.add_style_tag(content=TEXT_SPACING)
        assert sideways(window) == []


def axe_look(page):
    """Axe reads each page in one look; themes and widths take turns from page to page."""
    return LOOKS[PAGES.index(page) % len(LOOKS)]


def faults(window, shown):
    """What axe objects to, one line each, and anything that makes the page scroll sideways.

    `shown` is something that only the page meant has: a click returns while the page before still
    stands, and what is read of that one is wrong or fails when it goes.
    """
    expect(shown).to_be_attached()
    window.wait_for_load_state()
    window.evaluate("document.fonts.ready")
    result = Axe().run(window, options=RULES)
    lines = [f"{v['id']}: {n['target']}" for v in result.response["violations"] for n in v["nodes"]]
    return lines + sideways(window)


def sideways(window):
    """The elements that stick out to the right, if the page scrolls sideways."""
    return window.evaluate("""() => {
      const wide = document.documentElement.scrollWidth;
      if (wide <= innerWidth) return [];
      return [...document.querySelectorAll("body *")].filter(
        e => e.getBoundingClientRect().right > innerWidth + 1).slice(0, 5).map(
        e => `${wide}: ${e.tagName}.${e.className}`)
    }""")
