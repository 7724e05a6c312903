"""What a task finds and what it leaves: directory, environment, streams. Undone between tasks."""
import os
import sys
from time import time_ns

import _signal

_GUARDED = (_signal.SIGUSR1, _signal.SIGTERM, _signal.SIGINT, _signal.SIGCHLD)


class Streams:
    """Standard output and error as append-only files, with positions as byte offsets."""

    def __init__(self):
        self._spare = [(fd, os.dup(fd), _identity(fd)) for fd in (1, 2)]
        self._flush_c = _c_flush()
        self.open()

    def open(self):
        sys.stdout = self._out = _writer(1)
        sys.stderr = self._err = _writer(2)

    def flush(self):
        for stream in (sys.stdout, sys.stderr, self._out, self._err):
            try:
                stream.flush()
            except (ValueError, AttributeError):  # closed or replaced by the task
                pass
        if self._flush_c:
            self._flush_c()

    def position(self):
        return _end(1), _end(2)

    def restore(self):
        for fd, spare, identity in self._spare:
            if _identity(fd) != identity:
                os.dup2(spare, fd)
        intact = sys.stdout is self._out and sys.stderr is self._err
        if not intact or self._out.closed or self._err.closed:
            self.open()


def _writer(fd):
    return open(fd, "w", buffering=1, encoding="utf-8", errors="backslashreplace", closefd=False)


def _end(fd):
    try:
        return os.lseek(fd, 0, os.SEEK_END)
    except OSError:  # closed, or replaced by something without positions
        return None


def _identity(fd):
    try:
        found = os.fstat(fd)
    except OSError:
        return None
    return found.st_ino, found.st_dev


def _c_flush():
    """fflush(NULL), for what C code has printed."""
    try:
        import _ctypes

        function = _ctypes.dlsym(_ctypes.dlopen(None, 0), "fflush")
        call = _ctypes.call_function
        call(function, (None,))
    except Exception:
        return None
    return lambda: call(function, (None,))


class Folder:
    """A directory that belongs to one task at a time, and is emptied when the task has used it.

    It is listed only when its time of change says so, or can't say: that time moves in steps.
    """

    STEP_NS = 20_000_000

    def __init__(self, path):
        self.path = path
        self._changed = os.stat(path).st_mtime_ns

    def empty(self, task_started_ns):
        try:
            changed = os.stat(self.path).st_mtime_ns
            if changed == self._changed and task_started_ns - changed > self.STEP_NS:
                return
            if os.listdir(self.path):
                _remove_below(self.path)
        except FileNotFoundError:
            os.makedirs(self.path, exist_ok=True)
        self._changed = os.stat(self.path).st_mtime_ns


class Scene:
    """The state of the process between tasks. `enter` adds a task's variables, `leave` undoes the rest.

    A task's variables stay until the next task replaces them: most tasks of a run share them.
    """

    def __init__(self):
        self.work = os.getcwd()
        self._folders = [Folder(self.work)]
        if os.environ.get("TMPDIR"):
            self._folders.append(Folder(os.environ["TMPDIR"]))
        self.streams = Streams()
        self._base = dict(os.environ)
        self._applied = {}
        self._expected = None
        self._umask = os.umask(0o022)
        os.umask(self._umask)
        self._argv = list(sys.argv)
        self._handlers = None
        self._entered = 0

    def enter(self, env):
        self._entered = time_ns()
        if self._handlers is None:
            self._handlers = [(s, _signal.getsignal(s)) for s in _GUARDED]
        env = env or {}
        if env != self._applied or self._expected is None:
            self._apply(env)

    def _apply(self, env):
        for name in self._applied:
            if name not in env:
                self._reset(name)
        for name, value in env.items():
            if self._applied.get(name) != value:
                os.environ[name] = value
        self._applied = env
        self._expected = dict(os.environ._data)

    def _reset(self, name):
        if name in self._base:
            os.environ[name] = self._base[name]
        else:
            os.environ.pop(name, None)

    def leave(self):
        if os.environ._data != self._expected:
            for name in {*os.environ, *self._base}:
                if os.environ.get(name) != self._base.get(name):
                    self._reset(name)
            self._applied, self._expected = {}, None
        try:
            here = os.getcwd()
        except OSError:
            here = None
        if here != self.work:
            os.makedirs(self.work, exist_ok=True)
            os.chdir(self.work)
        for folder in self._folders:
            folder.empty(self._entered)
        os.umask(self._umask)
        for number, handler in self._handlers:
            if _signal.getsignal(number) != handler:
                _signal.signal(number, handler)
        if _signal.getitimer(_signal.ITIMER_REAL)[0]:
            _signal.setitimer(_signal.ITIMER_REAL, 0)
        if sys.argv != self._argv:
            sys.argv = list(self._argv)
        self.streams.restore()


def _remove_below(folder):
    with os.scandir(folder) as entries:
        for entry in entries:
            try:
                if entry.is_dir(follow_symlinks=False):
                    os.chmod(entry.path, 0o700)
                    _remove_below(entry.path)
                    os.rmdir(entry.path)
                else:
                    os.unlink(entry.path)
            except OSError as e:
                sys.stderr.write("jobc: can't remove %s: %s\n" % (entry.path, e))
