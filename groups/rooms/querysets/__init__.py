from .lines import LineQuerySet
from .rooms import AdditionQuerySet, RoomQuerySet, SeatQuerySet

__all__ = ["AdditionQuerySet", "LineQuerySet", "RoomQuerySet", "SeatQuerySet"]
