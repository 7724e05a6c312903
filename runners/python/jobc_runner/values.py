"""Values on their way in and out: JSON to typed Python values, and back.

Conversions follow the declared type, never the look of the data. What JSON or the other languages
can't carry is an `Unserializable` that names its path, never a silent change.
"""
import math

INT_MIN, INT_MAX = -(1 << 63), (1 << 63) - 1
MAX_DEPTH = 200


class Unserializable(Exception):
    """A value that can't be written as JSON; `parts` is its path below the outputs."""

    def __init__(self, problem):
        super().__init__(problem)
        self.problem = problem
        self.parts = []

    def path(self):
        return "$" + "".join(reversed(self.parts))


# ---------------------------------------------------------------------------------------- inputs


class _RecordMeta(type):
    def __getattr__(cls, name):
        if name == "__dataclass_fields__" and "_fields" in cls.__dict__:
            import dataclasses

            made = dataclasses.make_dataclass(cls.__name__, cls._fields)
            cls.__dataclass_fields__ = made.__dataclass_fields__
            cls.__dataclass_params__ = made.__dataclass_params__
            return cls.__dataclass_fields__
        raise AttributeError(name)


class Record(metaclass=_RecordMeta):
    """A record: attributes named like its fields. Works with the functions of `dataclasses`."""

    __slots__ = ()

    def __init__(self, **values):
        for name in type(self)._fields:
            setattr(self, name, values.pop(name, None))
        if values:
            raise TypeError("%s has no field %s" % (type(self).__name__, ", ".join(values)))

    def __getitem__(self, name):
        if name in type(self)._fields:
            return getattr(self, name)
        raise KeyError(name)

    def __eq__(self, other):
        return type(other) is type(self) and all(
            getattr(self, n) == getattr(other, n) for n in type(self)._fields
        )

    def __repr__(self):
        fields = ", ".join("%s=%r" % (n, getattr(self, n)) for n in type(self)._fields)
        return "%s(%s)" % (type(self).__name__, fields)


def record_class(name, fields):
    return _RecordMeta(name, (Record,), {"__slots__": tuple(fields), "_fields": tuple(fields)})


def reader(declared, hint=None):
    """A function from JSON to the Python value of that type; None when the value stays as it is.

    `hint` is the author's annotation: a dataclass, a named tuple or an enum is built as such.
    """
    if isinstance(declared, str):
        make = _SIMPLE.get(declared)
        return make() if make else None
    (kind, part), *_ = [(k, v) for k, v in declared.items() if k != "name"]
    if kind == "optional":
        inner = reader(part, _present(hint))
        return inner and (lambda v: None if v is None else inner(v))
    if kind == "list":
        inner = reader(part, _argument(hint, 0))
        return inner and (lambda v: [inner(item) for item in v])
    if kind == "map":
        inner = reader(part, _argument(hint, 1))
        return inner and (lambda v: {key: inner(item) for key, item in v.items()})
    if kind == "record":
        return _record_reader(declared.get("name") or "Record", part, hint)
    if kind == "enum" and isinstance(hint, type) and hasattr(hint, "__members__"):
        return hint
    if kind == "union":
        return _union_reader(part)
    return None


def _record_reader(name, fields, hint):
    hints = getattr(hint, "__annotations__", {})
    readers = {f: reader(t, _resolve(hints.get(f), hint)) for f, t in fields.items()}
    if hint is dict or getattr(hint, "__total__", None) is not None:
        make = dict
    elif hasattr(hint, "__dataclass_fields__") or hasattr(hint, "_fields"):
        make = hint
    elif all(f.isidentifier() for f in fields):
        make = record_class(name, fields)
    else:
        make = dict

    def read(value):
        made = {}
        for field, convert in readers.items():
            item = value.get(field)
            made[field] = item if convert is None or item is None else convert(item)
        return make(**made)

    return read


def _union_reader(options):
    by_kind = {}
    for option in options:
        kind = _json_kind(option)
        by_kind.setdefault(kind, reader(option))

    def read(value):
        convert = by_kind.get(type(value))
        return value if convert is None else convert(value)

    return read if any(by_kind.values()) else None


def _json_kind(declared):
    if isinstance(declared, str):
        return {"int": int, "float": float, "bool": bool, "null": type(None)}.get(declared, str)
    return list if "list" in declared else str if "enum" in declared else dict


def _resolve(hint, owner):
    if isinstance(hint, str):
        import sys

        module = sys.modules.get(getattr(owner, "__module__", ""))
        try:
            return eval(hint, dict(vars(module)) if module else {})
        except Exception:
            return None
    return hint


def _present(hint):
    """The annotation without `None`."""
    found = [a for a in getattr(hint, "__args__", ()) if a is not type(None)]
    return found[0] if len(found) == 1 and type(None) in hint.__args__ else hint


def _argument(hint, index):
    arguments = getattr(hint, "__args__", ())
    return arguments[index] if index < len(arguments) else None


def _date():
    import datetime

    return datetime.date.fromisoformat


def _timestamp():
    import datetime

    def read(text):
        text = text.upper().replace("Z", "+00:00")
        head, dot, rest = text.partition(".")
        if dot:  # Python before 3.11 takes only 3 or 6 digits
            digits = rest[: len(rest) - len(rest.lstrip("0123456789"))]
            text = head + "." + digits[:6].ljust(6, "0") + rest[len(digits) :]
        return datetime.datetime.fromisoformat(text)

    return read


