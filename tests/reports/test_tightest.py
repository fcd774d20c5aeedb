"""The sentence on the tightest bound: which one, by how much, and what cannot be it."""

from dataclasses import replace

import pytest
from test_tightness import case, run

from reports.document import Link, plain
from reports.record import Quantity
from reports.tightest import tightest


def said(*found) -> str:
    results = run(*found)
    statements = [{**one, "anchor": one["id"]} for one in results["statements"]]
    (sentence,) = tightest({**results, "statements": statements})
    assert sentence.tone == "lead"
    return plain(sentence.text)


def test_it_names_the_bound_and_by_how_much_it_is_above() -> None:
    near = [case(form="T3", bound=1.2 * size, measured=size, of=1, vacuous_from=9.0) for size in (1.0, 2.0, 4.0)]
    far = case(claim="corollary-3.4", bound=2.0, vacuous_from=9.0)
    assert said(far, *near) == (
        "Tightest on trained networks: Proposition 7, T3, 1.2 times what was measured, 0.4 nats more a unit or weight "
        "(medians of 3 cases); no case exceeds it."
    )


def test_a_bound_of_something_else_than_an_information_keeps_its_unit() -> None:
    share = replace(case(measured=0.2, of=1, vacuous_from=1.0), bound=Quantity("", 0.3, unit="of the errors"))
    assert "0.1 of the errors more (medians of 1 case)" in said(share)


@pytest.mark.parametrize(
    "no",
    [
        {"bound": 0.5},  # exceeded
        {"bound": 1.01, "vacuous_from": 1.0},  # says nothing
        {"bound": 1.01, "measured": 0.0},  # nothing to be near to
    ],
)
def test_a_bound_that_fails_somewhere_or_says_nothing_is_never_it(no: dict) -> None:
    good, other = case(bound=2.0), {"claim": "corollary-3.4", "reading": "printed"}
    assert "Proposition 7, repaired, 2 times" in said(good, case(**other, bound=1.5), case(**other, **no))
    assert said(case(**no)) == "No bound here holds on every trained network and says something of each."


def test_without_networks_there_is_no_sentence() -> None:
    assert tightest(run()) == ()


def test_it_links_to_the_claim() -> None:
    results = run(case(bound=2.0))
    statements = [{**one, "anchor": f"toy:{one['id']}"} for one in results["statements"]]
    (sentence,) = tightest({**results, "statements": statements})
    assert Link("Proposition 7", anchor="toy:proposition-7/g") in sentence.text
