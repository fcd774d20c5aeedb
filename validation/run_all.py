"""The command line: checks the paper's statements, writes results and a report, and says what it found."""

import argparse
import io
import os
import signal
import sys
import time
import webbrowser
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import replace
from pathlib import Path
from subprocess import CalledProcessError
from typing import Any

from bounds.arguments import Parser

EXIT_AS_AUDITED, EXIT_DIFFERENT, EXIT_BAD_ARGUMENT, EXIT_INTERRUPTED = 0, 1, 2, 130
MOST_SEED, MOST_JOBS = 2**32 - 1, 1_024
PLAIN_WIDTH = 120  # of the table where no terminal says how wide it is


class BadArgument(ValueError):
    """An argument that cannot be used; the message is one sentence that names it."""


def parser(prog: str) -> Parser:
    made = Parser(
        prog=prog,
        description="Check every statement of a paper: what holds as printed, as proved, as repaired, how tightly.",
        epilog="Exit status: 0 every verdict is the audited one, 1 one is not (or a check failed), 2 something cannot "
        "be used, or is missing on this machine (one sentence says what), 130 stopped (the same command goes on).",
    )
    add = made.add_argument
    add("--profile", choices=("quick", "standard", "full"), default="quick", help="how hard to try (%(default)s)")
    only = "statement ids, groups (estimators, experiments, networks) or experiments' names"
    add("--only", nargs="+", action="extend", default=[], metavar="ID", help=only)
    paper = "the papers whose claims are checked (default: all that are installed)"
    add("--paper", nargs="+", action="extend", default=[], metavar="NAME", help=paper)
    add("--out", metavar="DIR", help="where the results go, a folder a profile and seed (default: runs/<timestamp>)")
    add("--seed", type=int, default=0, metavar="N", help="seed of every random stream (%(default)s)")
    add("--device", choices=("auto", "cpu", "cuda"), default="auto", help="where networks train (%(default)s)")
    add("--jobs", type=int, metavar="N", help="processes (default: the number of cores, 4 at most on a GPU)")
    add("--scheduler", metavar="ADDRESS", help="a Dask scheduler to run the cells on")
    executor = "an engine to run the cells on: the factory returns a concurrent.futures.Executor (validation.engines)"
    add("--executor", metavar="MODULE:FACTORY", help=executor)
    add("--data", metavar="DIR", help="folder of image sets (MNIST, CIFAR-10, CelebA)")
    network = "measure your own network too: the factory returns (model, loss, data), and options of `measure` if any"
    add("--network", action="append", default=[], metavar="MODULE:FACTORY", help=network)
    add("--timings", action="store_true", help="say where the time went; writes timings.csv and timings.svg too")
    resume = "go on from the cells that a stopped run stored"
    add("--open", action="store_true", help="show the report in a browser at the end")
    add("--resume", action=argparse.BooleanOptionalAction, default=True, help=resume)
    return made


def main(arguments: Sequence[str] | None = None, *, prog: str = "python -m validation.run_all") -> int:
    options = parser(prog).parse_args(arguments)
    from validation.faults import Patient, lacking
    from validation.runs.executors import end_workers, one_thread_a_process

    with redirect_stdout(Patient(sys.stdout)), redirect_stderr(Patient(sys.stderr)):
        try:
            one_thread_a_process()
            return _answered(options)
        except KeyboardInterrupt:
            print("\nstopped; the same command goes on from here", file=sys.stderr)
            end_workers()
            return EXIT_INTERRUPTED
        except (ImportError, MemoryError, RuntimeError) as error:
            if not lacking(error):
                raise
            print(f"error: {lacking(error)}", file=sys.stderr)
            end_workers()
            return EXIT_BAD_ARGUMENT
        finally:
            sys.stdout.flush()
            sys.stderr.flush()


