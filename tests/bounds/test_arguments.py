"""Wrong words on a command line: what was probably meant is said."""

import pytest

from bounds.arguments import Parser


@pytest.fixture
def parser() -> Parser:
    made = Parser(prog="audit")
    made.add_argument("--profile", choices=("quick", "standard"))
    commands = made.add_subparsers(dest="command")
    commands.add_parser("show").add_argument("--json", action="store_true")
    commands.add_parser("report").add_argument("--out")
    return made


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        (["--profle"], "--profile"),
        (["--profile", "standart"], "'standard'"),
        (["shwo"], "'show'"),
        (["show", "--jsn"], "--json"),
        (["report", "--ouut", "x"], "--out"),
    ],
)
def test_what_is_near_is_named(parser: Parser, capsys, line: list[str], meant: str) -> None:
    with pytest.raises(SystemExit) as exit:
        parser.parse_args(line)
    assert exit.value.code == 2
    assert capsys.readouterr().err.splitlines()[-1].endswith(f"; did you mean {meant}?")


@pytest.mark.parametrize("line", [["--zzz"], ["--profile", "9"], ["--profile"], ["show", "quick"]])
def test_where_nothing_is_near_nothing_is_named(parser: Parser, capsys, line: list[str]) -> None:
    with pytest.raises(SystemExit):
        parser.parse_args(line)
    assert "did you mean" not in capsys.readouterr().err
