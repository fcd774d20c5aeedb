"""The command `emergence-audit`: run the checks, list and show the claims, prove, report, compare, verify.

Installed, it works in any folder: a `validation` package of that folder is not ours, nor what our workers import.
"""

import argparse
import io
import json
import os
import signal
import sys
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

from bounds.arguments import Parser
from validation.runs.executors import one_thread_a_process

if TYPE_CHECKING:
    from pathlib import Path

    from bounds.claims import Reading, Statement
    from validation.papers import Suite

NAME = "emergence-audit"
EXIT_BAD_ARGUMENT, EXIT_STOPPED = 2, 130
ELSEWHERE = {"run": "validation.run_all", "shannon": "bounds.shannon.__main__"}  # these read their own options


def main() -> int:
    """What the installed script runs: `answer`, with the manners of a process."""
    # workers begin with the current folder on their path, where another package may have our name, unless told not to
    os.environ.setdefault("PYTHONSAFEPATH", "1")
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # what a queue of jobs sends ends a run as Ctrl-C does
    one_thread_a_process()  # before numpy is imported: the search for counterexamples has small matrices
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal without a letter still gets the words
    try:
        status = answer(sys.argv[1:])
        sys.stdout.flush()
        return status
    except KeyboardInterrupt:
        return EXIT_STOPPED
    except BrokenPipeError:  # whoever read our lines has gone
        os._exit(EXIT_STOPPED)
    except (ImportError, MemoryError) as error:
        from validation.faults import lacking

        print(f"error: {lacking(error)}", file=sys.stderr)
        return EXIT_BAD_ARGUMENT


def answer(arguments: Sequence[str]) -> int:
    """The exit status of one command; 2, after one sentence, where something that it names cannot be used."""
    if arguments and arguments[0] in ELSEWHERE:
        more = {"page": _page} if arguments[0] == "shannon" else {}
        status: int = import_module(ELSEWHERE[arguments[0]]).main(arguments[1:], prog=f"{NAME} {arguments[0]}", **more)
        return status
    options = parser().parse_args(arguments)
    if options.command in ("report", "compare", "verify"):
        from reports.__main__ import main as report

        if options.command == "verify":
            status = report([options.results, "--verify"])
            return max(status, _asked_of_coq(options.results)) if options.coq and status < EXIT_BAD_ARGUMENT else status
        unverified = ["--unverified"] if options.unverified else []
        if options.command == "compare":
            return report(["--compare", options.before, options.after, *unverified])
        return report([options.results, *([] if options.out is None else ["--out", options.out]), *unverified])
    if options.command == "editions":
        return _compared(options.results)
    return _told(options)


def _asked_of_coq(named: str) -> int:
    """`verify --coq`: 1 where Coq rejects something, 2 with one sentence where it cannot be asked."""
    from pathlib import Path

    from bounds.accepted import accepted
    from bounds.shannon.coqc import Unusable
    from reports.coq import write
    from reports.results import read

    try:
        found = accepted(read(Path(named)))
    except Unusable as error:
        print(f"error: {error}", file=sys.stderr)
        return EXIT_BAD_ARGUMENT
    print(found.to_text())
    try:
        print(f"marks for `{NAME} report`: {write(found, Path(named))}")
    except OSError as error:
        print(f"no marks for `{NAME} report`: {error.filename} cannot be written ({error.strerror})")
    return 1 if found.rejected else 0


def _page(answers: Mapping[str, Any], out: "Path") -> "Path":
    from reports.claims import write

    return write(answers, out)


