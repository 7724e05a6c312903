"""The conformance functions, in Python. Each takes `value` and gives the output `result`."""
import os
import signal
import sys
import time


def run(fn, value, ctx):
    """Picks a function by name."""
    if fn == "report_and_sleep" or fn.startswith("spawn"):
        return globals()[fn](value, ctx)
    return globals()["print_" if fn == "print" else fn](value)


class Declared(Exception):
    pass


class Narrower(Declared):
    pass


def echo(value):
    return {"result": value}


def nan(value):
    return {"result": {"rows": [1, 2, 3, {"x": float("nan")}]}}


def infinity(value):
    return {"result": float("-inf")}


def nul(value):
    return {"result": "a\0b"}


def surrogate(value):
    return {"result": "a\ud800b"}


def wide(value):
    return {"result": 1 << 63}


def circular(value):
    made = []
    made.append(made)
    return {"result": made}


def formless(value):
    return {"result": lambda: 1}


def big(value):
    return {"result": "x" * value}


def fail(value):
    if value == "declared":
        raise Declared("on purpose")
    if value == "wrapped":
        raise Narrower("on purpose")
    if value == "dirty":
        raise ValueError("a\0b\ud800")
    raise ValueError("on purpose")


def exit(value):
    sys.exit(value)


def hard_exit(value):
    os._exit(value)


def segv(value):
    os.kill(os.getpid(), signal.SIGSEGV)


def close_all(value):
    os.closerange(3, 256)


def print_(value):
    print(value)
    print(value, file=sys.stderr)


def write(value):
    sys.stdout.write(value)


def flood(value):
    sys.stdout.write("x" * value)


def flood_and_die(value):
    sys.stdout.write("x" * value)
    sys.stdout.flush()
    os.kill(os.getpid(), signal.SIGKILL)


def close_streams(value):
    sys.stdout.close()
    os.close(1)
    os.close(2)


def sleep(value):
    time.sleep(value)


def spin(value):
    while True:
        pass


def ignore_cancel(value):
    while True:
        try:
            time.sleep(60)
        except BaseException:
            pass


def report_and_sleep(value, ctx):
    ctx.heartbeat()
    time.sleep(0.15)
    ctx.progress(3, 4, "half")
    time.sleep(60)


def spawn(value, ctx):
    for one in value:
        ctx.spawn("walk", **one)
    return {"result": len(value)}


def spawn_and_change(value, ctx):
    rows = [1]
    ctx.spawn("walk", rows=rows)
    rows.append(2)
    return {"result": None}


def spawn_nan(value, ctx):
    ctx.spawn("walk", rows=[float("nan")])


def spawn_and_fail(value, ctx):
    ctx.spawn("walk")
    raise Declared("on purpose")


def change(value):
    os.environ["LEFT"] = "behind"
    open("left", "w").close()
    os.makedirs("a/b")
    os.chdir("/")
    os.umask(0)
    signal.signal(signal.SIGUSR1, signal.SIG_IGN)
    sys.stdout = None


def look(value):
    return {
        "result": {
            "env": os.environ.get("LEFT", ""),
            "files": len(os.listdir(".")),
            "moved": os.getcwd() == "/",
        }
    }


def double_fork(value):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            with open(value + ".new", "w") as file:
                file.write(str(os.getpid()))
            os.rename(value + ".new", value)
            time.sleep(1000)
        os._exit(0)
    while True:
        time.sleep(60)
