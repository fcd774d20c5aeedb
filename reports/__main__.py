"""`python -m reports RESULTS.json --out DIR`: the report again; `--compare A.json B.json`: what changed since.

A file's verdicts are computed again from its evidence before it is shown; `--verify` examines the evidence again too.
"""

import io
import os
import sys
from pathlib import Path
from typing import Any

from bounds.arguments import Parser
from reports.results import InvalidResults, read


def main(arguments: list[str] | None = None) -> int:
    """Exit code 0; 1 where a verdict has changed or something does not stand; 2 with one sentence for bad input."""
    about = "The report of a run, from its results alone."
    parser = Parser(prog="python -m reports", description=about)
    parser.add_argument("results", nargs="?", type=Path, metavar="RESULTS.json", help="the results file of a run")
    parser.add_argument("--out", metavar="DIR", help="where to write (default: beside the results file)")
    names, changed = ("A.json", "B.json"), "show what changed from A to B"
    parser.add_argument("--compare", nargs=2, type=Path, metavar=names, help=changed)
    verify = "examine all evidence again with nothing but bounds, and say what stands"
    parser.add_argument("--verify", action="store_true", help=verify)
    unverified = "show a file whose verdicts are not those of its evidence, with a warning on top"
    parser.add_argument("--unverified", action="store_true", help=unverified)
    options = parser.parse_args(arguments)
    if (options.results is None) == (options.compare is None):
        parser.error("RESULTS.json: name one results file, or two after --compare")
    if options.verify and (options.compare or options.unverified or options.out is not None):
        parser.error("--verify: goes with RESULTS.json alone")
    if options.out == "":
        return _refused("--out: is empty, where it should name a folder")
    try:
        if options.verify:
            return _verify(options.results)
        if options.compare:
            return _compare(*options.compare, unverified=options.unverified)
        return _render(options.results, options.out, unverified=options.unverified)
    except InvalidResults as error:
        return _refused(f"RESULTS.json: {error}")
    except (ImportError, MemoryError) as error:
        return _refused(f"a library cannot be loaded ({error or 'too little memory'}): pip install . has all")
    except OSError as error:
        return _refused(f"--out: {error.filename or options.out} cannot be written ({error.strerror})")


def _render(path: Path, out: str | None, *, unverified: bool) -> int:
    from reports.coq import marked
    from reports.rendering import render

    results, doubt = _judged_again(path, unverified=unverified)
    rendered = render(marked(results, path), path.parent if out is None else Path(out), doubt=doubt)
    _say(f"report: {rendered.html}, {rendered.pdf} and {rendered.supplement}")
    return 0


def _compare(before: Path, after: Path, *, unverified: bool) -> int:
    from reports.compare import changes, to_text

    (old, _), (new, _) = (_judged_again(path, unverified=unverified) for path in (before, after))
    found = changes(old, new)
    _say(to_text(found))
    return 1 if found.verdicts else 0


def _verify(path: Path) -> int:
    from bounds.verifying import verified

    found = verified(read(path))
    _say(found.to_text())
    return 1 if found.failed else 0


def _judged_again(path: Path, *, unverified: bool) -> tuple[dict[str, Any], str]:
    """The results in a file, and the first of its verdicts that its evidence does not give, if any is to be shown.

    Raises InvalidResults where there is one and `unverified` does not ask for it.
    """
    from bounds.verifying import differences

    results = read(path)
    doubt = next(differences(results), "")
    if doubt and not unverified:
        raise InvalidResults(f"{path}: {doubt} (--unverified shows it all the same)")
    return results, doubt


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
