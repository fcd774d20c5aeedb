"""The finder of examples itself: a wrong one is reported, a missing one is named, wherever they hide."""

import importlib

import pytest

from tests.documented import complaints, examples_of, without_example

DECORATOR = """
from functools import wraps

def decorated(function):
    '''>>> decorated(len)([1])
    1
    '''
    @wraps(function)
    def call(*arguments):
        return function(*arguments)
    return call
"""
WRONG = """
from {package}.tools import decorated

@decorated
def right():
    '''>>> right()
    1
    '''
    return 1

@decorated
def wrong():
    '''>>> wrong()
    3
    '''
    return 2

class Bare:
    def method(self):
        '''>>> Bare().method()
        5
        '''
        return 4

def _private(): ...
"""


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A package whose inner module has examples right and wrong, and a class that has none of its own."""
    name = f"package_of_{tmp_path.name}"
    folder = tmp_path / name
    folder.mkdir()
    for file, text in (("__init__", ""), ("tools", DECORATOR), ("inner", WRONG.format(package=name))):
        (folder / f"{file}.py").write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    return name


def test_wrong_examples_are_reported_in_decorated_functions_and_in_methods(package):
    found = examples_of(package)
    assert list(found) == [f"{package}.inner", f"{package}.tools"]
    assert complaints(found[f"{package}.tools"]) == ""
    said = complaints(found[f"{package}.inner"])
    assert "Got:\n    2" in said
    assert "Got:\n    4" in said
    assert "right" not in said


def test_what_has_no_example_is_named_and_a_list_of_public_names_is_the_last_word(package):
    assert without_example(package) == [f"{package}.inner.Bare"]
    inner = importlib.import_module(f"{package}.inner")
    inner.__all__ = ["right"]
    assert without_example(package) == []
