"""Scripts in everything a member can write: none runs, for nobody, even without the policy.

Three parts: all of the corpus through the renderer into one page; 150 of it through the site, seen
by each role with the content policy switched off; and the same detector on a page where they do
run, because a detector that never fires proves nothing.
"""

import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings

from peersupport.core.richtext import clean, render

CORPUS = Path(settings.BASE_DIR).parent / "shared" / "data" / "text-stress"
ON_SITE = 150
ELSEWHERE = re.compile(r"^(https?|wss?)://(?!127\.0\.0\.1[:/])")
MARKDOWN = [
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](  javascript:alert(1))",
    "[x](java\nscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](vbscript:alert(1))",
    "[x](//evil.example/x)",
    "[x](/\\evil.example/x)",
    "![x](https://evil.example/pixel.png)",
    '![x](x" onerror="alert(1))',
    "<javascript:alert(1)>",
    "[x]: javascript:alert(1)\n\n[x]",
    '```"><script>alert(1)</script>\nx\n```',
    "@amara<script>alert(1)</script>",
]

# Put before any script of the page: whatever a payload calls is counted, and shows no dialog.
DETECTOR = """
window.__fired = 0;
for (const name of ["alert", "prompt", "confirm", "print", "open"]) {
  window[name] = () => { window.__fired += 1; };
}
"""

# What is wrong with each text, by the rules for posts. An empty list is the only good answer.
STRICT = r"""(texts) => texts.flatMap((text, index) => {
  const wrong = [];
  const tree = new DOMParser().parseFromString(text, "text/html");
  if (tree.head.children.length) wrong.push(tree.head.innerHTML);
  for (const element of tree.body.querySelectorAll("*")) {
    if (/^(script|iframe|object|embed|svg|style|form|img|link|meta|base|input|button|template)$/i
        .test(element.localName)) wrong.push(element.localName);
    const math = element.closest("math");
    if (math && (!math.hasAttribute("alttext") || !element.namespaceURI.endsWith("/MathML")))
      wrong.push(`in a formula: ${element.localName}`);
    for (const { name, value } of element.attributes) {
      if (/^(on|style$|srcdoc$|id$|src|action|formaction|xlink)/i.test(name)) wrong.push(name);
      if (name === "href" && !/^(https?:\/\/|mailto:|\/(?![\/\\])|#)/i.test(value)) wrong.push(value);
    }
  }
  return wrong.map((what) => `${index}: ${what}`);
})"""

# The same for a page of the site, whose own markup has forms, icons and scripts from files.
ALIVE = r"""() => [...document.querySelectorAll("*")].flatMap((element) => {
  const wrong = [...element.attributes].filter(({ name, value }) =>
    /^on/i.test(name) || /^(srcdoc|style)$/i.test(name) || /^\s*(javascript|vbscript|data):/i.test(value)
      && /^(href|src|action|formaction|xlink:href)$/i.test(name));
  const inner = element.localName === "script" && !element.src ? [element.outerHTML] : [];
  const alien = element.matches(
    ".prose :is(script, iframe, object, embed, svg, style, form, img, input)")
    || (element.closest(".prose math") && !element.namespaceURI.endsWith("/MathML"))
    ? [element.outerHTML] : [];
  return [...wrong.map(({ name, value }) => `${name}=${value}`), ...inner, ...alien];
})"""


@pytest.fixture(scope="module")
def payloads():
    """Every line of both lists, once."""
    lists = [CORPUS / "xss-payload-list.txt", CORPUS / "blns.json"]
    if missing := [str(file) for file in lists if not file.exists()]:
        pytest.skip(f"needs the shared sample data: {', '.join(missing)}")
    lines = lists[0].read_text(encoding="utf-8", errors="replace").splitlines()
    texts = dict.fromkeys([*lines, *json.loads(lists[1].read_text(encoding="utf-8"))])
    return [text for text in texts if text.strip()] + MARKDOWN


