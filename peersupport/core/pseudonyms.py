"""Names for people who would rather not use their own: two plain words, such as Quiet Heron."""

import secrets

from .names import validate_handle

FIRST = (
    "amber", "brave", "bright", "calm", "clear", "early", "gentle", "golden", "green", "kind", "late",
    "light", "little", "lucky", "mellow", "misty", "morning", "new", "northern", "open", "patient",
    "plain", "quiet", "rainy", "round", "silver", "slow", "soft", "steady", "sunny", "tall", "warm",
    "wild", "winter", "young",
)  # fmt: skip
SECOND = (
    "acorn", "badger", "barley", "beacon", "birch", "brook", "candle", "cedar", "cloud", "clover",
    "comet", "fern", "finch", "forest", "harbour", "hazel", "heron", "island", "kettle", "lantern",
    "maple", "meadow", "moth", "orchard", "otter", "pebble", "poppy", "river", "robin", "sparrow",
    "teapot", "thistle", "turtle", "walnut", "willow", "wren",
)  # fmt: skip


def pseudonym() -> tuple[str, str]:
    """A name to show and the handle that goes with it; whether it is free is for others to say."""
    first, second = secrets.choice(FIRST), secrets.choice(SECOND)
    handle = f"{first}-{second}"
    validate_handle(handle)
    return f"{first.title()} {second.title()}", handle
