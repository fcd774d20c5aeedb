"""What was measured, there and back through JSON, and nothing else through the schema."""

import json
import math

import pytest
import sample_results

from reports.record import Quantity, Record, Table
from reports.results import InvalidResults, finite, validate

WHOLE = Record(
    "whole",
    (
        Quantity("trace", 1.5, 1.0, math.inf, standard_error=0.1, unit="nats", note="sampled"),
        Quantity("holds", False),
        Quantity("curve", (1.0, math.inf)),
        Quantity("zero", 0.0, 0.0, 0.0),
        Quantity("bound", None, note="none applies"),
    ),
    (Table("rows", ("name", "loss"), (("a", Quantity("", 1.0, 0.5, 2.0)), ("b", None)), shown=False),),
    (Record("part", (Quantity("method", "by hand"),)),),
)


def test_a_record_comes_back_from_its_json() -> None:
    assert Record.from_json(json.loads(json.dumps(finite(WHOLE.to_json()), allow_nan=False))) == WHOLE
    assert WHOLE["part"]["method"].value == "by hand"
    with pytest.raises(KeyError):
        WHOLE["none"]


def test_what_is_not_there_is_left_out() -> None:
    assert Quantity("zero", 0.0, 0.0, 0.0).to_json() == {"name": "zero", "value": 0.0, "low": 0.0, "high": 0.0}
    assert Quantity("", None).to_json() == {"value": None}


def test_a_row_that_lacks_an_entry_has_an_empty_cell() -> None:
    table = Table.of("t", [{"a": 1}, {"b": 2}], {"a": "a", "twice b": lambda row: 2 * row.get("b", 0)})
    assert table == Table("t", ("a", "twice b"), ((1, 0), (None, 4)))


@pytest.mark.parametrize(
    "wrong",
    [
        {"cells": 40},
        {**WHOLE.to_json(), "curve": [1]},
        {**WHOLE.to_json(), "quantities": [{"value": 1}]},
        {**WHOLE.to_json(), "quantities": [{"name": "a", "value": 1, "low": 0}]},
        {**WHOLE.to_json(), "quantities": [{"name": "a", "value": {"value": 1}}]},
        {**WHOLE.to_json(), "tables": [{"name": "t", "columns": ["a"], "rows": [[{"low": 1}]], "shown": True}]},
    ],
)
def test_the_schema_takes_a_record_and_nothing_else(wrong) -> None:
    results = finite(sample_results.results())
    results["experiments"]["phase-transition"]["record"] = finite(WHOLE.to_json())
    validate(results)
    for place in (results["experiments"]["phase-transition"], results["networks"][0]):
        key = "record" if "record" in place else "flatness"
        kept, place[key] = place[key], finite(wrong)
        with pytest.raises(InvalidResults, match=key):
            validate(results)
        place[key] = kept


def test_a_table_whose_rows_do_not_fit_its_columns_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^rows: of 't' are not all as long"):
        Table("t", ("a", "b"), ((1, 2), (3,)))
    results = finite(sample_results.results())
    results["networks"][0]["layers"]["rows"][0].pop()
    with pytest.raises(InvalidResults, match="rows: of 'Layers'"):
        validate(results)


def test_a_network_has_no_part_of_its_own() -> None:
    results = finite(sample_results.results())
    results["networks"][0]["t1"] = {"bound": 1}
    with pytest.raises(InvalidResults, match="networks/0"):
        validate(results)