def _duration():
    import datetime
    import re

    shape = re.compile(
        r"(-?)P(?:(\d+)D)?(?:T(?:(-?\d+)H)?(?:(-?\d+)M)?(?:(-?\d+(?:\.\d+)?)S)?)?$"
    )

    def read(text):
        found = shape.match(text)
        if not found:
            raise ValueError("no duration: " + text)
        sign, days, hours, minutes, seconds = found.groups("0")
        span = datetime.timedelta(
            days=int(days), hours=int(hours), minutes=int(minutes), seconds=float(seconds)
        )
        return -span if sign == "-" else span

    return read


def _decimal():
    import decimal

    return decimal.Decimal


def _bytes():
    import binascii

    return binascii.a2b_base64


_SIMPLE = {
    "float": lambda: float,
    "decimal": _decimal,
    "duration": _duration,
    "timestamp": _timestamp,
    "date": _date,
    "bytes": _bytes,
}

# --------------------------------------------------------------------------------------- outputs


def plain(value, depth=0):
    """The value as strings, numbers, booleans, None, lists and dicts with string keys."""
    kind = type(value)
    if kind is str:
        return _text(value)
    if value is None or kind is bool:
        return value
    if kind is int:
        if INT_MIN <= value <= INT_MAX:
            return value
        raise Unserializable("the integer %s does not fit 64 bits" % _short(value))
    if kind is float:
        if math.isfinite(value):
            return value
        raise Unserializable("%r is no number that JSON can carry" % value)
    if depth >= MAX_DEPTH:
        raise Unserializable("nested deeper than %d levels, or part of itself" % MAX_DEPTH)
    if kind is dict:
        return _members(value.items(), depth)
    if kind is list or kind is tuple:
        return _items(value, depth)
    return _other(value, depth)


def _text(value):
    if "\0" in value:
        raise Unserializable("the text holds the character U+0000, which no database text can hold")
    if not value.isascii():
        try:
            value.encode("utf-8")
        except UnicodeEncodeError as e:
            raise Unserializable(
                "the text holds half of a surrogate pair, U+%04X, at %d"
                % (ord(value[e.start]), e.start)
            ) from None
    return value


def _members(items, depth):
    made = {}
    for key, item in items:
        if type(key) is not str:
            if not isinstance(key, str):
                raise Unserializable(
                    "a key is %s %s; keys are strings" % (type(key).__name__, _short(key))
                )
            key = str(getattr(key, "value", key))
        _text(key)
        try:
            made[key] = plain(item, depth + 1)
        except Unserializable as e:
            e.parts.append("." + key if key.isidentifier() else "[%s]" % _quote(key))
            raise
    return made


def _items(values, depth):
    made = []
    index = 0
    try:
        for index, item in enumerate(values):
            made.append(plain(item, depth + 1))
    except Unserializable as e:
        e.parts.append("[%d]" % index)
        raise
    return made


def _other(value, depth):
    cls = type(value)
    if hasattr(cls, "_fields") and (isinstance(value, (Record, tuple))):
        return _members([(n, getattr(value, n)) for n in cls._fields], depth)
    if hasattr(cls, "__dataclass_fields__"):
        return _members([(n, getattr(value, n)) for n in cls.__dataclass_fields__], depth)
    if hasattr(cls, "__members__"):  # an enum
        return plain(value.value, depth + 1)
    for base, convert in _conversions():
        if isinstance(value, base):
            return convert(value, depth)
    if hasattr(value, "tolist"):  # numpy arrays and scalars, without importing numpy
        return plain(value.tolist(), depth + 1)
    if hasattr(cls, "__fspath__"):
        return _text(str(value.__fspath__()))
    raise Unserializable("%s %s has no JSON form" % (_kind_name(cls), _short(value)))


def _conversions():
    import sys

    yield bool, lambda v, d: bool(v)
    yield int, lambda v, d: plain(int(v), d)
    yield float, lambda v, d: plain(float(v), d)
    yield str, lambda v, d: _text(str.__str__(v))
    yield dict, lambda v, d: _members(v.items(), d)
    yield (list, tuple), _items
    yield (bytes, bytearray, memoryview), lambda v, d: _base64(v)
    yield (set, frozenset), _no_order
    datetime = sys.modules.get("datetime")
    if datetime:
        yield datetime.datetime, lambda v, d: _instant(v)
        yield datetime.date, lambda v, d: v.isoformat()
        yield datetime.timedelta, lambda v, d: _iso_duration(v)
    decimal = sys.modules.get("decimal")
    if decimal:
        yield decimal.Decimal, lambda v, d: _decimal_text(v)
    abc = sys.modules.get("collections.abc")
    if abc:
        yield abc.Mapping, lambda v, d: _members(v.items(), d)


def _no_order(value, depth):
    raise Unserializable("a set has no order; give a list, for example sorted(...)")


def _base64(value):
    import binascii

    return binascii.b2a_base64(value, newline=False).decode("ascii")


def _instant(value):
    if value.tzinfo is None:
        raise Unserializable("the time %s names no time zone, so it is no instant" % value)
    return value.isoformat().replace("+00:00", "Z")


def _decimal_text(value):
    if not value.is_finite():
        raise Unserializable("the decimal %s is no number" % value)
    return str(value)


def _iso_duration(value):
    micros = (value.days * 86400 + value.seconds) * 1000000 + value.microseconds
    sign = "-" if micros < 0 else ""
    seconds, fraction = divmod(abs(micros), 1000000)
    text = str(seconds) + ("." + ("%06d" % fraction).rstrip("0") if fraction else "")
    return "%sPT%sS" % (sign, text)


def _kind_name(cls):
    name = cls.__name__
    return name if cls.__module__ == "builtins" else cls.__module__ + "." + name


def _short(value):
    try:
        text = repr(value)
    except Exception:
        return "(without a repr)"
    return text if len(text) <= 60 else text[:57] + "..."


def _quote(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
