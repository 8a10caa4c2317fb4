from .reporting import line_report

__all__ = ["line_report"]
