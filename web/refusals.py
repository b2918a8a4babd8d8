"""The product says no, with a reason a person can read."""


class Refused(Exception):
    """A rule does not allow this now. Becomes a 409 with the reason; what was typed stays put."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
