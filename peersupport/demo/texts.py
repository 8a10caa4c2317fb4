"""The demo community's texts, read from the TOML files beside this one."""

import random
import tomllib
from collections.abc import Iterator
from pathlib import Path
from string import Template
from typing import Any

from django.conf import settings

FOLDER = Path(__file__).parent / "content"
LONG_THREAD_POSTS = 400
PASSWORD = "quiet-harbour-lantern"  # noqa: S105  printed by the command; the demo has no secrets


def read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


def norms() -> str:
    return (FOLDER / "norms.md").read_text(encoding="utf-8")


def policy(kind: str) -> str:
    """The starting text of the terms or the privacy notice, with this site's name in it."""
    text = (FOLDER / f"{kind}.md").read_text(encoding="utf-8")
    contact = settings.SITE_CONTACT or "**a contact address is still missing.**"
    return Template(text).substitute(site=settings.SITE_NAME, contact=contact)


def topics() -> Iterator[dict[str, Any]]:
    """Every topic with its `category` and its posts, the long thread last."""
    for file in sorted((FOLDER / "topics").glob("*.toml")):
        for topic in tomllib.loads(file.read_text(encoding="utf-8"))["topic"]:
            yield {"category": file.stem, **topic}
    yield long_thread()


def long_thread() -> dict[str, Any]:
    """One thread of 400 short posts, composed by the rule at the top of its file. Deterministic."""
    material = read("long_thread.toml")
    dice = random.Random(400)  # noqa: S311  the same community every time, nothing secret
    joined = {m["handle"]: m["joined_days_ago"] for m in read("members.toml")["member"]}
    posts = [{"author": material["author"], "hours_after": 0.0, "body": material["first_post"]}]
    composed = _compose(material, dice)
    hours = _evening_hours(dice, material["days_ago"] * 24 - 3)
    last_share, replies = 1, 0
    for number, at in enumerate(hours, start=2):
        days_left = material["days_ago"] - at / 24
        present = [
            h for h, days in joined.items() if days > days_left + 2 and h != posts[-1]["author"]
        ]
        post = {"author": dice.choice(sorted(present)), "hours_after": at}
        if replies < 2 and number > 2 and dice.random() < 0.4:
            post |= {"body": next(composed["reply"]), "reply_to": last_share}
            replies += 1
        else:
            post["body"] = next(composed["share"])
            last_share, replies = number, 0
        posts.append(post)
    return {**{k: material[k] for k in ("key", "title", "category", "author", "kind", "days_ago")},
            "post": posts}  # fmt: skip


def _compose(material: dict, dice: random.Random) -> dict[str, Iterator[str]]:
    parts = {
        name: _shuffled(material[name], dice)
        for name in ("openers", "middles", "closers", "replies")
    }

    def shares() -> Iterator[str]:
        shapes = [["openers", "middles"]] * 4 + [["openers", "middles", "closers"]] * 3
        shapes += [["middles", "closers"]] * 2 + [["middles"]]
        seen: set[str] = set()
        while True:
            text = " ".join(next(parts[name]) for name in dice.choice(shapes))
            if text not in seen:
                seen.add(text)
                yield text

    return {"share": shares(), "reply": parts["replies"]}


def _shuffled(lines: list[str], dice: random.Random) -> Iterator[str]:
    while True:
        yield from dice.sample(lines, len(lines))


def _evening_hours(dice: random.Random, until: float) -> list[float]:
    """Hours after the start for every post but the first: more in the evening, unevenly."""
    hours: list[float] = []
    while len(hours) < LONG_THREAD_POSTS - 1:
        day = dice.random() * until
        if dice.random() < (0.9 if day % 24 > 14 else 0.25):
            hours.append(round(max(day, 0.1), 3))
    return sorted(hours)
