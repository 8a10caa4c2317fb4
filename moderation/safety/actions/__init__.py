"""Who is on duty, and whom what cannot wait alerts."""

from .alerts import alert, due_steps, raise_alerts
from .shifts import AHEAD, cancel_shift, go_off_duty, go_on_duty, plan_shifts, write_duty

__all__ = [
    "AHEAD", "alert", "cancel_shift", "due_steps", "go_off_duty", "go_on_duty", "plan_shifts",
    "raise_alerts", "write_duty",
]  # fmt: skip
