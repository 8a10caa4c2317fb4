"""Small figures that pages show with how sure they are."""

from math import sqrt

Z95 = 1.959964  # of the normal distribution, two-sided 95 %


def wilson(hits: int, total: int) -> tuple[float, float]:
    """The 95 % interval of a share, from 0 to 1, after Wilson (1927): it holds for few cases, too.

    Of nothing anything can be true: (0, 1).
    """
    if total <= 0:
        return 0.0, 1.0
    share, square = hits / total, Z95**2 / total
    middle = (share + square / 2) / (1 + square)
    spread = Z95 / (1 + square) * sqrt(share * (1 - share) / total + square / (4 * total))
    return max(0.0, middle - spread), min(1.0, middle + spread)
