"""Numbers as readers see them."""

import pytest

from reports.numbers import enclosure, interval, number, seconds, share


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.5, "0.5"), (1.0, "1"), (0.0, "0"), (-0.0, "0"),
        (-2.25, "−2.25"), (1234.5678, "1235"), (0.00012345, "0.0001234"),
        (1e-9, "1 · 10⁻⁹"), (-3.21e12, "−3.21 · 10¹²"), (7, "7"), (123456, "123\u202f456"), (True, "yes"),
        (None, "none"),
        ("1/4", "1/4"), ("inf", "∞"), ("-inf", "−∞"), ("nan", "not a number"), (float("inf"), "∞"),
        (999999.9, "1000000"), ("1/3", "1/3"), ("2804020163098721/562949953421312", "≈ 4.9809404"),
        ("1" * 40 + "/0", "1" * 40 + "/0"),
        ("9" * 5000, "9" * 5000), ("9" * 400, "9" * 400), ("-" + "3" * 31 + "/" + "1" * 31, "≈ −3"),
    ],
)  # fmt: skip
def test_number(value: object, text: str) -> None:
    assert number(value) == text


def test_an_interval_tells_its_ends_apart() -> None:
    assert interval(0.123401, 0.123409) == "[0.123401, 0.123409]"
    assert interval(1.0, 1.0) == "[1, 1]"


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        ("0.6931471805599453094172321", "0.6931471805599453094172322", "0.693147180560"),
        ("0", "0", "0"),
        ("1.1", "1.2", "[1.1, 1.2]"),
        ("-1.25E-14", "1.25e-14", "[−1.25 · 10⁻¹⁴, 1.25 · 10⁻¹⁴]"),
        ("-Infinity", "Infinity", "[−∞, ∞]"),
    ],
)
def test_enclosure(low: str, high: str, text: str) -> None:
    assert enclosure({"low": low, "high": high}) == text


def test_a_tight_enclosure_of_different_sides_stays_different() -> None:
    one = enclosure({"low": "0.6931471805599453", "high": "0.6931471805599454"})
    other = enclosure({"low": "0.6931471805", "high": "0.6931471806"})
    assert one != other


def test_times_and_shares() -> None:
    assert [seconds(value) for value in (0.0123, 4.56, 600.0, 7200.0)] == ["12 ms", "4.6 s", "10 min", "2.0 h"]
    assert [share(value) for value in (0.95, 0.9999, 0.99999, 1.0)] == ["95 %", "99.99 %", "1 − 1 · 10⁻⁵", "100 %"]
