import pytest

from peersupport.core.names import device_name

WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
IOS = "AppleWebKit/605.1.15 (KHTML, like Gecko)"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64"
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7"
LINUX = "Mozilla/5.0 (X11; Linux x86_64"
ANDROID = "Mozilla/5.0 (Linux; Android 10; K"
CHROMEBOOK = "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_7 like Mac OS X"
IPAD = "Mozilla/5.0 (iPad; CPU OS 17_7 like Mac OS X"

AGENTS = [
    (f"{WINDOWS}; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Windows"),
    ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:140.0) Gecko/20100101 Firefox/140.0",
     "Firefox on Mac"),
    (f"{LINUX}; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
    ("Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
     "Firefox on Linux"),
    ("Mozilla/5.0 (Android 14; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0", "Firefox on Android"),
    (f"{IPHONE}) {IOS} FxiOS/140.0 Mobile/15E148 Safari/605.1.15", "Firefox on iPhone"),
    (f"{IPAD}) {IOS} FxiOS/140.0 Mobile/15E148 Safari/605.1.15", "Firefox on iPad"),
    (f"{WINDOWS}) {WEBKIT} Chrome/138.0.0.0 Safari/537.36", "Chrome on Windows"),
    (f"{MAC}) {WEBKIT} Chrome/138.0.0.0 Safari/537.36", "Chrome on Mac"),
    (f"{LINUX}) {WEBKIT} Chrome/138.0.0.0 Safari/537.36", "Chrome on Linux"),
    (f"{ANDROID}) {WEBKIT} Chrome/138.0.0.0 Mobile Safari/537.36", "Chrome on Android"),
    (f"{CHROMEBOOK}) {WEBKIT} Chrome/138.0.0.0 Safari/537.36", "Chrome on Chromebook"),
    (f"{IPHONE}) {IOS} CriOS/138.0.7204.119 Mobile/15E148 Safari/604.1", "Chrome on iPhone"),
    (f"{IPAD}) {IOS} CriOS/138.0.7204.119 Mobile/15E148 Safari/604.1", "Chrome on iPad"),
    (f"{WINDOWS}) {WEBKIT} Chrome/138.0.0.0 Safari/537.36 Edg/138.0.0.0", "Edge on Windows"),
    (f"{MAC}) {WEBKIT} Chrome/138.0.0.0 Safari/537.36 Edg/138.0.0.0", "Edge on Mac"),
    (f"{LINUX}) {WEBKIT} Chrome/138.0.0.0 Safari/537.36 Edg/138.0.0.0", "Edge on Linux"),
    (f"{ANDROID}) {WEBKIT} Chrome/138.0.0.0 Mobile Safari/537.36 EdgA/138.0.0.0", "Edge on Android"),
    (f"{IPHONE}) {IOS} Version/17.0 EdgiOS/138.0.0.0 Mobile/15E148 Safari/605.1.15",
     "Edge on iPhone"),
    (f"{WINDOWS}) {WEBKIT} Chrome/137.0.0.0 Safari/537.36 OPR/121.0.0.0", "Opera on Windows"),
    (f"{MAC}) {WEBKIT} Chrome/137.0.0.0 Safari/537.36 OPR/121.0.0.0", "Opera on Mac"),
    (f"{LINUX}) {WEBKIT} Chrome/137.0.0.0 Safari/537.36 OPR/121.0.0.0", "Opera on Linux"),
    (f"{ANDROID}) {WEBKIT} Chrome/137.0.0.0 Mobile Safari/537.36 OPR/90.0.0.0", "Opera on Android"),
    (f"{IPHONE}) {IOS} Version/17.7 Mobile/15E148 Safari/604.1 OPT/5.5.1", "Opera on iPhone"),
    (f"{MAC}) {IOS} Version/18.5 Safari/605.1.15", "Safari on Mac"),
    (f"{IPHONE}) {IOS} Version/17.7 Mobile/15E148 Safari/604.1", "Safari on iPhone"),
    (f"{IPAD}) {IOS} Version/17.7 Mobile/15E148 Safari/604.1", "Safari on iPad"),
]  # fmt: skip


@pytest.mark.parametrize(("agent", "name"), [pytest.param(*row, id=row[1]) for row in AGENTS])
def test_names_a_browser_and_its_system(agent, name):
    assert device_name(agent) == name


@pytest.mark.parametrize(
    ("agent", "name"),
    [("Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko", "Windows"),
     ("Firefox/140.0", "Firefox"), ("Dalvik/2.1.0 (Linux; U; Android 14)", "Android")],
)  # fmt: skip
def test_names_what_it_knows_of_others(agent, name):
    assert device_name(agent) == name


@pytest.mark.parametrize(
    "agent",
    ["", " ", "-", "curl/8.5.0", "python-requests/2.32", "firefox", "\x00", "<b>Opera</b>", "🦊"],
)
def test_says_nothing_of_what_it_does_not_know(agent):
    assert device_name(agent) == ""


@pytest.mark.parametrize(
    "agent", ["Firefox/ Windows <script>alert(1)</script>", "Firefox/ " * 9_999]
)
def test_repeats_nothing_of_what_was_sent(agent):
    assert device_name(agent) in {"Firefox", "Firefox on Windows"}
