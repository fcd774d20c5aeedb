"""The README's Python runs as it stands, and gives the numbers beside it."""

import re
from pathlib import Path

import pytest

README = Path(__file__).parents[1] / "README.md"
BLOCKS = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
NUMBER = re.compile(r"\d+\.\d+")


def test_there_is_python_to_run() -> None:
    assert len(BLOCKS) == 5


@pytest.mark.parametrize("block", BLOCKS, ids=["prove", "repair", "library", "network", "noisy"])
def test_a_block_runs_as_it_stands(block: str) -> None:
    names: dict = {}
    exec(block, names)
    for line in block.splitlines():
        code, _, comment = line.partition("  # ")
        if code.endswith((".interval", ".value")) and NUMBER.search(comment):
            shown = [float(text) for text in NUMBER.findall(comment)][:2]
            assert [float(number) for number in eval(code, names)] == pytest.approx(shown, abs=0.006)
        elif comment.startswith('"'):
            assert eval(code, names) == comment.strip('"')
