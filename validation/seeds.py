"""Every check over many seeds: whether any verdict, warning or near miss depends on the draw.

`python -m validation.seeds` runs the checks without the experiments, a process a seed, and writes what each seed found
under OUT, so that the same command goes on where it was stopped.
"""

import argparse
import json
import platform
import sys
import warnings
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bounds.claims import Evidence
from reports.results import write_atomically
from validation.effort import Effort
from validation.runs.audited import differences
from validation.runs.executors import one_thread_a_process
from validation.runs.runner import run
from validation.runs.selection import Selection, select
from validation.runs.source import source_hash

SEEDS = 50
FEW = 0.2  # of a search's seeds: what is found from fewer might not be found at all
UNLIKELY = 0.01  # p-values below, corrected for the run's comparisons
EXIT_DIFFERENCE, EXIT_BAD_ARGUMENT = 1, 2


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What is remarkable about one reading for one seed; `kind` is "verdict", "failure", "warning" or "near miss"."""

    reading: str
    kind: str
    what: str


@dataclass(frozen=True, kw_only=True)
class OfSeed:
    """What one seed found: how many readings had evidence, how many pieces of it, and what is remarkable.

    `source` is of the modules that the checks reach: what other source found is found again.
    """

    seed: int
    source: str
    readings: int
    evidence: int
    findings: tuple[Finding, ...]

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "OfSeed":
        return cls(**{**data, "findings": tuple(Finding(**one) for one in data["findings"])})


def of_seed(seed: int, *, only: Sequence[str] = ()) -> OfSeed:
    """All checks of one seed, in this process, and what is remarkable about them."""
    selection = checks_alone(select(only))
    with TemporaryDirectory() as cells, warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        done = run(selection, effort=Effort(), seed=seed, out=Path(cells))
    statements = done.results["statements"]
    evidence = {
        f"{statement['id']} {reading['name']}": [Evidence.from_json(item) for item in reading["evidence"]]
        for statement in statements
        for reading in statement["readings"]
    }
    decided = {key: verdict for key, verdict in done.verdicts.items() if evidence.get(f"{key.statement} {key.reading}")}
    other = differences(decided, selection.suites)
    findings = [Finding(reading=str(one.key), kind="verdict", what=f"{one.found} for {one.audited}") for one in other]
    findings += [Finding(reading=one["what"], kind="failure", what=one["error"]) for one in done.failures]
    for one in caught:
        where = f"{Path(one.filename).name}:{one.lineno}"
        findings.append(Finding(reading=where, kind="warning", what=f"{one.category.__name__}: {one.message}"))
    for name, items in evidence.items():
        findings += [Finding(reading=name, kind="near miss", what=why) for why in near_misses(items)]
    count = sum(map(len, evidence.values()))
    return OfSeed(
        seed=seed, source=source_of(selection), readings=len(decided), evidence=count, findings=tuple(findings)
    )


def checks_alone(selection: Selection) -> Selection:
    """The selection without its experiments."""
    return Selection(parts=tuple(replace(part, experiments=()) for part in selection.parts))


def source_of(selection: Selection) -> str:
    """A hash of the source that the selection's checks reach."""
    modules = {module for part in selection.parts for module in part.suite.sources}
    return source_hash(sorted(modules | {check.module for part in selection.parts for check in part.checks}))


def near_misses(evidence: Iterable[Evidence]) -> list[str]:
    """What another draw might have turned: unlikely p-values, margins near their error, witnesses of few seeds."""
    found = []
    for one in evidence:
        search = one.witness.get("search", {})
        if one.p_value is not None and one.p_value < UNLIKELY:
            found.append(f"p = {one.p_value:.2g}, corrected ({one.method})")
        if one.p_value is None and one.margin is not None and -one.error <= one.margin < -one.error / 2:
            found.append(f"margin {one.margin:.2g} where the error is at most {one.error:.2g} ({one.method})")
        if search and search["seeds_with_witness"] < FEW * search["seeds"]:
            found.append(f"a witness from {search['seeds_with_witness']} of {search['seeds']} seeds ({one.method})")
    return found


