"""What a task sees of the run it is part of, as its optional parameter `ctx`."""
import sys
from time import monotonic

from .values import plain

PROGRESS_EVERY = 0.1


class Context:
    """The attempt under way.

    run_id, step, idempotency_key, fence, traceparent: texts, empty when there is none.
    attempt: 1 for the first.
    """

    def __init__(self, run, send, is_cancelled):
        env = run.get("env") or {}
        self.run_id = env.get("JOBC_RUN_ID", "")
        self.step = env.get("JOBC_STEP", "")
        self.attempt = int(env.get("JOBC_ATTEMPT") or 1)
        self.idempotency_key = env.get("JOBC_IDEMPOTENCY_KEY", "")
        self.fence = env.get("JOBC_FENCE", "")
        self.traceparent = env.get("TRACEPARENT", "")
        self._id = run["id"]
        self._send = send
        self._is_cancelled = is_cancelled
        limit = run.get("remaining_ms")
        self._deadline = monotonic() + limit / 1000 if limit else None
        self._seq = 0
        self._sent_at = 0.0
        self._pending = None
        self._calls = []

    @property
    def cancelled(self):
        """Whether the task was asked to end. The request is also raised, as JobCancelled."""
        return self._is_cancelled()

    def remaining(self):
        """Seconds until the attempt's time limit, None without one."""
        return None if self._deadline is None else max(0.0, self._deadline - monotonic())

    def heartbeat(self):
        """A sign of life, for tasks that are silent for long."""
        self._report({})

    def progress(self, done=None, total=None, message=None):
        """How far the task is. Calls in quick succession are merged; the last one always counts."""
        report = {"done": done, "total": total, "msg": message}
        self._report({key: value for key, value in report.items() if value is not None})

    def spawn(self, task, /, **inputs):
        """Calls a task that `spawn` of this one allows. The call is made when this task succeeds;
        its step ends when everything that was called has ended."""
        self._calls.append({"task": task, "with": plain(inputs)})

    def log(self, message, level="info", **fields):
        """Writes a line to the task's log."""
        line = "%s %s" % (level.upper(), message)
        for name, value in fields.items():
            line += " %s=%r" % (name, value)
        print(line, file=sys.stderr)

    def _report(self, report):
        self._pending = report
        now = monotonic()
        if now - self._sent_at >= PROGRESS_EVERY:
            self._sent_at = now
            self._flush()

    def _flush(self):
        report, self._pending = self._pending, None
        if report is not None:
            self._seq += 1
            self._send(dict(report, t="progress", id=self._id, seq=self._seq))
