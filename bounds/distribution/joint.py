"""Finite joint distributions over named variables, with exact (rational) or float probabilities."""

import math
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from numbers import Rational, Real
from typing import Any

import numpy as np

from bounds.claims.enclosure import Enclosure
from bounds.distribution import entropies
from bounds.distribution.logarithms import LogSum, entropy_of

TOLERANCE = 1e-12  # of the tests on float probabilities; rational ones are tested exactly
Group = str | Iterable[str]


class Information(float):
    """A value in nats; `exact` is its rational combination of logarithms where the probabilities are rational.

    >>> bit = Joint({0: Fraction(1, 2), 1: Fraction(1, 2)}, ("x",)).entropy("x")
    >>> bit.exactly().coefficients, bit.is_zero(), bit.enclosure.low < bit.enclosure.high
    ({2: Fraction(1, 1)}, False, True)
    """

    exact: LogSum | None

    def __new__(cls, value: "float | LogSum") -> "Information":
        number = super().__new__(cls, float(value))
        number.exact = value if isinstance(value, LogSum) else None
        return number

    @property
    def enclosure(self) -> Enclosure:
        """A rigorous enclosure of the exact value."""
        return self.exactly().enclosure

    def exactly(self) -> LogSum:
        """The exact value. Raises ValueError for float probabilities, which have none."""
        if self.exact is None:
            raise ValueError("probabilities: only informations of rational distributions have an exact value")
        return self.exact

    def is_zero(self) -> bool:
        """Whether the value is 0: exactly for rational probabilities, to 1e-12 for floats."""
        return abs(self) <= TOLERANCE if self.exact is None else self.exact.is_zero()


