"""MODULE:FACTORY from the current folder."""

import pytest

from validation.loading import load_factory


def test_a_factory_is_found_in_the_current_folder(tmp_path, monkeypatch) -> None:
    (tmp_path / "their_network.py").write_text("def build():\n    return 'model', 'loss', 'data'\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.path", ["/nowhere"])
    assert load_factory("their_network:build", option="--network")() == ("model", "loss", "data")


@pytest.mark.parametrize(
    ("specification", "message"),
    [
        ("no_colon", "--network: must be MODULE:FACTORY"),
        ("there_is_no_such_module:build", "--network: cannot import"),
        ("json:there_is_none", "--network: 'json' has no function"),
    ],
)
def test_a_factory_that_is_not_there_is_named(specification: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        load_factory(specification, option="--network")


@pytest.mark.parametrize("text", ["def build(:", "1 / 0", "raise SystemExit(3)"])
def test_a_module_that_cannot_be_run_is_named(text: str, tmp_path, monkeypatch) -> None:
    (tmp_path / "broken_network.py").write_text(text)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.path", ["/nowhere"])
    with pytest.raises(ValueError, match="--network: cannot import 'broken_network': "):
        load_factory("broken_network:build", option="--network")
