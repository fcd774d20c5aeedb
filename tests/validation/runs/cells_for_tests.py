"""Functions that the tests run as cells, importable by workers."""

import os
import signal
from pathlib import Path

from validation.experiments import Cell


def square(configuration):
    Path(configuration["_log"]).open("a").write(f"{configuration['value']}\n")
    return {"square": configuration["value"] ** 2, "headline": f"square {configuration['value'] ** 2}"}


def fail(configuration):
    raise RuntimeError("this cell fails")


def leave(configuration):
    raise SystemExit(0)


def die_once(configuration):
    mark = Path(configuration["_mark"])
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return "survived"


def sleep_long(configuration):
    import time

    Path(configuration["_pids"]).open("a").write(f"{os.getpid()}\n")
    time.sleep(60)


def cell(name, **configuration):
    return Cell(function=f"cells_for_tests:{name}", configuration=configuration, label=f"{name} {configuration}")
