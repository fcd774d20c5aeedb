"""The mutation gate: each mistake is made in a scratch copy, and what owns it must notice.

`python tests/mutants/gate.py --jobs 2` runs all of them, `--only NAME ...` some. Exit status 1 where one survives, or
no longer applies. What owns a mutant is run once without any, so that a mistake is noticed for its own sake.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import Queue

ROOT = Path(__file__).resolve().parents[2]
COPIED = ("bounds", "estimators", "reports", "validation", "tests", "pyproject.toml", "constraints.txt")
LIMIT = 600  # seconds for one owner
BY_VERDICT, BY_TESTS, SURVIVED, LOST = "caught by verdict", "caught by tests", "SURVIVED", "NO LONGER APPLIES"


@dataclass(frozen=True, kw_only=True)
class Mutant:
    """One small mistake: `old`, which stands in `file` exactly once, becomes `new`; its owner is what must notice.

    The owner is the smallest set of statements whose checks run, of tests, or of both.
    """

    name: str
    kind: str
    file: str
    old: str
    new: str
    checks: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()

    def apply(self, folder: Path) -> bool:
        """Make the mistake in a copy of the tree; False where the text does not stand there exactly once."""
        path = folder / self.file
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        if text.count(self.old) != 1 or self.old == self.new:
            return False
        path.write_text(text.replace(self.old, self.new), encoding="utf-8")
        return True


def copied(folder: Path) -> Path:
    """The tree in another folder, without what was compiled or made."""
    for name in COPIED:
        source, ignored = ROOT / name, shutil.ignore_patterns("__pycache__", "benchmarks")
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=ignored)
        else:
            shutil.copy2(source, folder / name)
    return folder


def outcome(mutant: Mutant, folder: Path) -> str:
    """What becomes of a mutant in a copy of the tree, which is whole again afterwards."""
    try:
        return noticed(mutant.checks, mutant.tests, folder) or SURVIVED if mutant.apply(folder) else LOST
    finally:
        if (ROOT / mutant.file).is_file():
            shutil.copy2(ROOT / mutant.file, folder / mutant.file)


def noticed(checks: Sequence[str], tests: Sequence[str], folder: Path) -> str:
    """Which of the owners finds a fault in the tree of a folder; "" where none does."""
    if checks and status(["tests/mutants/verdicts.py", *checks], folder) == 1:
        return BY_VERDICT
    if tests:
        run = ["-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-m", "not slow and not browser", *tests]
        if status(run, folder) in (1, 2):  # a fault, or one that keeps the tests from being read
            return BY_TESTS
    return ""


def status(arguments: Sequence[str], folder: Path) -> int:
    # bytecode goes by the second and the size of its source, which a mutant may share
    environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1", "OMP_NUM_THREADS": "1"}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, timeout=LIMIT).returncode


def main(arguments: Sequence[str] | None = None) -> int:
    from catalogue import MUTANTS

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=2, metavar="N", help="how many at once (%(default)s)")
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="these mutants alone")
    parser.add_argument("--skip-clean", action="store_true", help="do not run the owners without a mistake first")
    options = parser.parse_args(arguments)
    unknown = set(options.only) - {mutant.name for mutant in MUTANTS}
    if unknown:
        parser.error(f"--only: {min(unknown)} is no mutant")
    chosen = [mutant for mutant in MUTANTS if not options.only or mutant.name in options.only]
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as place:
        folders: Queue[Path] = Queue()
        for number in range(options.jobs):
            folders.put(copied(Path(place) / str(number)))
        if not options.skip_clean:
            checks = sorted({word for mutant in chosen for word in mutant.checks})
            tests = sorted({word for mutant in chosen for word in mutant.tests})
            clean = folders.get()
            if fault := noticed(checks, tests, clean):
                print(f"without any mistake something is {fault}: mend that first")
                return 1
            folders.put(clean)

        def tried(mutant: Mutant) -> str:
            folder = folders.get()
            begun = time.monotonic()
            try:
                found = outcome(mutant, folder)
            except subprocess.TimeoutExpired:
                found = f"{SURVIVED} (its owner did not end)"
            finally:
                folders.put(folder)
            print(f"{found:18}  {mutant.name} ({mutant.kind}; {time.monotonic() - begun:.0f} s)", flush=True)
            return found

        with ThreadPoolExecutor(options.jobs) as pool:
            found = list(pool.map(tried, chosen))
    counts = {name: sum(one.startswith(name) for one in found) for name in (BY_VERDICT, BY_TESTS, SURVIVED, LOST)}
    counted = ", ".join(f"{count} {name}" for name, count in counts.items())
    print(f"{len(found)} mutants: {counted}; {time.monotonic() - started:.0f} s")
    return 1 if counts[SURVIVED] or counts[LOST] else 0


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    sys.modules["gate"] = sys.modules["__main__"]  # the catalogue's mutants are of this very class
    sys.exit(main())
