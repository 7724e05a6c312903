"""What a task finds and what it leaves: directory, environment, streams. Undone between tasks."""
import os
import sys

import _signal

_GUARDED = (_signal.SIGUSR1, _signal.SIGTERM, _signal.SIGINT, _signal.SIGCHLD)


class Streams:
    """Standard output and error as append-only files, with positions as byte offsets."""

    def __init__(self):
        self._spare = [os.dup(1), os.dup(2)]
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
        for fd, spare in ((1, self._spare[0]), (2, self._spare[1])):
            if not _same_file(fd, spare):
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


def _same_file(fd, spare):
    try:
        a, b = os.fstat(fd), os.fstat(spare)
    except OSError:
        return False
    return a.st_ino == b.st_ino and a.st_dev == b.st_dev


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


class Scene:
    """The state of the process between tasks. `enter` adds a task's variables, `leave` undoes all."""

    def __init__(self):
        self.work = os.getcwd()
        self.temp = os.environ.get("TMPDIR")
        self.streams = Streams()
        self._env = dict(os.environ)
        self._raw = dict(getattr(os.environ, "_data", {}))
        self._umask = os.umask(0o022)
        os.umask(self._umask)
        self._path = None
        self._argv = list(sys.argv)
        self._handlers = None

    def enter(self, env):
        self._path = list(sys.path)
        if self._handlers is None:
            self._handlers = [(s, _signal.getsignal(s)) for s in _GUARDED]
        if env:
            os.environ.update(env)

    def leave(self):
        self._restore_environment()
        try:
            here = os.getcwd()
        except OSError:
            here = None
        if here != self.work:
            os.makedirs(self.work, exist_ok=True)
            os.chdir(self.work)
        self._empty(self.work)
        if self.temp:
            self._empty(self.temp)
        os.umask(self._umask)
        for number, handler in self._handlers:
            if _signal.getsignal(number) != handler:
                _signal.signal(number, handler)
        if _signal.getitimer(_signal.ITIMER_REAL)[0]:
            _signal.setitimer(_signal.ITIMER_REAL, 0)
        sys.argv = list(self._argv)
        self.streams.restore()

    def _restore_environment(self):
        if self._raw and os.environ._data == self._raw:
            return
        for name in [n for n in os.environ if n not in self._env]:
            del os.environ[name]
        for name, value in self._env.items():
            if os.environ.get(name) != value:
                os.environ[name] = value

    def _empty(self, folder):
        try:
            if os.listdir(folder):
                _remove_below(folder)
        except FileNotFoundError:
            os.makedirs(folder, exist_ok=True)


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
