"""The folder that a run writes into: a new one, or the one that the same command left unfinished."""

import json
import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from reports.rendering import HTML, PDF
from reports.results import FILE_NAME, InvalidResults, read, write_atomically

RUNS = Path("runs")
SETTINGS = "run.json"


def output_folder(named: str | None, *, settings: Mapping[str, Any], resume: bool = True) -> Path:
    """The named folder, or runs/<timestamp>; made if need be, with the run's settings in it.

    Without a name, a run of the same settings that `runs/latest` points to and that did not finish is gone on with.
    Raises OSError where the folder cannot be made or written.
    """
    if named is not None:
        out = Path(named)
    else:
        unfinished = _unfinished(settings) if resume else None
        out = unfinished or RUNS / datetime.now().strftime("%Y%m%d-%H%M%S")
    out.mkdir(parents=True, exist_ok=True)
    write_atomically(out / SETTINGS, json.dumps(dict(settings), indent=1) + "\n")
    if named is None:
        latest(out)
    return out


def check_ours(out: Path, settings: Mapping[str, Any]) -> None:
    """Raises InvalidResults where a run into the folder would overwrite a file that no run has written."""
    results, stored = out / FILE_NAME, out / SETTINGS
    if results.exists():
        read(results)
    if stored.exists():
        try:
            ours = set(json.loads(stored.read_text(encoding="utf-8"))) == set(settings)
        except (ValueError, TypeError):
            ours = False
        if not ours:
            raise InvalidResults(f"--out: {stored} is not of a run, and is not overwritten")
    elif not results.exists():
        for name in (HTML, PDF):
            if (out / name).exists():
                raise InvalidResults(f"--out: {out / name} is not of a run, and is not overwritten")


def latest(out: Path) -> None:
    """Point runs/latest to a run in runs/; a run elsewhere leaves it alone."""
    if out.parent.resolve() != RUNS.resolve():
        return
    link, temporary = RUNS / "latest", RUNS / f".latest.{os.getpid()}"
    temporary.unlink(missing_ok=True)
    temporary.symlink_to(out.name)
    os.replace(temporary, link)


def _unfinished(settings: Mapping[str, Any]) -> Path | None:
    link = RUNS / "latest"
    try:
        stored = json.loads((link / SETTINGS).read_text(encoding="utf-8"))
    except (OSError, json.JSONDecodeError):
        return None
    same = stored == json.loads(json.dumps(dict(settings)))
    return link.resolve().relative_to(Path.cwd()) if same and not (link / FILE_NAME).exists() else None
