"""Coq's compiler: whether it accepts theorems of the theory in `coq/`, two files at once; the theory compiled once."""

import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

THEORY = ("Entropy", "Certificate", "Parametric", "Common", "Copy", "Chain", "Counted")  # each needs those before it
WRITTEN_FOR = "8.16"
PACKAGES = "Debian: apt-get install coq libcoq-interval"
BATCH = 12  # theorems a file: loading the theory takes longer than most of them
PATIENCE = 300  # seconds a file
HEAD = """From Coq Require Import Reals QArith List String.
From Shannon Require Import Entropy Certificate Parametric Common Copy Chain Counted.
Import ListNotations.
Open Scope string_scope.
Open Scope Q_scope.
"""


class Unusable(Exception):
    """Why Coq cannot be asked, in one sentence."""


@dataclass(frozen=True)
class Coq:
    """A compiler and the folder of the compiled theory; `find` makes one."""

    program: str
    version: str
    theory: Path

    @classmethod
    def find(cls) -> "Coq":
        """The coqc of the path. Raises Unusable where there is none, or it does not accept the theory."""
        program = shutil.which("coqc")
        if program is None:
            raise Unusable(f"coqc: is not installed ({PACKAGES})")
        try:
            told = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=60).stdout
        except (OSError, subprocess.TimeoutExpired) as error:
            raise Unusable(f"coqc: cannot be started ({error})") from None
        version = re.search(r"version (\S+)", told)
        if version is None:
            raise Unusable(f"coqc: {program} does not say its version")
        return cls(program, version[1], _theory(program, version[1]))

    def rejected(self, theorems: Sequence[str]) -> dict[int, str]:
        """Why it does not accept a theorem, by its place; two files at once."""
        places = range(len(theorems))
        batches = [places[k : k + BATCH] for k in range(0, len(theorems), BATCH)]
        with ThreadPoolExecutor(2) as pool:
            found = pool.map(lambda batch: self._rejected(theorems, batch), batches)
        return {place: why for one in found for place, why in one.items()}

    def _rejected(self, theorems: Sequence[str], places: Sequence[int]) -> dict[int, str]:
        """One file; after an error, what came behind it in the next."""
        found: dict[int, str] = {}
        while places:
            begins, text = [], HEAD
            for place in places:
                begins.append(text.count("\n") + 1)
                text += theorems[place].replace("NAME", f"theorem_{place}", 1) + "\n"
            with tempfile.TemporaryDirectory() as folder:
                file = Path(folder) / "Claims.v"
                file.write_text(text, encoding="utf-8")
                try:
                    done = _compiled(self.program, self.theory, file)
                except subprocess.TimeoutExpired:
                    if len(places) == 1:
                        return found | {places[0]: f"coqc took more than {PATIENCE} s"}
                    half = len(places) // 2
                    return found | self._rejected(theorems, places[:half]) | self._rejected(theorems, places[half:])
            if not done.returncode:
                break
            at = re.search(r"line (\d+), characters", done.stderr)
            which = max((k for k, line in enumerate(begins) if at and line <= int(at[1])), default=None)
            if which is None:
                return found | dict.fromkeys(places, f"coqc failed ({_error(done.stderr)})")
            found[places[which]] = f"coqc: {_error(done.stderr)}"
            places = places[which + 1 :]
        return found


def _compiled(program: str, theory: Path, file: Path) -> subprocess.CompletedProcess[str]:
    command = [program, "-q", "-R", str(theory), "Shannon", file.name]
    return subprocess.run(command, cwd=file.parent, capture_output=True, text=True, timeout=PATIENCE)


def _error(told: str) -> str:
    """What coqc says after `Error:`, in one line."""
    return " ".join(told.partition("Error:")[2].split())[:200] or "without a word"


def _theory(program: str, version: str) -> Path:
    """The folder of the compiled theory, kept in the user's cache by what it says and the compiler's version."""
    sources = {name: files("bounds.shannon").joinpath("coq", f"{name}.v").read_bytes() for name in THEORY}
    seal = hashlib.sha256(b"\0".join((version.encode(), program.encode(), *sources.values()))).hexdigest()[:16]
    kept = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "emergence-audit" / f"coq-{seal}"
    if all((kept / f"{name}.vo").is_file() for name in THEORY):
        return kept
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix="coq-", dir=kept.parent))
    except OSError as error:
        raise Unusable(f"coqc: its compiled theory cannot be kept in {kept.parent} ({error.strerror})") from None
    for name, source in sources.items():
        (made / f"{name}.v").write_bytes(source)
        done = _compiled(program, made, made / f"{name}.v")
        if done.returncode:
            shutil.rmtree(made)
            if "Interval" in done.stderr and "Cannot find" in done.stderr:
                raise Unusable(f"coqc: has no library Interval ({PACKAGES})")
            why = f"version {version} does not accept {name}.v, which is written for {WRITTEN_FOR}"
            raise Unusable(f"coqc: {why} ({_error(done.stderr)})")
    try:
        made.rename(kept)
    except OSError:  # another process was faster, or the folder there lacks files: ours is as good
        return made
    return kept