def parser() -> Parser:
    made = Parser(
        prog=NAME,
        description="Which claims of a paper hold: as printed, as proved, as repaired.",
        epilog=f"{NAME} COMMAND --help says more of each.",
    )
    commands = made.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("run", help="check the statements, write the results and a report")
    listed = commands.add_parser("list", help="the papers and their statements")
    compared = commands.add_parser("editions", help="what became of each claim in a paper's later edition")
    compared.add_argument("results", nargs="?", metavar="RESULTS.json", help="of a run (default: the latest one's)")
    shown = commands.add_parser("show", help="one statement: its readings and their verdicts")
    shown.add_argument("id", metavar="ID", help="a statement, as `list` names it (PAPER:ID where papers share ids)")
    shown.add_argument("--repair", action="store_true", help="what would be true of each refuted claim (proposals)")
    for command in (listed, shown):
        command.add_argument("--paper", nargs="+", action="extend", default=[], metavar="NAME", help="of these papers")
    shown.add_argument("--json", action="store_true", help="as JSON data")
    commands.add_parser("shannon", help="prove or refute an information inequality, or a file of them")
    report = commands.add_parser("report", help="the report of a run again, from its results alone")
    report.add_argument("results", metavar="RESULTS.json", help="the results file of a run")
    report.add_argument("--out", metavar="DIR", help="where to write (default: beside the results file)")
    compare = commands.add_parser("compare", help="what changed between two runs: exit 1 where a verdict did")
    compare.add_argument("before", metavar="A.json", help="the results file of a run")
    compare.add_argument("after", metavar="B.json", help="that of a later one")
    for command in (report, compare):
        unverified = "even where verdicts are not those of the file's evidence"
        command.add_argument("--unverified", action="store_true", help=unverified)
    verify = commands.add_parser("verify", help="examine the evidence of a run again: exit 1 where some does not stand")
    verify.add_argument("results", metavar="RESULTS.json", help="the results file of a run")
    verify.add_argument("--coq", action="store_true", help="have Coq check the Shannon proofs and counterexamples, too")
    return made


def _compared(named: str | None) -> int:
    """`editions`: of the results named, else of the latest run where that has several, else of the packaged sample."""
    from importlib.resources import files
    from pathlib import Path

    from reports.editions import to_text
    from reports.results import FILE_NAME, InvalidResults, read
    from validation.runs.output import RUNS

    latest = RUNS / "latest" / FILE_NAME
    try:
        results = read(Path(named)) if named is not None else read(latest) if latest.exists() else {}
    except InvalidResults as error:
        print(f"error: {error}", file=sys.stderr)
        return EXIT_BAD_ARGUMENT
    if named is not None and not results.get("editions"):
        print(f"error: {named}: is of a run without two editions of a paper", file=sys.stderr)
        return EXIT_BAD_ARGUMENT
    if not results.get("editions"):
        from validation.papers import suites

        kept = (files("validation.papers") / one.paper.id.replace("-", "_") / "editions.json" for one in suites())
        found = next((file for file in kept if file.is_file()), None)
        if found is None:
            print("error: no run here has two editions of a paper; name the results of one", file=sys.stderr)
            return EXIT_BAD_ARGUMENT
        results = json.loads(found.read_text(encoding="utf-8"))
    print(to_text(results))
    return 0


def _told(options: argparse.Namespace) -> int:
    """`list` and `show`."""
    from bounds.claims import Unknown
    from validation.papers import UnknownPaper, UnusablePaper, suites

    try:
        chosen = suites(options.paper)
        if options.command == "list":
            lines = [*listing(chosen)]
        elif options.json:
            lines = [json.dumps(as_data(options.id, chosen), indent=1, ensure_ascii=False)]
        else:
            lines = [*showing(options.id, chosen, repair=options.repair)]
    except (UnknownPaper, UnusablePaper, Unknown) as error:
        print(f"error: {error}", file=sys.stderr)
        return EXIT_BAD_ARGUMENT
    print("\n".join(lines))
    return 0


def listing(chosen: "Sequence[Suite]") -> Iterator[str]:
    """Every statement of the papers, a line each: id, title, rank, the names of its readings."""
    for suite in chosen:
        paper = suite.paper
        yield f"{paper.id}: {paper.title} ({', '.join(paper.authors)}, {paper.year})"
        width = max((len(statement.id) for statement in suite.ledger), default=0)
        for statement in suite.ledger:
            readings = ", ".join(reading.name for reading in statement.readings)
            yield f"  {statement.id:{width}}  {statement.title} [{statement.rank}] ({readings})"


def showing(name: str, chosen: "Sequence[Suite]", *, repair: bool = False) -> Iterator[str]:
    """One statement in full, of each paper that has it; `repair`: with what the machine finds true in its place.

    Raises Unknown where none has it.
    """
    for suite, statement in _named(name, chosen):
        yield from _in_full(statement, suite, repair=repair)


def as_data(name: str, chosen: "Sequence[Suite]") -> list[dict[str, Any]]:
    """The same statements as JSON data: what their cards say. Raises Unknown where no paper has one."""
    return [
        {
            "paper": suite.paper.id,
            "id": one.id,
            "title": one.title,
            "section": one.section,
            "rank": str(one.rank),
            "quote": one.quote,
            "readings": [_reading(one, reading, suite) for reading in one.readings],
            "parts": [part.id for part in suite.ledger.parts(one.id)],
        }
        for suite, one in _named(name, chosen)
    ]


