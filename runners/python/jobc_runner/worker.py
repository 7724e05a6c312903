"""The worker: connects back to the executor and runs one task after the other.

1. The signal handler is installed before the connection exists: a cancel may follow `hello` at once.
2. A cancel is a frame plus SIGUSR1. The handler reads the channel and raises JobCancelled only when
   the frame names the task that is running, so a late signal can't hit the next task.
3. The handler touches nothing while the channel is in use, and nothing while no task runs: it leaves
   a note, which is read before the next task starts and after every send.
4. Every `run` gets exactly one `result`, sent before the next task starts.
5. A task whose turn has not come is given back as soon as its cancel is read, not at its turn.
"""
import os
import sys
from _thread import allocate_lock, get_ident
from time import perf_counter_ns

import _signal

from . import SDK_VERSION, JobCancelled
from .channel import Channel, Closed, ProtocolError, connect, encode
from .context import Context
from .failures import describe
from .scene import Scene
from .tasks import Tasks

VERSION = 1
MAX_FRAME = 16 << 20


class Worker:
    def __init__(self):
        self.running = None
        self.cancelled = {}
        self.noted = False
        self.busy = False
        self.channel = None
        self.tasks = None
        self.draining = False
        self.main = get_ident()
        self.lock = allocate_lock()
        self.queued = set()
        self.withdrawn = []
        self.given_back = set()

    # ------------------------------------------------------------------------------ the session

    def serve(self):
        _signal.signal(_signal.SIGUSR1, self.on_signal)
        address, token = os.environ.pop("JOBC_CONNECT"), os.environ.pop("JOBC_TOKEN")
        self.scene = Scene()
        self.channel = Channel(connect(address), MAX_FRAME, self.on_message)
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self.channel.close)
        self.send(
            {
                "t": "hello",
                "min": VERSION,
                "max": VERSION,
                "token": token,
                "pid": os.getpid(),
                "lang": "python",
                "lang_version": "%d.%d.%d" % sys.version_info[:3],
                "sdk": SDK_VERSION,
                "caps": ["async"],
            }
        )
        self.welcome(self.next())
        while not (self.draining and not self.channel.inbox):
            self.handle(self.next())
        self.send({"t": "bye", "reason": "drained"})

    def welcome(self, message):
        if message["t"] == "bye":
            sys.exit("jobc: the executor refused this worker: %s" % message.get("text", ""))
        if message["t"] != "welcome":
            raise ProtocolError("expected `welcome`, got `%s`" % message["t"])
        self.channel.max_frame = message.get("max_frame", MAX_FRAME)
        self.tasks = Tasks(message.get("code"))
        self.tasks.define(message.get("load", ()))
        self.send({"t": "ready", "slots": 1, "warnings": []})

    def next(self):
        while not self.channel.inbox:
            self.channel.receive()
            self.give_back()
        return self.channel.inbox.pop(0)

    def handle(self, message):
        kind = message["t"]
        if kind == "run":
            self.run(message)
        elif kind == "load":
            self.tasks.define(message["load"])
        elif kind == "ping":
            self.send({"t": "pong", "seq": message["seq"]})
        elif kind == "drain":
            self.draining = True
        elif kind == "bye":
            sys.exit(0)
        elif message.get("must"):
            self.send({"t": "unsupported", "type": kind})

    def on_message(self, message):
        """Sees each message as it arrives; says whether it waits for its turn."""
        kind = message["t"]
        if kind == "cancel":
            reason, task_id = message.get("reason", "user"), message["id"]
            if task_id == self.running:
                if reason != "recall":
                    self.cancelled[task_id] = reason
            elif task_id in self.queued:
                self.queued.discard(task_id)
                self.withdrawn.append(task_id)
            return False
        if kind == "run":
            self.queued.add(message["id"])
        return True

    # --------------------------------------------------------------------------------- one task

    def run(self, message):
        task_id = message["id"]
        if task_id in self.given_back:
            self.given_back.discard(task_id)
            return
        self.scene.enter(message.get("env"))
        context = Context(message, self.send, lambda: task_id in self.cancelled)
        out, err = self.scene.streams.position()
        started = perf_counter_ns()
        result = {"t": "result", "id": task_id}
        began = False
        try:
            try:
                self.running = task_id
                if self.noted or self.cancelled:
                    self.check_cancel()
                self.queued.discard(task_id)
                began = True
                value = self.tasks.get(message["fn"]).call(message["args"], context)
            finally:
                self.running = None
            result["ok"], result["value"] = True, value
            if context._calls:
                result["calls"] = context._calls
        except BaseException as e:
            self.running = None
            result["ok"], result["error"] = False, describe(e, self.tasks.code)
            if not began and isinstance(e, JobCancelled):
                result["error"]["type"] = "NotStarted"
        self.queued.discard(task_id)
        self.finish(result, context, out, err, started)
        self.cancelled.pop(task_id, None)
        self.scene.leave()

    def finish(self, result, context, out, err, started):
        context._flush()
        try:
            self.scene.streams.flush()
        except OSError as e:
            fail(result, "internal", "the task's output can't be written: %s" % e)
        out_end, err_end = self.scene.streams.position()
        if out is not None and out_end is not None:
            result["out"] = [out, out_end]
        if err is not None and err_end is not None:
            result["err"] = [err, err_end]
        result["wall_us"] = (perf_counter_ns() - started) // 1000
        self.send_result(result)

    def send_result(self, result):
        payload = encode(result).encode("utf-8")
        if len(payload) > self.channel.max_frame:
            fail(
                result,
                "serialization",
                "$: the outputs and calls are %d bytes of JSON; at most %d can be passed on. Write large data "
                "to a file and pass its path" % (len(payload), self.channel.max_frame),
            )
            payload = encode(result).encode("utf-8")
        self.send_payload(payload)

    # ---------------------------------------------------------------------- signals and sending

    def on_signal(self, signum, frame):
        if self.running is None or self.busy:
            self.noted = True
        else:
            self.check_cancel()

    def check_cancel(self):
        """On the main thread, with a task running: raises when that task is to end."""
        self.busy = True
        try:
            self.noted = False
            self.channel.poll()
            self.give_back()
        finally:
            self.busy = False
        reason = self.cancelled.get(self.running)
        if reason is not None:
            self.running = None
            raise JobCancelled(reason)

    def give_back(self):
        """Answers for the tasks that were cancelled before their turn."""
        while self.withdrawn:
            task_id = self.withdrawn.pop(0)
            self.given_back.add(task_id)
            error = {"kind": "cancelled", "type": "NotStarted", "message": "cancelled before it began"}
            result = {"t": "result", "id": task_id, "ok": False, "error": error, "wall_us": 0}
            with self.lock:
                self.channel.send(encode(result).encode("utf-8"))

    def send(self, message):
        self.send_payload(encode(message).encode("utf-8"))

    def send_payload(self, payload):
        on_main = get_ident() == self.main
        if on_main:
            self.busy = True
        try:
            with self.lock:
                self.channel.send(payload)
        finally:
            if on_main:
                self.busy = False
        if on_main and self.noted and self.running is not None:
            self.check_cancel()


def fail(result, kind, text):
    result.pop("value", None)
    result.pop("calls", None)
    result["ok"] = False
    result["error"] = {"kind": kind, "type": kind, "message": text}


def die_with_parent():
    """Linux: this process is killed when the executor dies, whatever the task is doing."""
    try:
        import _ctypes

        prctl = _ctypes.dlsym(_ctypes.dlopen(None, 0), "prctl")
        _ctypes.call_function(prctl, (1, 9))
    except Exception:
        pass


def main():
    os.setsid()
    die_with_parent()
    try:
        Worker().serve()
    except Closed as e:
        os._exit(0 if e.clean else 1)
    except (ProtocolError, OSError) as e:
        sys.stderr.write("jobc: %s\n" % e)
        sys.stderr.flush()
        os._exit(1)
