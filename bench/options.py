"""What one may ask of `python -m bench`."""

import argparse
from collections.abc import Sequence

SIZES = (10_000, 200_000, 1_000_000)
PAGES = (
    "home", "forums", "category", "category-deep", "unread", "topic", "topic-last", "group-list",
    "group", "search", "search-common", "messages", "thread", "thread-poll", "room", "queue",
    "queue-item", "reply",
    "lines", "doors",
)  # fmt: skip
NO_PAGES = ("reply", "lines", "doors")


def parse(argv: Sequence[str] | None = None) -> argparse.Namespace:
    """The options of a run, from the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    add = parser.add_argument
    add("--posts", type=int, default=SIZES[0], help="posts in the scratch database")
    add("--compare", type=sizes, default=(), help="sizes to run one after the other: 10000,200000")
    add("--only", type=names, default=PAGES, help=f"some of {','.join(PAGES)}")
    add("--seconds", type=int, default=2, help="length of one run of the load generator")
    add("--rounds", type=int, default=3, help="how often each page takes its turn")
    add("--fresh", action="store_true", help="fill the scratch database anew")
    add("--driver", choices=("auto", "wrk", "python"), default="auto", help="who makes the load")
    add("--profile", choices=PAGES[: -len(NO_PAGES)], help="profile this page instead of measuring")
    add("--who", choices=("member", "visitor"), default="member", help="whom to profile for")
    options = parser.parse_args(argv)
    if min((options.posts, *options.compare)) < SIZES[0]:
        parser.error(f"the long topic alone needs {SIZES[0]} posts around it")
    if options.seconds < 1 or options.rounds < 1:
        parser.error("--seconds and --rounds start at 1")
    return options


def sizes(text: str) -> tuple[int, ...]:
    """The sizes of `--compare`: at least two whole numbers."""
    found = tuple(int(part) for part in text.split(","))
    if len(found) < 2:
        raise argparse.ArgumentTypeError("give two sizes or more, such as 10000,200000")
    return found


def names(text: str) -> tuple[str, ...]:
    """The pages of `--only`, in the order in which they are measured."""
    wanted = set(text.split(","))
    if unknown := wanted - set(PAGES):
        raise argparse.ArgumentTypeError(f"no such page: {', '.join(sorted(unknown))}")
    return tuple(page for page in PAGES if page in wanted)