@pytest.fixture
def watched(visit):
    """Open a page without a content policy that counts what runs and what leaves this computer."""

    def open_window(handle=""):
        page = visit(handle, bypass_csp=True)
        page.dialogs, page.strangers = [], []
        page.on("dialog", lambda dialog: (page.dialogs.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: _note_stranger(page, request.url))
        page.context.route(ELSEWHERE, lambda route: route.abort())
        page.add_init_script(DETECTOR)
        page.goto("about:blank")
        return page

    return open_window


def _note_stranger(page, url):
    parts = urlsplit(url)
    if parts.scheme not in {"about", "data", "blob"} and parts.hostname != "127.0.0.1":
        page.strangers.append(url)


def fired(page) -> int:
    """How often the scripts of this page have called one of the watched functions."""
    page.wait_for_timeout(50)  # a turn for what fires after the load
    return page.evaluate("window.__fired") + len(page.dialogs)


@pytest.mark.real
@pytest.mark.parametrize("reduce", [render, clean])
def test_the_renderer_lets_nothing_of_the_corpus_through(watched, payloads, reduce):
    page = watched()
    texts = [reduce(payload) for payload in payloads]

    wrong = page.evaluate(STRICT, texts)
    page.set_content("".join(f'<div class="prose">{text}</div>' for text in texts))

    assert wrong == [], [payloads[int(line.partition(":")[0])] for line in wrong[:5]]
    assert page.locator(".prose").count() == len(texts), "a text broke out of its place"
    assert (fired(page), page.strangers) == (0, [])


WRITE = """
import json
from django.db import transaction
from forums.actions import edit, reply, start_topic
from forums.models import Category, Post
from moderation.actions import report
from peersupport.members.models import Member, NormsInForce
from peersupport.core.names import handle_key

bodies, titles, name, about = json.load(open({file!r}))
with transaction.atomic():
    norms = NormsInForce.objects.get().version
    author, _ = Member.objects.get_or_create(handle="mallory", defaults=dict(
        handle_key=handle_key("mallory"), email="mallory@demo.example", display_name=name,
        pronouns=name[:30], about=about, tier=2, norms_version=norms,
        terms_version=1, privacy_version=1))
    amara = Member.objects.get(handle="amara")
    place, _ = Category.objects.get_or_create(slug="hostile", defaults=dict(
        name=titles[0][:60], description=titles[1][:200], position=99))
    topics = [start_topic(place, author=author, title=title, body=bodies[index], kind="question")
              for index, title in enumerate(titles)]
    topic = topics[0]
    posts = [reply(topic, author=author, body=body) for body in bodies[len(titles):]]
    report(posts[0], reporter=amara, reason="other", note=about)
    reply(topic, author=amara, body="Hello @mallory", reply_to=posts[-1])
    edit(Post.objects.get(topic=topic, number=1), editor=author, body=bodies[-1], version=1,
         title=titles[-1], reason=about[:200])
    topic.refresh_from_db()
print(json.dumps({{"topic": topic.get_absolute_url(), "pages": topic.last_page,
                  "other": topics[1].get_absolute_url(), "history":
                  f"/t/{{topic.pk}}/-/history/1/", "report": f"/reports/new/forums.post/{{posts[1].pk}}/",
                  "edit": f"/t/{{topic.pk}}/-/edit/1/", "delete": f"/t/{{topic.pk}}/-/delete/1/",
                  "move": f"/t/{{topic.pk}}/-/move/"}}))
"""


@pytest.fixture(scope="module")
def hostile(site, payloads, tmp_path_factory):
    """Topics, replies, names and a report of somebody who means harm. Returns where they stand."""
    step = len(payloads) // ON_SITE
    chosen = [text.replace("\x00", "") for text in fires_at_once(payloads)[:50]]
    chosen += [text.replace("\x00", "") for text in payloads[::step]][: ON_SITE - len(chosen)]
    chosen += MARKDOWN
    titles = [" ".join(text.split())[:120] for text in chosen if text.strip()][:20]
    file = tmp_path_factory.mktemp("hostile") / "texts.json"
    name = "<img/src=x onerror=alert(1)>"
    about = "\"'><script>alert(1)</script><svg/onload=alert(1)>{{7*7}}\n" + "\n".join(chosen[:10])
    file.write_text(json.dumps([chosen, titles, name, about[:1000]]))
    return json.loads(site.manage("shell", "-v0", "-c", WRITE.format(file=str(file))))


EVERYWHERE = ["/", "/forums/", "/forums/hostile/", "/forums/-/topics/", "/members/mallory/"]
FOR_MEMBERS = ["/notifications/", "{report}", "/forums/hostile/-/new/"]
FOR_STAFF = ["{edit}", "{delete}", "{move}", "/admin/moderation/report/", "/admin/forums/category/",
             "/admin/members/member/?q=mallory"]  # fmt: skip


@pytest.mark.real
@pytest.mark.parametrize(
    ("handle", "paths"),
    [
        ("", EVERYWHERE),
        ("amara", EVERYWHERE + FOR_MEMBERS),
        ("priya", EVERYWHERE + FOR_MEMBERS + FOR_STAFF[:4]),
        ("iris", FOR_STAFF[3:]),
    ],
    ids=["visitor", "member", "moderator", "administrator"],
)
def test_nothing_hostile_runs_on_the_site(watched, hostile, handle, paths):
    page = watched(handle)
    posts = [f"{hostile['topic']}?page={n}" for n in range(1, hostile["pages"] + 1)]
    if handle != "iris":
        paths = [*paths, *posts, hostile["other"], hostile["history"]]
    found = {}

    for path in paths:
        response = page.goto(path.format(**hostile))
        wrong = page.evaluate(ALIVE) + page.dialogs + page.strangers
        if response.status != 200 or wrong or fired(page):
            found[path] = (response.status, wrong, fired(page))

    assert found == {}
    assert "mallory" in page.content() or "onerror" in page.content()


@pytest.mark.real
def test_the_detector_sees_what_does_run(watched, payloads):
    """At least twenty of the same payloads, as they are, in a page: each of them fires."""
    page = watched()
    chosen = fires_at_once(payloads)

    page.set_content("".join(f"<div>{payload}</div>" for payload in chosen))

    assert fired(page) >= 20, f"{fired(page)} of {len(chosen)}"
    assert page.evaluate(STRICT, chosen)
    assert page.evaluate(ALIVE)


def fires_at_once(payloads):
    """Elements of the corpus that call a dialog by themselves, without a click or a file.

    Found by opening each whole element of the corpus in Chromium: something that cannot load
    (onerror), can (onload) or starts to (onloadstart), a <details> that stands open, a script.
    Those that wait for a file, or for a step of an animation, are among them and do not fire here.
    """
    alone = r"<(?:img|image|svg|audio|video|embed|details|input type=image)\b[^<>]*\bon(?:error|load|loadstart|toggle)\s*=[^<>]*>"
    closed = r"<(iframe|style|object)\b[^<>]*\bon(?:error|load)\s*=[^<>]*></\1>"
    script = r"<script>[^<>]*</script>"
    whole = re.compile(rf"(?:{alone}|{closed}|{script})", re.IGNORECASE)
    calls = re.compile(r"\b(?:alert|prompt|confirm)\b")
    found = [text for text in payloads if whole.fullmatch(text) and calls.search(text)]
    return [text for text in found if not re.search(r"document|location|top\.|/\*", text)]
