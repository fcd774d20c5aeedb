"""python -m bounds.shannon "I(z;n) <= I(z;x)" --given "n -> x -> z": 0 proved, 1 refuted, 3 undecided, 2 bad input."""

import argparse
import io
import json
import os
import sys
from collections.abc import Sequence

from bounds.shannon.api import prove
from bounds.shannon.certificate import ShannonCertificate
from bounds.shannon.witness import Counterexample

EXIT = {"proved": 0, "refuted": 1, "undecided": 3}


def main(arguments: Sequence[str] | None = None, *, prog: str = "python -m bounds.shannon") -> int:
    """Answers the command line's arguments (None: those of the process) with the exit status; the help says `prog`."""
    parser = argparse.ArgumentParser(prog=prog, description="Prove or refute an information inequality.")
    parser.add_argument("goal", nargs="+", help="such as 'I(x;z) <= I(x;y)'")
    add = parser.add_argument
    add("--given", action="append", default=[], metavar="LINE", help="a hypothesis, such as 'x -> y -> z'")
    add("--auxiliary", action="store_true", help="also try auxiliary variables (common part, copy lemma)")
    add("--seed", type=int, default=0, help="of the search for a counterexample")
    add("--rounds", type=int, default=2, help="of the search for a counterexample")
    add("--shrink", action="store_true", help="make the counterexample smaller")
    add("--json", action="store_true", help="print the certificate, the counterexample or the polymatroid as JSON")
    options = parser.parse_args(arguments)
    try:
        result = prove(
            options.goal,
            options.given,
            auxiliary=options.auxiliary,
            seed=options.seed,
            rounds=options.rounds,
            shrink=options.shrink,
        )
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    if options.json:
        evidence: ShannonCertificate | Counterexample | None = result.certificate
        if result.counterexample is not None:
            evidence = Counterexample(result.counterexample, result.goal, result.given)
        answer = {"verdict": result.verdict, "evidence": evidence and evidence.to_json()}
        if result.polymatroid is not None:
            answer["polymatroid"] = result.polymatroid.to_json()
        print(json.dumps(answer, indent=2, ensure_ascii=False))
    else:
        print(result)
    return EXIT[result.verdict]


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