def _answered(options: argparse.Namespace) -> int:
    """The run, with whatever it cannot use said in a sentence."""
    from reports.results import InvalidResults
    from validation.data.image_sets import UnusableData
    from validation.faults import lacking
    from validation.papers import UnknownPaper, UnusablePaper
    from validation.runs.cells import OtherSource
    from validation.runs.executors import Unreachable, end_workers
    from validation.runs.selection import UnknownName

    try:
        return _run(options)
    except (BadArgument, UnknownName, UnknownPaper, UnusablePaper, Unreachable, InvalidResults, OtherSource) as error:
        sentence = str(error)
    except UnusableData as error:
        sentence = f"--{error}"
    except CalledProcessError as error:
        sentence = f"a process that draws figures ended with status {error.returncode}; the same command goes on"
    except OSError as error:
        place = f" at {error.filename}" if error.filename else ""
        sentence = lacking(error) or f"--out: cannot be written{place} ({error.strerror or error})"
    print(f"error: {sentence}", file=sys.stderr)
    end_workers()
    return EXIT_BAD_ARGUMENT


def _run(options: argparse.Namespace) -> int:
    if options.seed < 0:
        raise BadArgument(f"--seed: must not be negative, got {options.seed}")
    if options.seed > MOST_SEED:
        raise BadArgument(f"--seed: must be at most {MOST_SEED}, got {options.seed}")
    if options.jobs is not None and options.jobs < 1:
        raise BadArgument(f"--jobs: must be at least 1, got {options.jobs}")
    if options.jobs is not None and options.jobs > MOST_JOBS:
        raise BadArgument(f"--jobs: must be at most {MOST_JOBS}, got {options.jobs}")
    if options.data is not None and not (options.data and os.path.isdir(options.data)):
        raise BadArgument(f"--data: {options.data or 'an empty name'} is not a folder")
    if options.out == "":
        raise BadArgument("--out: must name a folder, got an empty name")
    if options.scheduler is not None and options.executor is not None:
        raise BadArgument("--executor: cannot be used together with --scheduler")
    where = f" into {options.out}" if options.out else ""
    # the libraries take seconds to load
    print(f"{options.profile} profile, seed {options.seed}{where}: reading the papers", flush=True)

    from rich.console import Console

    from reports.numbers import seconds
    from reports.rendering import render
    from reports.results import FILE_NAME, write, write_atomically
    from validation.effort import Effort
    from validation.runs.audited import differences
    from validation.runs.cells import Outcome
    from validation.runs.executors import engine, start_loading
    from validation.runs.live import Live
    from validation.runs.networks_of_users import network_cells
    from validation.runs.output import FAILURES, check_ours, latest, output_folder
    from validation.runs.runner import planned, run
    from validation.runs.selection import select
    from validation.runs.terminal import Watch, verdict_counts, verdict_table
    from validation.runs.timings import Timings
    from validation.runs.told import FILE, Listening

    selection = select(options.only, options.paper)
    _check_extras(options, selection)
    if options.scheduler is None and options.executor is None and (options.jobs or os.cpu_count()) != 1:
        start_loading()
    effort = Effort(profile=options.profile, device=_device(options.device), data=options.data)
    try:
        extra_cells = network_cells(options.network, selection.measurements, effort=effort, seed=options.seed)
    except ValueError as error:
        raise BadArgument(str(error)) from error
    settings = _settings(options, effort, selection)
    if options.out is not None:
        check_ours(Path(options.out), settings)
    try:
        planned(selection, effort=effort, seed=options.seed)  # reads the data, before a folder is made
    except OSError as error:
        raise BadArgument(f"--data: {options.data} cannot be read ({error.strerror or error})") from error
    jobs = options.jobs or _jobs(effort.device)
    runs_on = engine(jobs=jobs, scheduler=options.scheduler, executor=options.executor)
    out = output_folder(options.out, settings=settings, resume=options.resume)

    told = out / FILE
    extra_cells = [replace(one, configuration={**one.configuration, "_told": str(told)}) for one in extra_cells]
    console = Console()
    if not console.is_terminal:
        console = Console(width=PLAIN_WIDTH)
    live = Live(out)
    outcomes: list[Outcome] = []

    def on_done(outcome: Outcome) -> None:
        watch.finished(outcome)
        outcomes.append(outcome)

    clock = time.perf_counter()
    with Watch(console) as watch, Listening(told, watch.tell):
        found = run(
            selection,
            effort=effort,
            seed=options.seed,
            out=out,
            engine=runs_on,
            resume=options.resume,
            only=options.only,
            extra_cells=extra_cells,
            on_start=watch.start,
            on_done=on_done,
            on_part=live,
        )
    ended = time.perf_counter()
    write(found.results, out / FILE_NAME)
    if found.tracebacks:
        write_atomically(out / FAILURES, "\n".join(found.tracebacks))
    else:
        (out / FAILURES).unlink(missing_ok=True)  # of a run that went on here
    rendered = render(found.results, out, jobs=options.jobs)
    reported = time.perf_counter()
    latest(out)
    live.end()

    if found.results["statements"]:
        console.print(verdict_table(found.results))
        console.print(verdict_counts(found.results), markup=False, highlight=False)
    if options.only:  # of a whole run the report is the place to read this
        for experiment in found.results["experiments"].values():
            console.print(f"{experiment['title']}: {experiment['found']}", markup=False, highlight=False)
    for network in found.results["networks"]:
        if network.get("users"):
            console.print(network["name"], style="bold", markup=False, highlight=False)
            for question, answer in network["answers"].items():
                console.print(f"  {question} {answer}", markup=False, highlight=False)
    if options.timings:
        timings = Timings(outcomes=outcomes, cells=ended - clock, report=reported - ended)
        timings.write(out)
        console.print(timings.to_table())
    for note in found.notes:
        console.print(f"note: {note}", markup=False)
    for failure in found.failures:
        console.print(f"failed: {failure['what']}: {failure['error']}", style="red", markup=False)
    changed = [] if found.lacking else differences(found.verdicts, selection.suites)
    for difference in changed:
        console.print(f"not as audited: {difference}", style="red", markup=False)
    took = (
        f"took {seconds(found.results['seconds'])}, report: {rendered.html}, {rendered.pdf} and {rendered.supplement}"
    )
    console.print(took, markup=False, soft_wrap=True, highlight=False)
    if options.open and not webbrowser.open(rendered.html.resolve().as_uri()):
        console.print("note: --open: no browser could be started here", markup=False)
    if found.lacking:  # verdicts without it say nothing
        others = f" (and {len(found.lacking) - 1} more)" if len(found.lacking) > 1 else ""
        print(f"error: {found.lacking[0]}{others}; the same command goes on from here", file=sys.stderr)
        return EXIT_BAD_ARGUMENT
    if changed or found.failures:
        return EXIT_DIFFERENT
    for unmeasured in found.unmeasured:
        print(f"error: --network: {unmeasured}", file=sys.stderr)
    return EXIT_BAD_ARGUMENT if found.unmeasured else EXIT_AS_AUDITED


