from .lines import LineField, LineForm

__all__ = ["LineField", "LineForm"]