def _reading(statement: "Statement", reading: "Reading", suite: "Suite") -> dict[str, Any]:
    return {
        "name": reading.name,
        "text": reading.text,
        "formula": str(reading.formula),
        "latex": reading.formula.to_latex(),
        "hypotheses": [hypothesis.to_json() for hypothesis in reading.hypotheses],
        "change": reading.change,
        "quote": reading.quote,
        "audited": suite.audited_verdicts.get((statement.id, reading.name), "undecided"),
    }


def _named(name: str, chosen: "Sequence[Suite]") -> "list[tuple[Suite, Statement]]":
    from bounds.claims import Unknown

    found = [(suite, s) for suite in chosen for s in suite.ledger if name in (s.id, f"{suite.paper.id}:{s.id}")]
    if not found:
        from difflib import get_close_matches

        close = get_close_matches(name, [s.id for suite in chosen for s in suite.ledger], n=1)
        raise Unknown(f"ID: {name!r} is no statement" + (f"; did you mean {close[0]!r}?" if close else ""))
    return found


def _in_full(statement: "Statement", suite: "Suite", *, repair: bool) -> Iterator[str]:
    from bounds.claims.formula import GIVEN
    from bounds.claims.statement import Source
    from reports.assumed import assumed, texts

    yield f"{statement.id}: {statement.title}"
    read = "" if statement.source == Source.READ else f", {statement.source}"
    yield f"{suite.paper.id}, section {statement.section}, {statement.rank}{read}"
    if statement.quote:
        yield from _wrapped(f"{'in our words' if suite.paper.retold else 'the page'}: {statement.quote}")
    printed = next((one for one in statement.readings if one.name == "printed"), None)
    for reading in statement.readings:
        of_the_page = texts(_form(printed or reading))
        yield f"\n{_judged(statement, reading.name, suite)}"
        yield from _wrapped(reading.text)
        yield from _wrapped(f"{reading.formula}".partition(GIVEN)[0])
        for one in assumed(_form(reading)):
            yield from _wrapped(f"given: {one.to_text(new=one.text not in of_the_page)}")
        if reading.quote:
            yield from _wrapped(f"meant by: {reading.quote}")
        if reading.change:
            yield from _wrapped(f"changed: {reading.change}")
        if repair and suite.audited_verdicts.get((statement.id, reading.name)) == "refuted":
            for line in _repaired(statement, reading, suite):
                yield from _wrapped(f"found by the machine: {line}")
    parts = suite.ledger.parts(statement.id)
    if parts:
        yield "\nits parts"
    for part in parts:
        yield f"  {part.id}: " + ", ".join(_judged(part, reading.name, suite) for reading in part.readings)


def _repaired(statement: "Statement", reading: "Reading", suite: "Suite") -> Iterator[str]:
    """What would be true in a refuted reading's place: of informations with proofs, of formulas by other readings."""
    from bounds.claims.formula import Informational, Symbolic
    from bounds.claims.statement import Claim
    from bounds.proposals import MOST, said_elsewhere
    from bounds.shannon.repair import repairs

    if isinstance(reading.formula, Informational) and not reading.formula.exists:
        try:
            found = repairs(reading.formula.goal, reading.formula.given, most=MOST, edits=1)
        except (ValueError, ArithmeticError):  # not of the grammar, too large, or past exact arithmetic
            return
        yield from map(str, found)
    elif isinstance(reading.formula, Symbolic):
        root = statement.id.partition("/")[0]
        family = [one for one in suite.ledger if one.id.partition("/")[0] == root]
        for one in said_elsewhere(Claim(statement=statement, reading=reading), family):
            readings = [(read["id"], read["name"]) for read in one["same_as"]]
            proved = [" ".join(read) for read in readings if suite.audited_verdicts.get(read) == "proved"]
            if proved:
                yield f"{one['goal'][0]} ({one['line']}): as {' and '.join(proved)}, which is proved"


def _form(reading: "Reading") -> dict[str, Any]:
    return {"formula": str(reading.formula), "hypotheses": [one.to_json() for one in reading.hypotheses]}


def _judged(statement: "Statement", reading: str, suite: "Suite") -> str:
    audited = suite.audited_verdicts.get((statement.id, reading), "undecided")
    profile = suite.decided_by.get((statement.id, reading))
    return f"{reading} (audited: {audited}{f', to be decided by --profile {profile}' if profile else ''})"


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, width=100, initial_indent="  ", subsequent_indent="    ", break_long_words=False)
