"""What a long cell tells while it works."""

import time

from torch import nn

from validation.networks.progress import Progress
from validation.runs.told import FILE, Listening, teller


def test_lines_arrive_once_while_the_cell_works_and_the_file_goes(tmp_path) -> None:
    seen: list[str] = []
    tell = teller(str(tmp_path / FILE), "mine:factory")
    with Listening(tmp_path / FILE, seen.append):
        tell("the first")
        deadline = time.monotonic() + 20
        while not seen and time.monotonic() < deadline:
            time.sleep(0.05)
        assert seen == ["mine:factory: the first"]
        tell("the last")
    assert seen == ["mine:factory: the first", "mine:factory: the last"]
    assert not (tmp_path / FILE).exists()


def test_where_nothing_can_be_told_the_cell_works_in_silence(tmp_path) -> None:
    teller(None, "x")("a line")
    teller(str(tmp_path / "no" / "folder"), "x")("a line")


def test_a_stage_is_told_at_once_and_its_products_now_and_then() -> None:
    said: list[str] = []
    progress = Progress(said.append, every=1e9)
    for done in range(3):
        progress("one", done, 9)
    progress("two", 0, 0)
    assert said == ["one: 0 of 9 products", "two"]
    often = Progress(said.append, every=0)
    often("one", 1, 9)
    often("one", 2, 9)
    assert said[2:] == ["one: 1 of 9 products", "one: 2 of 9 products"]


def test_a_measurement_tells_its_stages() -> None:
    import torch

    from validation.networks import measure

    said: list[str] = []
    measure(nn.Linear(4, 3), nn.MSELoss(), [(torch.randn(9, 4), torch.randn(9, 3))], probes=2, progress=said.append)
    assert "Corollary 5.1" in said
    assert "the layers' sharpness: 0 of 16 products" in said
