import dataclasses
import os
import sys
import tempfile
import unittest

from jobc_runner import OutputTypeError
from jobc_runner.failures import LoadError, describe
from jobc_runner.tasks import Outputs, Tasks


@dataclasses.dataclass
class Both:
    a: int
    b: int


class Context:
    attempt = 2


def outputs(*names):
    return Outputs({"outputs": [{"name": name, "type": "json"} for name in names]})


class Shapes(unittest.TestCase):
    def test_one_output_is_the_value_or_a_dict_with_its_name(self):
        self.assertEqual(outputs("a").shape(3), {"a": 3})
        self.assertEqual(outputs("a").shape({"a": 3}), {"a": 3})
        self.assertEqual(outputs("a").shape({"a": 3, "b": 4}), {"a": {"a": 3, "b": 4}})
        self.assertEqual(outputs("a").shape(None), {"a": None})

    def test_several_outputs_are_a_dict_or_a_dataclass(self):
        self.assertEqual(outputs("a", "b").shape({"a": 1, "b": 2}), {"a": 1, "b": 2})
        self.assertEqual(outputs("a", "b").shape(Both(1, 2)), {"a": 1, "b": 2})
        with self.assertRaisesRegex(OutputTypeError, "the outputs are a, b, .*; got list"):
            outputs("a", "b").shape([1, 2])

    def test_no_output_takes_any_return_value(self):
        self.assertEqual(outputs().shape(object()), {})


class Loading(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.addCleanup(sys.path.__setitem__, slice(None), list(sys.path))
        self.folder = folder.name
        self.tasks = Tasks(self.folder)

    def task(self, text, inputs=(), kind="function"):
        self.tasks = Tasks(self.folder)
        with open(os.path.join(self.folder, "t.py"), "w") as file:
            file.write(text)
        spec = {
            "fn": "x",
            "kind": kind,
            "path": "t.py",
            "symbol": "f",
            "inputs": [{"name": n, "type": "int"} for n in inputs],
            "outputs": [{"name": "r", "type": "json"}],
        }
        self.tasks.define([spec])
        return self.tasks.get("x")

    def test_context_is_passed_only_to_who_wants_it(self):
        task = self.task("def f(a, ctx): return a + ctx.attempt\n", ["a"])
        self.assertEqual(task.call({"a": 1}, Context), {"r": 3})
        self.assertEqual(self.task("def f(a): return a\n", ["a"]).call({"a": 1}, Context), {"r": 1})

    def test_defaults_keywords_and_coroutines(self):
        task = self.task("def f(a, *, b=2, **more): return [a, b, more]\n", ["a", "c"])
        self.assertEqual(task.call({"a": 1, "c": 3}, Context)["r"][:2], [1, 2])
        text = "import asyncio\nasync def f(a):\n  await asyncio.sleep(0)\n  return a\n"
        self.assertEqual(self.task(text, ["a"]).call({"a": 1}, Context), {"r": 1})

    def test_a_decorated_function_is_checked_by_what_it_wraps(self):
        text = (
            "import functools\n"
            "def plain(g):\n"
            "  @functools.wraps(g)\n"
            "  def h(*a, **k): return g(*a, **k)\n"
            "  return h\n"
            "@plain\n"
            "def f(a, b=1): return a\n"
        )
        self.assertEqual(self.task(text, ["a"]).call({"a": 1}, Context), {"r": 1})

    def test_a_signature_that_does_not_fit_is_refused(self):
        for text, inputs, problem in (
            ("def f(): pass\n", ["a"], "no such parameter; it has ()"),
            ("def f(a, b): pass\n", ["a"], "needs the parameter `b`, but the task declares no"),
            ("def f(a, /): pass\n", ["a"], "positional-only"),
            ("def f(a): yield a\n", ["a"], "is a generator"),
            ("f = 3\n", [], "is no function"),
            ("def g(): pass\n", [], "has no function `f`; it has g"),
            ("raise ValueError('x')\n", [], "importing `t.py` failed: ValueError: x"),
        ):
            with self.assertRaises(LoadError) as caught:
                self.task(text, inputs)
            self.assertIn(problem, str(caught.exception))

    def test_a_failed_import_is_tried_again(self):
        with self.assertRaises(LoadError):
            self.task("import not_there_yet\n")
        with open(os.path.join(self.folder, "not_there_yet.py"), "w") as file:
            file.write("def f(): return 1\n")
        self.addCleanup(sys.modules.pop, "not_there_yet", None)
        task = self.task("from not_there_yet import f\n")
        self.assertEqual(task.call({}, Context), {"r": 1})

    def test_inline_text_sets_declared_outputs_only(self):
        task = self.task("outputs.r = inputs.a * 2\n", ["a"], kind="inline")
        self.assertEqual(task.call({"a": 2}, Context), {"r": 4})
        with self.assertRaisesRegex(OutputTypeError, "no output is called `q`; declared are r"):
            self.task("outputs.q = 1\n", kind="inline").call({}, Context)
        with self.assertRaisesRegex(AttributeError, "no input is called `b`; there are a"):
            self.task("outputs.r = inputs.b\n", ["a"], kind="inline").call({"a": 1}, Context)

    def test_errors_show_the_authors_frames_and_causes(self):
        task = self.task(
            "def f():\n"
            "  try:\n"
            "    {}['k']\n"
            "  except KeyError as e:\n"
            "    raise RuntimeError('r') from e\n"
        )
        try:  # assertRaises would drop the trace
            task.call({}, Context)
        except RuntimeError as e:
            made = describe(e, self.folder)
        self.assertEqual(made["type"], "RuntimeError")
        place = {"file": "t.py", "line": 5, "fn": "f", "code": "raise RuntimeError('r') from e"}
        self.assertIn(place, made["trace"])
        self.assertEqual(made["cause"]["type"], "KeyError")
        self.assertEqual(made["cause"]["bases"], ["LookupError"])


if __name__ == "__main__":
    unittest.main()
