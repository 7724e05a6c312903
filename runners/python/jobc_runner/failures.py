"""Exceptions as the protocol's `error` objects."""
import os

from . import JobCancelled, OutputTypeError
from .values import Unserializable

MAX_MESSAGE = 8192
MAX_FRAMES = 50
_SDK = os.path.dirname(os.path.abspath(__file__)) + os.sep


class LoadError(Exception):
    """The task's code can't be loaded, or doesn't fit its declaration."""


def describe(error, code, depth=0):
    """The `error` object of an exception; files are named relative to the directory `code`."""
    kind, name, message = _kind(error)
    made = {"kind": kind, "type": name, "message": _clean(message)}
    bases = [
        c.__name__
        for c in type(error).__mro__[1:]
        if c not in (Exception, BaseException, object)
    ]
    if bases:
        made["bases"] = bases
    trace = _trace(error.__traceback__, code) + _syntax_place(error, code)
    if trace:
        made["trace"] = trace
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None and depth < 5 and not isinstance(cause, JobCancelled):
        made["cause"] = describe(cause, code, depth + 1)
    return made


def _kind(error):
    name = type(error).__name__
    if isinstance(error, JobCancelled):
        return "cancelled", name, str(error)
    if isinstance(error, Unserializable):
        return "serialization", name, "%s: %s" % (error.path(), error.problem)
    if isinstance(error, OutputTypeError):
        return "type", name, str(error)
    if isinstance(error, LoadError):
        return "load", name, str(error)
    if isinstance(error, SystemExit):
        return "user", name, "the task called sys.exit(%s)" % _text(error.code)
    return "user", name, _text(error)


def _text(error):
    try:
        return str(error)
    except Exception:
        return "(its message can't be shown: __str__ failed)"


def _clean(text):
    if len(text) > MAX_MESSAGE:
        text = text[:MAX_MESSAGE] + " … (cut)"
    return text.encode("utf-8", "backslashreplace").decode("utf-8").replace("\0", "\\x00")


def _trace(traceback, code):
    import linecache

    frames = []
    while traceback is not None:
        function = traceback.tb_frame.f_code
        file = function.co_filename
        if not file.startswith(_SDK) and not file.startswith("<frozen "):
            line = linecache.getline(file, traceback.tb_lineno, traceback.tb_frame.f_globals)
            frames.append(_frame(file, traceback.tb_lineno, function.co_name, line, code))
        traceback = traceback.tb_next
    return frames[-MAX_FRAMES:]


def _syntax_place(error, code):
    if isinstance(error, SyntaxError) and error.filename and error.lineno:
        return [_frame(error.filename, error.lineno, "", error.text or "", code)]
    return []


def _frame(file, line, function, text, code):
    if code and file.startswith(code + os.sep):
        file = file[len(code) + 1 :]
    return {"file": _clean(file), "line": line or 0, "fn": function, "code": _clean(text.strip())}
