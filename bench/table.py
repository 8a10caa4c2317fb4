"""Measurements as lines of a table."""

from collections.abc import Iterable, Sequence

from .results import Measurement

HEAD = (
    "page", "who", "c", "req/s", "p50 ms", "p95 ms", "SQL", "writes", "KB", "gzip KB",
    "floor req/s", "floor p50", "thr/floor", "p50/floor",
)  # fmt: skip


def row(one: Measurement) -> tuple[str, ...]:
    """A measurement as the cells of its line."""
    return (
        one.page, one.who, str(one.c), f"{one.rps:.0f}", f"{one.p50_ms:.1f}", f"{one.p95_ms:.1f}",
        str(one.queries), str(one.writes), f"{one.bytes / 1000:.1f}", f"{one.gzip_bytes / 1000:.1f}",
        f"{one.floor_rps:.0f}", f"{one.floor_p50_ms:.1f}",
        f"{one.ratio_rps:.2f}", f"{one.ratio_p50:.2f}",
    )  # fmt: skip


def text(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Lines with aligned columns: words to the left, numbers to the right."""
    lines = [tuple(head), *map(tuple, rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    return "\n".join(
        "  ".join(_aligned(cell, width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def _aligned(cell: str, width: int) -> str:
    return cell.rjust(width) if cell[:1].isdigit() else cell.ljust(width)
