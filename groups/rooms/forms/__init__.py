from .reporting import LineReportForm

__all__ = ["LineReportForm"]
