"""The folder that a run writes into: a new one, or the one that the same command left unfinished."""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from reports.paper import SUPPLEMENT
from reports.rendering import FIGURES, HTML, PDF
from reports.results import FILE_NAME, InvalidResults, read, write_atomically
from validation.networks.saved import FOLDER as NETWORKS
from validation.runs.live import FILE_NAME as LIVE

RUNS = Path("runs")
SETTINGS = "run.json"
FAILURES, CELLS = "failures.log", "cells"
OF_ONE_FOLDER = ("profile", "seed", "paper")  # two runs that differ here answer the same questions differently


def output_folder(named: str | None, *, settings: Mapping[str, Any], resume: bool = True) -> Path:
    """The named folder, or runs/<timestamp>; made if need be, with the run's settings in it.

    Without a name, a run of the same settings that `runs/latest` points to and that has no report yet is gone on with.
    Raises OSError where the folder cannot be made or written, InvalidResults where its file system cannot hold a run.
    """
    if named is not None:
        out = Path(named)
    else:
        unfinished = _unfinished(settings) if resume else None
        out = unfinished or _new()
    out.mkdir(parents=True, exist_ok=True)
    _check_file_system(out)
    write_atomically(out / SETTINGS, json.dumps(dict(settings), indent=1) + "\n")
    if named is None:
        latest(out)
    return out


def _check_file_system(out: Path) -> None:
    """Refuse a file system that cannot put a file in another's place at once, or lets two make the same file."""
    old, new = (out / f".{name}.{os.getpid()}" for name in ("old", "new"))
    kept = False
    try:
        for path in (old, new):
            path.write_text(path.name)
        with suppress(OSError):
            os.replace(new, old)
            kept = old.read_text() == new.name and not new.exists()
        with suppress(FileExistsError):
            open(old, "x").close()
            kept = False
    finally:
        for path in (old, new):
            path.unlink(missing_ok=True)
    if not kept:
        raise InvalidResults(
            f"--out: {out} is on a file system that cannot replace a file at once; name another folder"
        )


def check_ours(out: Path, settings: Mapping[str, Any]) -> None:
    """Raises InvalidResults where a run into the folder would overwrite another run, or a file of no run."""
    results, stored = out / FILE_NAME, out / SETTINGS
    if results.exists() and (results.is_dir() or not stored.exists()):  # a run's own that is damaged is written anew
        read(results)
    if stored.exists():
        try:
            before = dict(json.loads(stored.read_text(encoding="utf-8")))
        except (ValueError, TypeError, RecursionError):
            before = {}
        if set(before) != set(settings):
            raise InvalidResults(f"--out: {stored} is not of a run, and is not overwritten")
        other = [f"--{name}" for name in OF_ONE_FOLDER if before.get(name) != settings.get(name)]
        if other:
            raise InvalidResults(f"--out: {out} has a run with another {' and '.join(other)}; name another folder")
    elif not results.exists():
        for name in (LIVE, HTML, PDF, SUPPLEMENT, FIGURES, FAILURES, CELLS, NETWORKS):
            if (out / name).exists():
                raise InvalidResults(f"--out: {out / name} is not of a run, and is not overwritten")


def latest(out: Path) -> None:
    """Point runs/latest to a run in runs/; a run elsewhere leaves it alone."""
    link, temporary = RUNS / "latest", RUNS / f".latest.{os.getpid()}"
    if out.parent.resolve() != RUNS.resolve() or out.name == link.name:
        return
    temporary.unlink(missing_ok=True)
    temporary.symlink_to(out.name)
    os.replace(temporary, link)


def _new() -> Path:
    """A folder named for this second, made now: another run that starts within it has another."""
    RUNS.mkdir(parents=True, exist_ok=True)
    out = RUNS / datetime.now().strftime("%Y%m%d-%H%M%S")
    count = 1
    while True:
        try:
            out.mkdir()
        except FileExistsError:
            count += 1
            out = out.with_name(f"{out.name[:15]}-{count}")
        else:
            return out


def _unfinished(settings: Mapping[str, Any]) -> Path | None:
    link = RUNS / "latest"
    try:
        stored = json.loads((link / SETTINGS).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    out = RUNS / (os.readlink(link) if link.is_symlink() else link.name)
    same = stored == json.loads(json.dumps(dict(settings))) and out.is_dir()
    return out if same and not all((link / name).exists() for name in (FILE_NAME, HTML, PDF)) else None
