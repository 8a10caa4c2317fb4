"""Product and floors side by side: every run of a page stands between two runs of its floor."""

from collections import defaultdict
from collections.abc import Callable
from itertools import groupby
from itertools import product as product_of

from django.conf import settings

from . import costs, load, pages, replies, texts, web
from .__main__ import free_port
from .fill import TOPIC
from .results import Cost, Load, Measurement, Round, summed_up

CONNECTIONS = (1, 8)
FLOORS = {"visitor": "/auth40k", "member": f"/topic/{TOPIC}"}
WARM_SECONDS = 1


class Bench:
    """One run over one filled database."""

    def __init__(self, options, how: str, say: Callable[[str], None]) -> None:
        self.options, self.how, self.say = options, how, say
        self.cookies = {"visitor": "", "member": pages.cookie(pages.READER)}
        self.others: dict[int, str] = {}
        self.floor_port, self.floor_cookie = free_port(), pages.floor_cookie()
        self.pages = [page for page in pages.pages() if page.name in options.only]

    def run(self) -> tuple[list[Measurement], float]:
        """Measure every page for every reader, and the server's memory after all of it."""
        costs_of = self._costs()
        ready = load.Target(settings.PORT, "/healthz")
        product = web.Web(web.APPLICATION, settings.PORT, ready)
        floor = web.Web(
            web.FLOORS, self.floor_port, self._floor("visitor"),
            DJANGO_SETTINGS_MODULE="bench.floor_settings",
        )  # fmt: skip
        with product, floor:
            self._warm()
            turns = product_of(pages.READERS, CONNECTIONS)
            found = [one for who, c in turns for one in self._reads(who, c, costs_of)]
            if "reply" in self.options.only:
                found.append(self._replies(costs_of["reply", "member"]))
            memory = product.memory_mib()
        return sorted(found, key=lambda one: (one.who, one.c, one.page == "reply")), memory

    def _costs(self) -> dict[tuple[str, str], Cost]:
        found = {
            (page.name, who): costs.of_page(page.path, self._cookie(page, who))
            for page in self.pages
            for who in page.readers
        }
        if "reply" in self.options.only:
            body = next(texts.pool())[1]
            cookie = pages.cookie(pages.POSTERS[0])
            found["reply", "member"] = costs.of_reply(pages.reply_path(), cookie, body)
        return found

    def _warm(self) -> None:
        """Let both workers and all their threads compile templates and connect."""
        for who in pages.READERS:
            for page in self._pages_for(who):
                self._load(self._target(page, who), 8, WARM_SECONDS)
            self._load(self._floor(who), 8, WARM_SECONDS)

    def _reads(self, who: str, c: int, costs_of: dict) -> list[Measurement]:
        self.say(f"{who}, {c} at a time")
        rounds = defaultdict(list)
        for _ in range(self.options.rounds):
            for name, one in self._round(who, c):
                rounds[name].append(one)
        return [
            summed_up(name, who, c, self.options.posts, seen, costs_of[name, who])
            for name, seen in rounds.items()
        ]

    def _round(self, who: str, c: int) -> list[tuple[str, Round]]:
        """Floor, the pages of a group, floor, the next group's, floor."""
        floor = self._floor(who)
        before, seen = self._load(floor, c), []
        for _group, together in groupby(self._pages_for(who), key=lambda page: page.group):
            loads = [(page.name, self._load(self._target(page, who), c)) for page in together]
            after = self._load(floor, c)
            seen += [(name, Round(one, (before, after))) for name, one in loads]
            before = after
        return seen

    def _pages_for(self, who: str) -> list[pages.Page]:
        return [page for page in self.pages if who in page.readers]

    def _replies(self, cost: Cost) -> Measurement:
        self.say("replies")
        cookies = [pages.cookie(member) for member in pages.POSTERS]
        replies.send(settings.PORT, cookies)
        floor, rounds = self._floor("member"), []
        before = self._load(floor, 1)
        for _ in range(self.options.rounds):
            one = replies.send(settings.PORT, cookies)
            after = self._load(floor, 1)
            rounds.append(Round(one, (before, after)))
            before = after
        return summed_up("reply", "member", 1, self.options.posts, rounds, cost)

    def _load(self, target: load.Target, c: int, seconds: int = 0) -> Load:
        return load.run(target, c, seconds or self.options.seconds, self.how)

    def _target(self, page: pages.Page, who: str) -> load.Target:
        return load.Target(settings.PORT, page.path, self._cookie(page, who))

    def _cookie(self, page: pages.Page, who: str) -> str:
        """The member of most pages, or the one whose page it is."""
        if who == "member" and page.reader != pages.READER:
            if page.reader not in self.others:
                self.others[page.reader] = pages.cookie(page.reader)
            return self.others[page.reader]
        return self.cookies[who]

    def _floor(self, who: str) -> load.Target:
        return load.Target(self.floor_port, FLOORS[who], self.floor_cookie)