class Joint:
    """A joint distribution of finitely many named variables with finitely many values.

    `probabilities` maps tuples of values, in the order of `names`, to probabilities: Fractions and ints are kept exact,
    one float makes the whole joint a float one. Values are any hashables. Raises ValueError where probabilities are
    negative, not finite or do not sum to 1 (floats: within 1e-9), or a key has not one value a name.

    >>> xor = Joint({(a, b, a ^ b): Fraction(1, 4) for a in (0, 1) for b in (0, 1)}, names=("x", "y", "z"))
    >>> xor.entropy("x", "y") == xor.entropy("x", "y", "z") == 2 * math.log(2)
    True
    >>> xor.mutual_information("x", "y"), xor.mutual_information("x", "y", given="z")
    (0.0, 0.6931471805599453)
    >>> round(xor.total_correlation("x", "y", "z"), 6)
    0.693147
    >>> xor.is_independent("x", "y"), xor.is_markov("x", "y", "z"), xor.is_function("z", of=("x", "y"))
    (True, False, True)
    >>> Joint.from_json(xor.to_json()) == xor
    True
    """

    def __init__(self, probabilities: Mapping[Any, Any], names: Sequence[str]) -> None:
        if not isinstance(probabilities, Mapping):
            raise ValueError(f"probabilities: must map values to probabilities, got {type(probabilities).__name__}")
        listed = names if isinstance(names, Iterable) and not isinstance(names, str) else (names,)
        self.names = tuple(listed)
        if not all(isinstance(name, str) for name in self.names):
            raise ValueError(f"names: must be text, one for each variable, got {names!r}")
        if len(set(self.names)) != len(self.names):
            raise ValueError(f"names: {', '.join(self.names)} are not distinct")
        exact = all(isinstance(p, Rational) for p in probabilities.values())
        table: dict[tuple[Any, ...], Any] = {}
        for key, p in probabilities.items():
            values = key if isinstance(key, tuple) else (key,)
            if len(values) != len(self.names):
                raise ValueError(f"probabilities: {key!r} has not one value for each of {', '.join(self.names)}")
            if not _is_number(p):
                raise ValueError(f"probabilities: must be numbers, got {p!r} for {key!r}")
            if not _is_finite(p) or p < 0:
                raise ValueError(f"probabilities: must be non-negative and finite, got {p} for {key!r}")
            if values in table:
                raise ValueError(f"probabilities: {key!r} stands twice")
            value = Fraction(p) if exact else float(p)
            if value:
                table[values] = value
        total = sum(table.values()) if exact else math.fsum(table.values())
        if (total != 1) if exact else abs(total - 1) > 1e-9:
            raise ValueError(f"probabilities: must sum to 1, got {total}")
        self.probabilities: Mapping[tuple[Any, ...], Any] = table
        self.exact = exact
        self._entropies: dict[frozenset[str], Any] = {}

    @classmethod
    def from_array(cls, array: Any, names: Sequence[str]) -> "Joint":
        """The joint of variables with values 0, 1, ...: array[i, j, ...] is the probability of (i, j, ...).

        Numbers are taken as in the constructor. Raises ValueError where the array has not one axis a name.

        >>> Joint.from_array([[0.5, 0], [0.25, 0.25]], ("x", "y")).probabilities[1, 0]
        0.25
        """
        try:
            table = np.asarray(array, dtype=object)
        except ValueError:
            raise ValueError("array: its rows are not of one length") from None
        if table.ndim != len(names) or not table.size:
            raise ValueError(f"array: must have one axis for each of {', '.join(names)}, got shape {table.shape}")
        return cls({tuple(map(int, at)): _plain(p) for at, p in np.ndenumerate(table)}, names)

    def __repr__(self) -> str:
        atoms = ", ".join(f"{key}: {p}" for key, p in self.probabilities.items())
        return f"Joint({{{atoms}}}, names={self.names})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Joint) and self.names == other.names and self.probabilities == other.probabilities

    def __hash__(self) -> int:
        return hash((self.names, frozenset(self.probabilities.items())))

    # distributions

    @cached_property
    def alphabets(self) -> dict[str, tuple[Any, ...]]:
        """The values each variable takes, in order of appearance."""
        return {name: tuple(dict.fromkeys(k[i] for k in self.probabilities)) for i, name in enumerate(self.names)}

    def marginal(self, *names: Group) -> "Joint":
        """The distribution of some of the variables, in the order given.

        >>> Joint({(0, 0): Fraction(1, 2), (0, 1): Fraction(1, 2)}, ("x", "y")).marginal("x")
        Joint({(0,): 1}, names=('x',))
        """
        kept = self._ordered(*names)
        return Joint(self._table(kept), kept)

    def conditional(self, *names: Group, given: Mapping[str, Any]) -> "Joint":
        """The distribution of some variables given values of others. Raises ValueError on an event of probability 0.

        >>> Joint({(0, 0): 0.5, (1, 1): 0.5}, ("x", "y")).conditional("x", given={"y": 1})
        Joint({(1,): 1.0}, names=('x',))
        """
        if not isinstance(given, Mapping):
            raise ValueError(f"given: must map names to values, got {given!r}")
        kept = self._ordered(*names)
        fixed = [(self._position(name), value) for name, value in given.items()]
        event = {k: p for k, p in self.probabilities.items() if all(k[i] == value for i, value in fixed)}
        weight = sum(event.values())
        if not weight:
            raise ValueError(f"given: {dict(given)} has probability 0")
        positions = [self._position(name) for name in kept]
        return Joint({k: p / weight for k, p in _collect(event, positions).items()}, kept)

    def extended(self, name: str, function: Any, *of: str) -> "Joint":
        """The joint with one more variable, a function of the values of others.

        >>> Joint({1: 0.5, 2: 0.5}, ("x",)).extended("square", lambda x: x * x, "x")
        Joint({(1, 1): 0.5, (2, 4): 0.5}, names=('x', 'square'))
        """
        positions = [self._position(v) for v in of]
        table = {(*k, function(*(k[i] for i in positions))): p for k, p in self.probabilities.items()}
        return Joint(table, (*self.names, name))

    def with_channel(self, name: str, channel: Mapping[Any, Mapping[Any, Any]], *of: str) -> "Joint":
        """The joint with one more variable, drawn from channel[values of `of`] independently of all else.

        >>> Joint({0: 1}, ("x",)).with_channel("z", {0: {"lost": Fraction(1, 3), "kept": Fraction(2, 3)}}, "x")
        Joint({(0, 'lost'): 1/3, (0, 'kept'): 2/3}, names=('x', 'z'))
        """
        positions = [self._position(v) for v in of]
        table: dict[tuple[Any, ...], Any] = {}
        for k, p in self.probabilities.items():
            at = tuple(k[i] for i in positions)
            at = at[0] if len(of) == 1 else at
            try:
                row = channel[at]
            except KeyError:
                raise ValueError(f"channel: has no row for {at!r}") from None
            if abs(sum(row.values()) - 1) > (0 if all(isinstance(q, Rational) for q in row.values()) else 1e-9):
                raise ValueError(f"channel: the row for {at!r} must sum to 1, got {sum(row.values())}")
            for value, q in row.items():
                if q:
                    table[(*k, value)] = p * q
        return Joint(table, (*self.names, name))

    # informations, in nats

    def entropy(self, *names: Group, given: Group = ()) -> Information:
        """H(names | given)."""
        return self.combination(entropies.entropy(self._set(*names), self._set(given)))

    def mutual_information(self, *groups: Group, given: Group = ()) -> Information:
        """I(a; b | given), each argument a name or several; of three or more groups their co-information."""
        return self.combination(entropies.mutual_information([self._set(g) for g in groups], self._set(given)))

    def total_correlation(self, *groups: Group, given: Group = ()) -> Information:
        """TC: the divergence of the joint from the product of its marginals, given others."""
        return self.combination(entropies.total_correlation([self._set(g) for g in groups], self._set(given)))

    def combination(
        self, coefficients: Mapping[frozenset[str], int | Fraction], constant: Fraction = Fraction(0)
    ) -> Information:
        """The sum of coefficients times joint entropies, and a constant; every information here is one.

        >>> bit = Joint({0: Fraction(1, 2), 1: Fraction(1, 2)}, ("x",))
        >>> bit.combination({frozenset({"x"}): 2}, constant=Fraction(1)) == 2 * math.log(2) + 1
        True
        """
        total: Any = LogSum({}, constant) if self.exact else float(constant)
        for names, c in coefficients.items():
            if c and names:
                total = total + self._entropy(names) * (c if self.exact else float(c))
        return Information(total)

    def kl_divergence(self, other: "Joint") -> Information:
        """KL(self || other) over the same names; infinite where the other misses a value.

        >>> fair, sure = Joint({0: 0.5, 1: 0.5}, ("x",)), Joint({0: 1.0}, ("x",))
        >>> fair.kl_divergence(sure), sure.kl_divergence(fair)
        (inf, 0.6931471805599453)
        """
        return self._against(other, lambda p, q: p / q)

    def cross_entropy(self, other: "Joint") -> Information:
        """E[-log other] under self.

        >>> Joint({0: 1.0}, ("x",)).cross_entropy(Joint({0: 0.5, 1: 0.5}, ("x",)))
        0.6931471805599453
        """
        return self._against(other, lambda p, q: 1 / q)

    # conditions

    def is_independent(self, *groups: Group, given: Group = ()) -> bool:
        """Whether the groups are mutually independent given others; exact for rational probabilities."""
        return self.total_correlation(*groups, given=given).is_zero()

    def is_markov(self, *chain: Group) -> bool:
        """Whether the groups form a Markov chain: past and future independent given the present."""
        sets = [self._set(group) for group in chain]
        return all(
            self.mutual_information(set().union(*sets[:i]), set().union(*sets[i + 1 :]), given=sets[i]).is_zero()
            for i in range(1, len(sets) - 1)
        )

    def is_function(self, target: Group, of: Group) -> bool:
        """Whether the target is a function of the others, almost surely."""
        a, c = self._ordered(target), self._ordered(of)
        return len(self._table((*c, *a))) == len(self._table(c))

    # data

    def to_json(self) -> dict[str, Any]:
        """Names, and atoms with their probabilities as text."""
        p_key = probability_key(self.names)
        atoms = [dict(zip(self.names, key, strict=True)) | {p_key: str(p)} for key, p in self.probabilities.items()]
        return {"names": list(self.names), "atoms": atoms}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Joint":
        """The joint that `to_json` wrote. Raises ValueError for data that is not of that form."""
        try:
            names = tuple(data["names"])
            atoms = [
                (tuple(atom[name] for name in names), Fraction(atom[probability_key(names)])) for atom in data["atoms"]
            ]
            table = dict(atoms)
        except (KeyError, TypeError, ValueError, ZeroDivisionError) as error:
            raise ValueError(f"data: is not a joint's names and atoms ({type(error).__name__}: {error})") from None
        if len(table) < len(atoms):
            raise ValueError("data: an atom stands twice")
        return cls(table, names)

    # inner workings

    def _position(self, name: str) -> int:
        if name not in self.names:
            raise ValueError(f"names: {name!r} is not one of {', '.join(self.names)}")
        return self.names.index(name)

    def _ordered(self, *groups: Group) -> tuple[str, ...]:
        listed = [group if isinstance(group, Iterable) and not isinstance(group, str) else (group,) for group in groups]
        names = [name for group in listed for name in group]
        for name in names:
            self._position(name)
        return tuple(dict.fromkeys(names))

    def _set(self, *groups: Group) -> frozenset[str]:
        return frozenset(self._ordered(*groups))

    def _table(self, names: Sequence[str]) -> dict[tuple[Any, ...], Any]:
        return _collect(self.probabilities, [self._position(name) for name in names])

    def _entropy(self, names: frozenset[str]) -> Any:
        if names not in self._entropies:
            table = self._table(self._ordered(names)).values()
            value = entropy_of(list(table)) if self.exact else -math.fsum(p * math.log(p) for p in table)
            self._entropies[names] = value
        return self._entropies[names]

    def _against(self, other: "Joint", ratio: Any) -> Information:
        if self.names != other.names:
            raise ValueError(f"other: has the variables {', '.join(other.names)}, not {', '.join(self.names)}")
        if any(key not in other.probabilities for key in self.probabilities):
            return Information(math.inf)
        pairs = [(p, ratio(p, other.probabilities[key])) for key, p in self.probabilities.items()]
        if not (self.exact and other.exact):
            return Information(math.fsum(float(p) * math.log(r) for p, r in pairs))
        weights: dict[Fraction, Fraction] = {}
        for p, r in pairs:
            weights[r] = weights.get(r, Fraction(0)) + p
        return Information(LogSum.of_weights(weights))


def probability_key(names: Iterable[str]) -> str:
    """What an atom's probability is called in JSON: "p", primed while a variable has that name.

    >>> probability_key(("x", "y")), probability_key(("p", "q"))
    ('p', "p'")
    """
    key, taken = "p", set(names)
    while key in taken:
        key += "'"
    return key


def _plain(p: Any) -> Any:
    """numpy's numbers as Python's."""
    return p.item() if isinstance(p, np.generic) else p


def _is_number(p: Any) -> bool:
    return isinstance(p, Real | Decimal)


def _is_finite(p: Any) -> bool:
    try:
        return math.isfinite(p)
    except (OverflowError, ValueError):  # an integer beyond all floats, a signalling NaN
        return False


def _collect(table: Mapping[tuple[Any, ...], Any], positions: Sequence[int]) -> dict[tuple[Any, ...], Any]:
    collected: dict[tuple[Any, ...], Any] = {}
    for key, p in table.items():
        part = tuple(key[i] for i in positions)
        collected[part] = collected.get(part, 0) + p
    return collected