def over_seeds(seeds: Sequence[int], *, out: Path, jobs: int, only: Sequence[str] = ()) -> list[OfSeed]:
    """What each seed found; those that OUT has already are not run again."""
    out.mkdir(parents=True, exist_ok=True)
    source = source_of(checks_alone(select(only)))
    stored = {seed: _stored(out / f"{seed}.json") for seed in seeds}
    found = {seed: one for seed, one in stored.items() if one is not None and one.source == source}
    waiting = [seed for seed in seeds if seed not in found]
    one_thread_a_process()
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        futures = [pool.submit(partial(of_seed, only=tuple(only)), seed) for seed in waiting]
        for number, future in enumerate(as_completed(futures), start=len(found) + 1):
            one = future.result()
            found[one.seed] = one
            write_atomically(out / f"{one.seed}.json", json.dumps(asdict(one)) + "\n")
            odd = Counter(finding.kind for finding in one.findings)
            said = ", ".join(f"{count} of {kind}" for kind, count in odd.items()) or "nothing remarkable"
            print(f"[{number}/{len(seeds)}] seed {one.seed}: {one.readings} readings, {said}", flush=True)
    return [found[seed] for seed in seeds]


def _stored(path: Path) -> OfSeed | None:
    try:
        return OfSeed.from_json(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError, KeyError):  # not there, or not whole: run again
        return None


def to_markdown(found: Sequence[OfSeed], *, at: datetime) -> str:
    """The table for the documentation, with what it was measured on."""
    rows: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
    for one in found:
        for finding in one.findings:
            rows[finding.kind, finding.reading].append((one.seed, finding.what))
    verdicts = sum(len(seeds) for (kind, _), seeds in rows.items() if kind in ("verdict", "failure"))
    counts = sorted({one.readings for one in found})
    lines = [
        "# The checks over many seeds",
        "",
        f"All checks without the experiments, quick, for {len(found)} seeds ({found[0].seed} to {found[-1].seed}), "
        f"{' or '.join(map(str, counts))} readings each; {at:%d %B %Y}, Python {platform.python_version()} on "
        f"{platform.machine()}. Made by `make seeds`.",
        "",
        f"Verdicts that are not the audited ones, and checks that failed: **{verdicts}**.",
        "",
    ]
    if rows:
        lines += ["| what | reading | seeds | the first |", "|---|---|---|---|"]
        for (kind, reading), seeds in sorted(rows.items()):
            lines.append(
                f"| {kind} | {reading} | {len(seeds)} | {seeds[0][1].replace('|', '/')} (seed {seeds[0][0]}) |"
            )
    else:
        lines.append("No warning and no near miss either.")
    lines += [
        "",
        f"A near miss is a corrected p-value below {UNLIKELY}, a margin beyond half of its error, or a witness that "
        f"fewer than {FEW:.0%} of a search's seeds find (where none does it goes on from four times as many).",
    ]
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status 0; 1 where a verdict differs from the audited one or a check fails."""
    parser = argparse.ArgumentParser(prog="python -m validation.seeds", description=__doc__)
    parser.add_argument("--seeds", type=int, default=SEEDS, metavar="N", help=f"how many, from 0 on (default {SEEDS})")
    parser.add_argument("--jobs", type=int, default=2, metavar="J", help="seeds at a time (default 2)")
    parser.add_argument("--out", type=Path, default=Path("runs/seeds"), metavar="DIR", help="default runs/seeds")
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="statements, as for a run")
    parser.add_argument("--table", type=Path, metavar="FILE", help="where to write the table (default: OUT/seeds.md)")
    options = parser.parse_args(arguments)
    for name in ("seeds", "jobs"):
        if getattr(options, name) < 1:
            print(f"--{name}: must be at least 1, got {getattr(options, name)}", file=sys.stderr)
            return EXIT_BAD_ARGUMENT
    found = over_seeds(range(options.seeds), out=options.out, jobs=options.jobs, only=options.only)
    table = options.table or options.out / "seeds.md"
    text = to_markdown(found, at=datetime.now(UTC))
    write_atomically(table, text)
    print(text)
    differing = any(finding.kind in ("verdict", "failure") for one in found for finding in one.findings)
    return EXIT_DIFFERENCE if differing else 0


if __name__ == "__main__":
    sys.exit(main())