def _jobs(device: str) -> int:
    cores = os.cpu_count() or 1
    return cores if device == "cpu" else min(cores, 4)  # grids of large networks share the GPU's memory


def _check_extras(options: argparse.Namespace, selection: Any) -> None:
    """Refuse what needs torch where it is not installed, in the words of the option that asks for it."""
    from estimators.extras import NETWORKS, has_networks
    from validation.runs.extras import needing_networks

    if has_networks():
        return
    cuda = options.device == "cuda"
    for option, asked in (("--network", options.network), ("--data", options.data), ("--device", cuda)):
        if asked:
            raise BadArgument(f"{option}: {NETWORKS}")
    needing = needing_networks(selection)
    if needing:
        some = ", ".join(needing[:3]) + (f" and {len(needing) - 3} more" if len(needing) > 3 else "")
        raise BadArgument(f"the run of {some} {NETWORKS}")


def _device(name: str) -> str:
    from estimators.extras import has_networks

    if not has_networks():
        return "cpu"
    import torch

    if name == "cuda" and not torch.cuda.is_available():
        raise BadArgument("--device: cuda was asked for, but torch sees no CUDA device here")
    if name == "auto":
        return "cuda" if torch.cuda.is_available() else "cpu"
    return name


def _settings(options: argparse.Namespace, effort: Any, selection: Any) -> dict[str, Any]:
    return {
        "profile": options.profile,
        "paper": [suite.paper.id for suite in selection.suites],
        "only": options.only,
        "seed": options.seed,
        "device": effort.device,
        "data": options.data and os.path.realpath(options.data),
        "network": options.network,
    }


if __name__ == "__main__":
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal without our marks still gets the words
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # what a queue of jobs sends ends a run as Ctrl-C does
    sys.exit(main())
