"""`make shots`: a picture of every named page, both widths, both themes, into .shots/."""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from peersupport.core import places
from tests.browser.conftest import LAUNCH, log_in
from tests.browser.pages import PAGES
from tests.browser.site import Site, free_port

FOLDER = places.BASE_DIR / ".shots"
SIZES = [(1280, "light"), (390, "light"), (1280, "dark"), (390, "dark")]


def main(names: list[str]) -> None:
    site = Site(places.data_dir() / "shots", free_port())
    site.data_dir.mkdir(parents=True, exist_ok=True)
    FOLDER.mkdir(exist_ok=True)
    site.start("--fresh")
    try:
        with sync_playwright() as playwright:
            program = shutil.which("chromium")
            browser = playwright.chromium.launch(
                **LAUNCH, **({"executable_path": program} if program else {})
            )
            for page in PAGES:
                if not names or page.name in names:
                    shoot(browser, site, page)
            browser.close()
    finally:
        site.stop()


def shoot(browser, site: Site, page) -> None:
    context = browser.new_context(base_url=site.url, reduced_motion="reduce")
    window = context.new_page()
    if page.who:
        log_in(window, page.who)
    window.goto(page.path.format(**site.addresses))
    for width, theme in SIZES:
        window.emulate_media(color_scheme=theme)
        window.set_viewport_size({"width": width, "height": 900})
        file = Path(FOLDER, f"{page.name}-{width}-{theme}.png")
        window.screenshot(path=file, full_page=True)
    sys.stdout.write(f"{page.name}\n")
    context.close()


if __name__ == "__main__":
    main(sys.argv[1:])
