"""What is installed: the light part by itself, the command in any folder, the dependencies that are used and pinned."""

import ast
import json
import re
import subprocess
import sys
import time
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.lowest import lowest
from validation.console import answer

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("bounds", "estimators", "reports", "validation")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
NEEDS = r"needs the extra \[networks\] \(pip install 'emergence-audit\[networks\]'\)"
SCRIPT = Path(sys.executable).with_name("emergence-audit")
WITHOUT_TORCH = """  # as if it were not installed
import sys
from importlib.machinery import PathFinder
found = PathFinder.find_spec
PathFinder.find_spec = staticmethod(lambda name, *rest: None if name == "torch" else found(name, *rest))
"""


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[<>=\[ ]", requirement)[0].lower() for requirement in requirements}


def python(code: str, *arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, cwd=cwd)


def command(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([SCRIPT, *arguments], capture_output=True, text=True, cwd=cwd)


# the dependencies


def imported() -> set[str]:
    """The distributions that our modules import, ours and Python's own left out."""
    found = set()
    for path in (path for package in PACKAGES for path in (ROOT / package).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                modules = [node.module or ""]
            found |= {module.split(".")[0] for module in modules}
    owners = packages_distributions()
    foreign = found - set(PACKAGES) - set(sys.stdlib_module_names)
    return {owner.lower() for module in foreign for owner in set(owners.get(module, [module.replace("_", "-")]))}


def test_what_is_imported_is_declared_and_what_is_declared_is_imported() -> None:
    declared = names([*PROJECT["dependencies"], *EXTRAS["networks"], *EXTRAS["cluster"], *EXTRAS["engines"]])
    assert imported() - names(EXTRAS["peers"]) == declared


def test_every_dependency_is_pinned_at_a_version_that_is_allowed() -> None:
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    lines = [line for line in (ROOT / "constraints.txt").read_text().splitlines() if not line.startswith("#")]
    pinned = {canonicalize_name(name): version for name, _, version in (line.partition("==") for line in lines)}
    for text in (*PROJECT["dependencies"], *(text for extra in EXTRAS.values() for text in extra)):
        requirement = Requirement(text)
        assert requirement.specifier.contains(pinned[canonicalize_name(requirement.name)], prereleases=True), text


def test_the_lowest_versions_are_those_that_are_declared() -> None:
    assert {"numpy==2.0", "sympy==1.13"} <= set(lowest())
    assert all(re.fullmatch(r"[\w-]+==[\w.]+", line) for line in lowest())


def test_every_package_says_that_it_has_types() -> None:
    assert [name for name in PACKAGES if not (ROOT / name / "py.typed").is_file()] == []


# without the extra [networks]


@pytest.mark.parametrize(
    ("code", "what"),
    [
        ("from estimators import hessian", "estimators.hessian"),
        ("from validation.networks import measure", "validation.networks.measure"),
        (
            "from estimators.noisy_layer import information_per_unit as f; f([[1, 2]], 0.1, [[1, 2], [3, 1]])",
            "estimators.noisy_layer",
        ),
        (
            "from estimators.density_ratio import discriminator_information as f; f(list(range(200)), [0, 1] * 100)",
            "estimators.critic",
        ),
    ],
)
def test_what_needs_torch_says_so(code: str, what: str) -> None:
    said = python(WITHOUT_TORCH + code)
    assert re.fullmatch(rf"ImportError: {re.escape(what)} {NEEDS}", said.stderr.splitlines()[-1])


@pytest.mark.parametrize(
    "arguments", [[], ["--only", "proposition-7"], ["--only", "lemma-2.2", "--network", "mine:factory"]]
)
def test_a_run_that_needs_torch_is_refused_in_a_sentence(arguments: list[str], tmp_path: Path) -> None:
    run = "from validation.run_all import main; sys.exit(main(sys.argv[1:]))"
    said = python(WITHOUT_TORCH + run, "--out", str(tmp_path / "out"), *arguments)
    assert said.returncode == 2
    assert re.fullmatch(rf"error: .* {NEEDS}\n", said.stderr.replace("--network:", "--network"))
    assert not (tmp_path / "out").exists()


def test_what_needs_no_torch_runs_without_it(tmp_path: Path) -> None:
    run = "from validation.run_all import main; sys.exit(main(sys.argv[1:]))"
    said = python(WITHOUT_TORCH + run, "--only", "lemma-2.2", "--jobs", "1", "--out", str(tmp_path))
    assert (said.returncode, said.stderr) == (0, "")
    results = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    own = [reading["verdict"] for reading in results["statements"][0]["readings"] if "verdict" in reading]
    assert own == ["proved"]  # its parts have others


# the command


@pytest.mark.parametrize("words", [[], ["run"], ["list"], ["show"], ["shannon"], ["report"], ["compare"]])
def test_help_is_quick_and_loads_nothing_heavy(words: list[str]) -> None:
    code = (
        "import sys\nfrom validation.console import answer\n"
        "try:\n    answer([*sys.argv[1:], '--help'])\n"
        "except SystemExit as end:\n    print(end.code, [m for m in ('sympy', 'scipy', 'torch') if m in sys.modules])"
    )
    started = time.perf_counter()
    said = python(code, *words)
    assert time.perf_counter() - started < 1
    assert said.stdout.startswith(" ".join(["usage: emergence-audit", *words]))
    assert said.stdout.endswith("0 []\n")


def test_list_has_every_statement_with_its_readings(capsys: pytest.CaptureFixture[str]) -> None:
    from bounds.ledger import LEDGER

    assert answer(["list", "--paper", "achille-soatto-2017"]) == 0
    first, *lines = capsys.readouterr().out.splitlines()
    assert first.startswith("achille-soatto-2017: On the emergence")
    assert [line.split()[0] for line in lines] == [statement.id for statement in LEDGER]
    assert any(line.endswith("what the task needs stays [caption] (printed)") for line in lines)


def test_show_has_the_page_the_formula_the_hypotheses_and_the_audited_verdict(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert answer(["show", "proposition-1"]) == 0
    shown = capsys.readouterr().out
    for text in (
        "the page: Let n be a nuisance",
        "repaired (audited: proved)",
        "I(z;n) <= I(z;x) - I(x;y)",
        "given: finite alphabets",
        "proposition-1/equality: printed (audited: proved)",
    ):
        assert text in shown


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["show", "proposition-77"], "error: ID: 'proposition-77' is no statement; did you mean 'proposition-7'?\n"),
        (["list", "--paper", "nobody-2020"], r"error: --paper: 'nobody-2020' is no installed paper, .*\n"),
        (["report", "none.json"], r"RESULTS.json: none.json.*\n"),
        (["compare", "none.json", "none.json"], r"RESULTS.json: none.json.*\n"),
        (["run", "--only", "nothing"], r"error: --only: 'nothing' is no statement, group or experiment.*\n"),
        (["shannon", "I(a;b"], r".*\n"),
    ],
)
def test_what_cannot_be_used_is_said_in_a_sentence(
    arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer(arguments) == 2
    assert re.fullmatch(sentence.replace("?\n", r"\?\n"), capsys.readouterr().err)


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A folder whose own packages have the names of ours."""
    for name in PACKAGES:
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("raise RuntimeError('the package of another project')")
    return tmp_path


def test_the_installed_command_works_beside_packages_of_our_names(elsewhere: Path) -> None:
    listed, proved = command("list", cwd=elsewhere), command("shannon", "I(a;b) >= 0", cwd=elsewhere)
    assert (listed.returncode, listed.stderr) == (0, "")
    assert (proved.returncode, proved.stdout.splitlines()[0]) == (0, "proved")


@pytest.mark.slow
def test_its_workers_are_ours_and_find_the_users_network(elsewhere: Path) -> None:
    (elsewhere / "mine.py").write_text(
        "import torch\n"
        "def factory():\n"
        "    data = [(torch.eye(3), torch.tensor([0, 1, 0]))]\n"
        "    return torch.nn.Linear(3, 2), torch.nn.CrossEntropyLoss(), data\n"
    )
    ran = command(
        "run", "--only", "lemma-2.2", "--network", "mine:factory", "--jobs", "2", "--out", "out", cwd=elsewhere
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    networks = json.loads((elsewhere / "out" / "results.json").read_text())["networks"]
    assert [network["name"] for network in networks] == ["mine:factory"]
    assert command("report", "out/results.json", "--out", "again", cwd=elsewhere).returncode == 0
    assert (elsewhere / "again" / "report.html").is_file()
    same = command("compare", "out/results.json", "out/results.json", cwd=elsewhere)
    assert (same.returncode, same.stdout.splitlines()[0]) == (0, "verdicts: none of 4 changed")
