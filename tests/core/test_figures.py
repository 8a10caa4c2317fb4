import pytest

from peersupport.core.figures import wilson


@pytest.mark.parametrize(
    ("hits", "total", "low", "high"),
    [  # from the textbook formula without continuity correction, as statistics packages print it
        (0, 0, 0, 1), (0, 10, 0, 0.2775), (10, 10, 0.7225, 1), (5, 10, 0.2366, 0.7634),
        (18, 20, 0.6990, 0.9721), (12, 14, 0.6006, 0.9599),
    ],
)  # fmt: skip
def test_an_interval_holds_for_few_cases(hits, total, low, high):
    assert wilson(hits, total) == pytest.approx((low, high), abs=5e-4)
