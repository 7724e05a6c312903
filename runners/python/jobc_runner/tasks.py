"""Turns the functions and inline texts of a bundle into callables, when they are first run."""
import os
import sys

from . import OutputTypeError
from .failures import LoadError
from .values import Unserializable, plain, reader

_VARARGS, _KWARGS, _GENERATOR, _COROUTINE, _ASYNC_GENERATOR = 0x04, 0x08, 0x20, 0x80, 0x200


class Tasks:
    """The tasks of one code directory, by the name that runs use."""

    def __init__(self, code):
        self.code = code
        self._specs = {}
        self._loaded = {}
        self._modules = {}
        self._loader = None

    def define(self, specs):
        for spec in specs:
            self._specs[spec["fn"]] = spec

    def get(self, name):
        task = self._loaded.get(name)
        if task is None:
            spec = self._specs.get(name)
            if spec is None:
                raise LoadError("no function `%s` was announced" % name)
            task = self._loaded[name] = self._load(spec)
        return task

    def _load(self, spec):
        if spec["kind"] == "registered":
            raise LoadError("this worker has no registered functions")
        path = os.path.join(self.code, spec["path"])
        if not os.path.isfile(path):
            raise LoadError("there is no file `%s` among the workflow's files" % spec["path"])
        if spec["kind"] == "inline":
            return InlineTask(spec, path)
        module = self._module(path, spec["path"])
        return FunctionTask(spec, _function(module, spec))

    def _module(self, path, relative):
        module = self._modules.get(path)
        if module is None:
            module = self._modules[path] = self._import(path, relative)
        return module

    def _install_loader(self):
        """Imports from the bundle leave no compiled files in it: other tasks see its directory."""
        from importlib.machinery import EXTENSION_SUFFIXES, SOURCE_SUFFIXES
        from importlib.machinery import ExtensionFileLoader, FileFinder, SourceFileLoader

        class BundleLoader(SourceFileLoader):
            def set_data(self, *ignored, **more):
                pass

        def finder(path):
            if path != self.code and not path.startswith(self.code + os.sep):
                raise ImportError
            return FileFinder(
                path, (ExtensionFileLoader, EXTENSION_SUFFIXES), (BundleLoader, SOURCE_SUFFIXES)
            )

        sys.path_hooks.insert(0, finder)
        self._loader = BundleLoader
        return BundleLoader

    def _import(self, path, relative):
        from importlib.machinery import ModuleSpec

        loader_class = self._loader or self._install_loader()
        folder = os.path.dirname(path)
        for place in (self.code, folder):
            if place not in sys.path:
                sys.path.insert(0, place)
        name = os.path.splitext(relative)[0].replace("/", ".")
        loader = loader_class(name, path)
        spec = ModuleSpec(name, loader, origin=path)
        spec.has_location = True
        module = type(sys)(name)
        module.__file__, module.__spec__, module.__loader__ = path, spec, loader
        module.__package__ = name.rpartition(".")[0]
        sys.modules[name] = module
        try:
            loader.exec_module(module)
        except BaseException as e:
            del sys.modules[name]
            if isinstance(e, (ImportError, SyntaxError)):
                raise LoadError("%s: %s" % (type(e).__name__, e)) from e
            if isinstance(e, Exception):
                raise LoadError("importing `%s` failed: %s: %s" % (relative, type(e).__name__, e)) from e
            raise
        return module


def _function(module, spec):
    symbol = spec["symbol"]
    found = getattr(module, symbol, None)
    if found is None:
        names = [n for n, v in vars(module).items() if callable(v) and not n.startswith("_")]
        raise LoadError(
            "`%s` has no function `%s`; it has %s"
            % (spec["path"], symbol, ", ".join(names) if names else "none at all")
        )
    if not callable(found):
        raise LoadError("`%s` in `%s` is no function" % (symbol, spec["path"]))
    return found


class Outputs:
    """Shapes what a task gave into its outputs by name."""

    def __init__(self, spec):
        self.names = [p["name"] for p in spec["outputs"]]
        self.only = frozenset(self.names) if len(self.names) == 1 else None

    def shape(self, value):
        if not self.names:
            return {}
        members = _members(value)
        if self.only is not None and (members is None or members.keys() != self.only):
            members = {self.names[0]: value}
        if members is None:
            raise OutputTypeError(
                "the outputs are %s, so give a dict or a dataclass with these names; got %s"
                % (", ".join(self.names), "nothing" if value is None else type(value).__name__)
            )
        return plain(members)


def _members(value):
    """The value's members by name when it is a dict, dataclass, record or named tuple."""
    if isinstance(value, dict):
        return value
    cls = type(value)
    if cls is not type and hasattr(cls, "_fields"):
        return {name: getattr(value, name) for name in cls._fields}
    if hasattr(cls, "__dataclass_fields__"):
        return {name: getattr(value, name) for name in cls.__dataclass_fields__}
    return None


