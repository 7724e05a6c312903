import collections
import dataclasses
import datetime
import decimal
import enum
import math
import typing
import unittest

from jobc_runner.values import Unserializable, plain, reader

UTC = datetime.timezone.utc


@dataclasses.dataclass
class Chunk:
    path: str
    rows: int = 0


@dataclasses.dataclass
class Nested:
    chunks: typing.List[Chunk]
    day: "datetime.date"


class Point(typing.NamedTuple):
    x: int
    y: int


class Region(enum.Enum):
    EU = "eu"


CHUNK = {"record": {"path": "string", "rows": "int"}, "name": "Chunk"}
VALUE = {"path": "p", "rows": 1}


class Reading(unittest.TestCase):
    def test_what_needs_no_conversion_has_no_reader(self):
        for declared in ("string", "int", "json", {"list": "int"}, {"map": {"optional": "bool"}}):
            self.assertIsNone(reader(declared), declared)

    def test_simple_types(self):
        moment = datetime.datetime(2026, 11, 22, 1, 2, 3, 0, UTC)
        for declared, value, expected in (
            ("float", 3, 3.0),
            ("date", "2026-11-22", datetime.date(2026, 11, 22)),
            ("timestamp", "2026-11-22T01:02:03Z", moment),
            ("timestamp", "2026-11-22T01:02:03.123456789Z", moment.replace(microsecond=123456)),
            ("duration", "PT1H30M", datetime.timedelta(minutes=90)),
            ("duration", "P2DT0.5S", datetime.timedelta(days=2, milliseconds=500)),
            ("duration", "-PT5S", datetime.timedelta(seconds=-5)),
            ("decimal", "1.10", decimal.Decimal("1.10")),
            ("bytes", "AAE=", b"\0\1"),
        ):
            self.assertEqual(reader(declared)(value), expected, declared)
        self.assertIs(type(reader("float")(3)), float)

    def test_records_have_attributes_and_work_with_dataclasses(self):
        record = reader(CHUNK)({"path": "p", "rows": 3})
        self.assertEqual((record.path, record["rows"]), ("p", 3))
        self.assertEqual(repr(record), "Chunk(path='p', rows=3)")
        self.assertEqual(dataclasses.asdict(record), {"path": "p", "rows": 3})
        self.assertEqual(dataclasses.replace(record, rows=4).rows, 4)
        self.assertEqual(record, type(record)(path="p", rows=3))
        self.assertIsNone(reader(CHUNK)({"path": "p"}).rows)

    def test_annotations_choose_the_class(self):
        self.assertEqual(reader(CHUNK, Chunk)(VALUE), Chunk("p", 1))
        self.assertEqual(reader({"list": CHUNK}, typing.List[Chunk])([VALUE]), [Chunk("p", 1)])
        self.assertEqual(reader({"optional": CHUNK}, typing.Optional[Chunk])(VALUE), Chunk("p", 1))
        self.assertEqual(reader(CHUNK, dict)(VALUE), VALUE)
        self.assertEqual(reader({"enum": ["eu"]}, Region)("eu"), Region.EU)
        nested = {"record": {"chunks": {"list": CHUNK}, "day": "date"}}
        read = reader(nested, Nested)({"chunks": [VALUE], "day": "2026-11-22"})
        self.assertEqual(read, Nested([Chunk("p", 1)], datetime.date(2026, 11, 22)))

    def test_unions_go_by_the_kind_of_json(self):
        read = reader({"union": ["int", CHUNK]})
        self.assertEqual(read(3), 3)
        self.assertEqual(read(VALUE).path, "p")


class Writing(unittest.TestCase):
    def test_everything_that_has_a_json_form(self):
        for value, expected in (
            (datetime.date(2026, 11, 22), "2026-11-22"),
            (datetime.datetime(2026, 11, 22, tzinfo=UTC), "2026-11-22T00:00:00Z"),
            (datetime.timedelta(seconds=-90.5), "-PT90.5S"),
            (decimal.Decimal("1.10"), "1.10"),
            (b"\0\1", "AAE="),
            ((1, 2), [1, 2]),
            (Point(1, 2), {"x": 1, "y": 2}),
            (Chunk("p"), {"path": "p", "rows": 0}),
            (Region.EU, "eu"),
            (collections.OrderedDict(a=1), {"a": 1}),
            ([True, None, 1.5], [True, None, 1.5]),
            (reader(CHUNK)(VALUE), VALUE),
        ):
            self.assertEqual(plain(value), expected)

    def test_what_would_change_on_the_way_is_refused_with_its_path(self):
        for value, path, problem in (
            ({"rows": [1, {"x": math.nan}]}, "$.rows[1].x", "no number"),
            ({"a b": math.inf}, '$["a b"]', "no number"),
            ([1 << 63], "$[0]", "64 bits"),
            ([-(1 << 63) - 1], "$[0]", "64 bits"),
            ({"a": "x\0"}, "$.a", "U+0000"),
            ({"a": "x\ud800"}, "$.a", "U+D800, at 1"),
            ({"a\0": 1}, "$", "U+0000"),
            ({1: 2}, "$", "keys are strings"),
            ({"a": {1}}, "$.a", "a set has no order"),
            ([object], "$[0]", "no JSON form"),
            ([decimal.Decimal("NaN")], "$[0]", "no number"),
            ([datetime.datetime(2026, 1, 1)], "$[0]", "no time zone"),
        ):
            with self.assertRaises(Unserializable) as caught:
                plain(value)
            self.assertEqual(caught.exception.path(), path)
            self.assertIn(problem, caught.exception.problem)

    def test_the_edges_themselves_are_fine(self):
        self.assertEqual(plain([-(1 << 63), (1 << 63) - 1]), [-(1 << 63), (1 << 63) - 1])

    def test_cycles_end(self):
        cycle = []
        cycle.append(cycle)
        with self.assertRaises(Unserializable):
            plain(cycle)


if __name__ == "__main__":
    unittest.main()
