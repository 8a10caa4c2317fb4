"""Small pictures for the demo, drawn here: bars on paper, as a PNG without any library."""

import struct
import zlib
from collections.abc import Sequence

WIDTH, HEIGHT, EDGE = 480, 270, 30
PAPER, LINE, COLOURS = (250, 246, 238), (90, 84, 76), [(47, 111, 98), (196, 112, 60)]

Colour = tuple[int, int, int]


def bar_chart(bars: Sequence[int]) -> bytes:
    """Bars of up to 100, in two colours by turns."""
    step = (WIDTH - 2 * EDGE) // len(bars)
    heights = [bar * (HEIGHT - 2 * EDGE) // 100 for bar in bars]

    def colour(x: int, y: int) -> Colour:
        if y == HEIGHT - EDGE and EDGE <= x < WIDTH - EDGE:
            return LINE
        bar, within = divmod(x - EDGE, step)
        is_in_bar = 0 <= bar < len(bars) and step // 6 <= within < step - step // 6
        if is_in_bar and 0 < HEIGHT - EDGE - y <= heights[bar]:
            return COLOURS[bar % 2]
        return PAPER

    rows = (bytes(part for x in range(WIDTH) for part in colour(x, y)) for y in range(HEIGHT))
    return _png(b"".join(b"\0" + row for row in rows))


def _png(rows: bytes) -> bytes:
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    chunks = [
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in parts
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)