class FunctionTask:
    """Calls a function with the inputs as keyword arguments."""

    def __init__(self, spec, function):
        self.function = function
        self.outputs = Outputs(spec)
        code, keywords = _signature(function)
        names = [p["name"] for p in spec["inputs"]]
        _check_parameters(function, spec, code, names)
        self.wants_ctx = "ctx" not in names and (code is None or "ctx" in keywords)
        hints = _hints(function)
        self.readers = []
        for param in spec["inputs"]:
            convert = reader(param["type"], hints.get(param["name"]))
            if convert:
                self.readers.append((param["name"], convert))
        flags = code.co_flags if code else 0
        self.is_async = bool(flags & _COROUTINE)
        if flags & (_GENERATOR | _ASYNC_GENERATOR):
            raise LoadError("`%s` is a generator; a task returns its result" % spec["symbol"])

    def call(self, args, ctx):
        for name, convert in self.readers:
            value = args.get(name)
            if value is not None:
                args[name] = convert(value)
        if self.wants_ctx:
            args["ctx"] = ctx
        value = self.function(**args)
        if self.is_async:
            import asyncio

            value = asyncio.run(value)
        return self.outputs.shape(value)


def _signature(function):
    """The code of a function and the names that may be passed by keyword."""
    inner = function
    while hasattr(inner, "__wrapped__"):
        inner = inner.__wrapped__
    code = getattr(inner, "__code__", None)
    if code is None:
        return None, ()
    count = code.co_argcount + code.co_kwonlyargcount
    return code, code.co_varnames[code.co_posonlyargcount : count]


def _check_parameters(function, spec, code, names):
    if code is None:
        return  # a class or another callable: Python itself checks at the call
    symbol = spec["symbol"]
    count = code.co_argcount + code.co_kwonlyargcount
    parameters = code.co_varnames[:count]
    if code.co_posonlyargcount:
        raise LoadError("`%s` has positional-only parameters; inputs are passed by name" % symbol)
    missing = [n for n in names if n not in parameters]
    if missing and not code.co_flags & _KWARGS:
        raise LoadError(
            "the task declares the input `%s`, but `%s` has no such parameter; it has (%s)"
            % (missing[0], symbol, ", ".join(parameters))
        )
    optional = set(parameters[code.co_argcount - len(function.__defaults__ or ()) : code.co_argcount]) \
        if getattr(function, "__code__", None) is code else set(parameters)
    optional.update(getattr(function, "__kwdefaults__", None) or ())
    unfilled = [p for p in parameters if p not in names and p not in optional and p != "ctx"]
    if unfilled:
        raise LoadError(
            "`%s` needs the parameter `%s`, but the task declares no such input; it declares %s"
            % (symbol, unfilled[0], ", ".join(names) if names else "none")
        )


def _hints(function):
    hints = {}
    for name, hint in getattr(function, "__annotations__", {}).items():
        if isinstance(hint, str):
            try:
                hint = eval(hint, function.__globals__)
            except Exception:
                continue
        hints[name] = hint
    return hints


class InlineTask:
    """Executes the author's inline text with `inputs`, `outputs` and `ctx` in scope."""

    def __init__(self, spec, path):
        with open(path, encoding="utf-8") as file:
            text = file.read()
        try:
            self.code = compile(text, path, "exec", dont_inherit=True)
        except (SyntaxError, ValueError) as e:
            raise LoadError("%s: %s" % (type(e).__name__, e)) from e
        self.outputs = tuple(p["name"] for p in spec["outputs"])
        self.inputs = {p["name"]: reader(p["type"]) for p in spec["inputs"]}

    def call(self, args, ctx):
        values = {
            name: value if value is None or not self.inputs.get(name) else self.inputs[name](value)
            for name, value in args.items()
        }
        outputs = OutputSpace(self.outputs)
        scope = {
            "__name__": "__main__",
            "__builtins__": __builtins__,
            "inputs": InputSpace(values),
            "outputs": outputs,
            "ctx": ctx,
        }
        exec(self.code, scope)
        return plain(object.__getattribute__(outputs, "_values"))


class InputSpace:
    """The inputs of an inline task, as attributes."""

    def __init__(self, values):
        self.__dict__.update(values)

    def __getattr__(self, name):
        raise AttributeError(
            "no input is called `%s`; there are %s" % (name, ", ".join(self.__dict__) or "none")
        )

    def __setattr__(self, name, value):
        raise AttributeError("inputs can't be changed")


class OutputSpace:
    """The outputs of an inline task: only the declared names can be set."""

    def __init__(self, names):
        object.__setattr__(self, "_names", names)
        object.__setattr__(self, "_values", {})

    def __setattr__(self, name, value):
        if name not in self._names:
            raise OutputTypeError(
                "no output is called `%s`; declared are %s" % (name, ", ".join(self._names) or "none")
            )
        self._values[name] = value

    def __getattr__(self, name):
        try:
            return self._values[name]
        except KeyError:
            raise AttributeError("the output `%s` is not set" % name) from None
