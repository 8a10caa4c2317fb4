from .lines import LineQuerySet
from .rooms import AdditionQuerySet, Apart, RoomQuerySet, SeatQuerySet, kept_apart_by

__all__ = [
    "AdditionQuerySet",
    "Apart",
    "LineQuerySet",
    "RoomQuerySet",
    "SeatQuerySet",
    "kept_apart_by",
]
