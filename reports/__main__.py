"""`python -m reports RESULTS.json --out DIR`: the report again; `--compare A.json B.json`: what changed since."""

import argparse
import io
import os
import sys
from pathlib import Path

from reports.results import InvalidResults, read


def main(arguments: list[str] | None = None) -> int:
    """Exit code 0; 1 where a comparison finds a changed verdict; 2 with one sentence for bad input."""
    about = "The report of a run, from its results alone."
    parser = argparse.ArgumentParser(prog="python -m reports", description=about)
    parser.add_argument("results", nargs="?", type=Path, metavar="RESULTS.json", help="the results file of a run")
    parser.add_argument("--out", metavar="DIR", help="where to write (default: beside the results file)")
    names, changed = ("A.json", "B.json"), "show what changed from A to B"
    parser.add_argument("--compare", nargs=2, type=Path, metavar=names, help=changed)
    options = parser.parse_args(arguments)
    if (options.results is None) == (options.compare is None):
        parser.error("RESULTS.json: name one results file, or two after --compare")
    if options.out == "":
        return _refused("--out: is empty, where it should name a folder")
    try:
        return _compare(*options.compare) if options.compare else _render(options.results, options.out)
    except InvalidResults as error:
        return _refused(f"RESULTS.json: {error}")
    except (ImportError, MemoryError) as error:
        return _refused(f"a library cannot be loaded ({error or 'too little memory'}): pip install . has all")
    except OSError as error:
        return _refused(f"--out: {error.filename or options.out} cannot be written ({error.strerror})")


def _render(path: Path, out: str | None) -> int:
    from reports.rendering import render

    rendered = render(read(path), path.parent if out is None else Path(out))
    _say(f"report: {rendered.html} and {rendered.pdf}")
    return 0


def _compare(before: Path, after: Path) -> int:
    from reports.compare import changes, to_text

    found = changes(read(before), read(after))
    _say(to_text(found))
    return 1 if found.verdicts else 0


def _say(text: str) -> None:
    try:
        print(text, flush=True)
    except BrokenPipeError:  # nobody reads on, and what was asked for is done
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _refused(why: str) -> int:
    print(why, file=sys.stderr)
    return 2


if __name__ == "__main__":
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal without our marks still gets the words
    sys.exit(main())
