"""What task code may import from jobc. Tasks need none of it: a task is a plain function."""

SDK_VERSION = "0.1.0"


class JobCancelled(BaseException):
    """Raised in a running task that is asked to end; `reason` says why."""

    def __init__(self, reason="user"):
        super().__init__("cancelled: " + reason)
        self.reason = reason


class OutputTypeError(Exception):
    """What a task gave isn't what its outputs declare."""
