"""What the documents say of the suite is so: the tutorial runs, the README's table is the audited one, pages build."""

import ast
import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[1]
TUTORIAL = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
NUMBER = re.compile(r"-?(?:\d+\.\d+|inf)")


def shown(text: str) -> tuple[str, str] | None:
    """An expression and what stands beside it, of a line of the tutorial that has both."""
    code, mark, beside = text.partition("  # ")
    return (code, beside) if mark else None


def test_the_tutorial_runs_and_gives_the_numbers_beside_it() -> None:
    names: dict = {}
    checked = 0
    for block in re.findall(r"```python\n(.*?)```", TUTORIAL, re.DOTALL):
        exec(block, names)
        for code, beside in filter(None, map(shown, block.splitlines())):
            found = eval(code, names)
            if NUMBER.search(beside) and not beside.startswith('"'):
                numbers = [float(number) for number in NUMBER.findall(beside)]
                assert list(np.atleast_1d(found)) == pytest.approx(numbers, abs=0.0051), code
            else:
                assert found == ast.literal_eval(beside), code
            checked += 1
    assert checked == 28


def _verdicts():
    specification = importlib.util.spec_from_file_location("verdicts", ROOT / "docs" / "verdicts.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def test_the_readme_has_the_audited_verdicts() -> None:
    from bounds.fault import fault_of
    from validation.papers import suites

    (suite,) = suites(["achille-soatto-2017"])
    audited, statements = suite.audited_verdicts, []
    for statement in suite.ledger:
        readings = [{"name": r.name, "verdict": str(audited[statement.id, r.name])} for r in statement.readings]
        fault = fault_of(statement.id, suite.ledger, audited)
        readings = [one | ({"fault": str(fault)} if fault and one["name"] == "printed" else {}) for one in readings]
        said = {"id": statement.id, "parent": statement.parent, "title": statement.title, "rank": statement.rank}
        statements.append({"paper": suite.paper.id, **said, "readings": readings})
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"<!-- verdicts -->\n{_verdicts().table(statements)}\n" in readme


def test_the_readme_has_what_became_of_the_claims_of_2018() -> None:
    from bounds.claims.citation import Citation
    from bounds.editions import changes
    from validation.papers import suites

    earlier, later = suites(["achille-soatto-2017", "achille-soatto-2018"])
    audited = {
        Citation(s.paper.id, *key): verdict for s in (earlier, later) for key, verdict in s.audited_verdicts.items()
    }
    found = changes(earlier.ledger, later.ledger, audited, (earlier.paper.id, later.paper.id))
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"<!-- editions -->\n{_verdicts().fates([change.to_json() for change in found])}\n\n" in readme


def test_the_files_that_contributing_points_to_are_there() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = re.findall(r"`(bounds|validation)`: `([\w/]+\.\w+)`", text)
    assert len(named) == 7
    assert [name for name in named if not (ROOT / name[0] / "papers" / "achille_soatto_2017" / name[1]).is_file()] == []


@pytest.mark.slow
def test_the_reference_builds_without_a_warning(tmp_path: Path) -> None:
    command = [sys.executable, "-W", "error::UserWarning", "docs/reference.py", str(tmp_path)]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert (built.returncode, built.stderr) == (0, "")
    assert (tmp_path / "bounds" / "shannon.html").is_file()
