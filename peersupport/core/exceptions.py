class Refused(Exception):
    """A deed that the rules do not allow. The one exception whose text members read."""


class Conflict(Exception):
    """Somebody else changed the same thing first. Carries the row as it stands now."""

    def __init__(self, current):
        super().__init__("changed since it was opened")
        self.current = current
