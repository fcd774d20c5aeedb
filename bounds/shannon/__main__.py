"""python -m bounds.shannon "I(z;n) <= I(z;x)" --given "n -> x -> z": 0 proved, 1 refuted, 3 undecided, 2 bad input.

With --file CLAIMS.toml: 0 all proved, 1 one is refuted, 3 none is and one is undecided.
"""

import argparse
import io
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from bounds.arguments import Parser
from bounds.shannon.api import prove
from bounds.shannon.certificate import ShannonCertificate
from bounds.shannon.claims_file import read
from bounds.shannon.repair import proposed
from bounds.shannon.witness import Counterexample

ANSWERS = "answers.json"
EXIT = {"proved": 0, "refuted": 1, "undecided": 3}


def main(
    arguments: Sequence[str] | None = None,
    *,
    prog: str = "python -m bounds.shannon",
    page: Callable[[Mapping[str, Any], Path], Path] | None = None,
) -> int:
    """Answers the command line's arguments (None: those of the process) with the exit status; the help says `prog`.

    `page` writes the answers to a file of claims for readers, into the folder that --out names.
    """
    options = _parser(prog).parse_args(arguments)
    settings = {name: getattr(options, name) for name in ("auxiliary", "seed", "rounds")}
    try:
        if bool(options.goal) == bool(options.file):
            raise ValueError("goal: name a claim such as 'I(x;z) <= I(x;y)', or a file of claims by --file")
        if options.file:
            if options.given:
                raise ValueError("given: stands in the file, where --file names one")
            if options.step:
                raise ValueError("step: is for one claim; --auxiliary searches for the steps of a file's")
            return _file(Path(options.file), options, settings | {"repair": options.repair}, page)
        if options.out:
            raise ValueError("out: is for the answers to a file of claims (--file)")
        asked_steps = {"auxiliary": options.step} if options.step else {}
        result = prove(options.goal, options.given, shrink=options.shrink, **settings | asked_steps)
        found, why = proposed(result, asked=options.repair)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    if options.json:
        evidence: ShannonCertificate | Counterexample | None = result.certificate
        if result.counterexample is not None:
            evidence = Counterexample(result.counterexample, result.goal, result.given)
        answer: dict[str, Any] = {"verdict": result.verdict, "evidence": evidence and evidence.to_json()}
        if result.polymatroid is not None:
            answer["polymatroid"] = result.polymatroid.to_json()
        if options.repair:
            answer["repairs"] = [repair.to_json() for repair in found]
        print(json.dumps(answer, indent=2, ensure_ascii=False))
    else:
        print("\n".join([str(result), *repair_lines(found, why)]))
    return EXIT[result.verdict]


def _parser(prog: str) -> Parser:
    parser = Parser(prog=prog, description="Prove or refute an information inequality, or a file of them.")
    parser.add_argument("goal", nargs="*", help="such as 'I(x;z) <= I(x;y)'")
    add = parser.add_argument
    add("--given", action="append", default=[], metavar="LINE", help="a hypothesis, such as 'x -> y -> z'")
    add("--file", metavar="CLAIMS.toml", help="the claims of a paper: [[claim]] with id, goal, given, quote, remark")
    add("--out", metavar="DIR", help="with --file: where to write the answers")
    add("--auxiliary", action="store_true", help="also try auxiliary variables (common part, copy lemma)")
    add(
        "--step", action="append", default=[], metavar="LINE", help='an auxiliary, such as "c\' = copy of c given a, b"'
    )
    add("--seed", type=int, default=0, help="of the search for a counterexample")
    add("--rounds", type=int, default=2, help="of the search for a counterexample")
    add("--shrink", action="store_true", help="make the counterexample smaller (those of a file are)")
    add("--repair", action="store_true", help="for a refuted claim, the true ones nearest to it (proposals)")
    add("--json", action="store_true", help="print certificates, counterexamples and polymatroids as JSON")
    return parser


def repair_lines(found: Sequence[object], why: str) -> list[str]:
    """What is said of repairs, or of why there are none."""
    return ["it would be true:", *(f"    {one}" for one in found)] if found else [why] if why else []


def _file(
    path: Path,
    options: argparse.Namespace,
    settings: Mapping[str, Any],
    page: Callable[[Mapping[str, Any], Path], Path] | None,
) -> int:
    answers = read(path).answers(shrink=True, **settings)
    written = json.dumps(answers, indent=2, ensure_ascii=False)
    places = []
    if options.out:
        out = Path(options.out)
        try:
            out.mkdir(parents=True, exist_ok=True)
            (out / ANSWERS).write_text(written + "\n", encoding="utf-8")
            places = [out / ANSWERS, *([] if page is None else [page(answers, out)])]
        except OSError as error:
            raise ValueError(f"out: {out} cannot be written ({error.strerror})") from None
    if options.json:
        print(written)
    else:
        for claim in answers["claims"]:
            said = repair_lines([repair["line"] for repair in claim["repairs"]], claim["without_repairs"])
            print(f"{claim['id']}: {chr(10).join([*claim['lines'], *said])}")
        print("".join(f"wrote {place}\n" for place in places), end="")
    return max((EXIT[claim["verdict"]] for claim in answers["claims"]), key=[0, 3, 1].index)


if __name__ == "__main__":
    if isinstance(sys.stdout, io.TextIOWrapper):
        # a terminal without the letters of a name still gets a verdict
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        status = main()
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read our lines has gone
        os._exit(130)
    sys.exit(status)
