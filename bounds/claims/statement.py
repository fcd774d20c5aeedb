"""The vocabulary: statements, their readings, the evidence for a reading, and the verdict computed from it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field, replace
from enum import StrEnum
from math import isfinite
from typing import Any, Literal, NamedTuple, Protocol

from bounds.claims.certificates import cited_in, read_back
from bounds.claims.enclosure import Enclosure
from bounds.claims.formula import Formula, Informational, Relation, Symbolic
from bounds.claims.hypothesis import Hypothesis
from bounds.claims.measured import Answer, Quantities, together
from bounds.claims.world import Violation
from bounds.notebook import set_apart, table

READING_NAMES = ("printed", "intended", "proved", "repaired", "sharpened")
ID_PATTERN = re.compile(r"[a-z]+(-[a-z]+)*(-[0-9]+(\.[0-9]+)?)?(/[a-z0-9-]+)?")
SIGNIFICANCE = 1e-4  # false alarms a run, over all its Monte-Carlo comparisons

Kind = Literal["proof", "counterexample", "trial", "measurement"]


class Verdict(StrEnum):
    """What the evidence says of one reading."""

    PROVED = "proved"
    REFUTED = "refuted"
    SUPPORTED = "supported"
    UNDECIDED = "undecided"


class Rank(StrEnum):
    """What a claim is on the page."""

    RESULT = "main result"
    PART = "part of a result"
    LINE = "line of a proof"
    REMARK = "remark"
    FOOTNOTE = "footnote"
    DEFINITION = "definition"
    SENTENCE = "sentence"
    CAPTION = "caption"


class Citation(NamedTuple):
    """A reading, by its paper, its statement and its name."""

    paper: str
    id: str
    name: str

    def __str__(self) -> str:
        return f"{self.paper}:{self.id} {self.name}"


class Source(StrEnum):
    """What could be read of a claim."""

    READ = "read"
    TRANSCRIBED = "as transcribed"  # by somebody else, from a display that may be damaged
    NOT_READ = "not read"
    WITHDRAWN = "withdrawn"  # an earlier edition's claim that this one has no more


class Unknown(KeyError, ValueError):
    """A statement or a reading that the ledger does not have; the message is one sentence."""

    def __str__(self) -> str:
        return str(self.args[0])  # a KeyError would quote it


class Contradiction(Exception):
    """The evidence for one reading both proves and breaks it: a fault of the suite, never a verdict."""


@dataclass(frozen=True)
class Reading:
    """One exact form of a statement.

    `formula` stands for it everywhere (report, numbers, proofs); `hypotheses` is what it assumes; `text` says it in
    words; `change` says what differs from the page. An intended reading has the words of the page that justify it as
    its `quote`. A reading that another paper's ledger has too is the `same_as` that one: it shares formula, hypotheses
    and evidence, and has no check of its own.
    """

    name: str
    formula: Formula
    _: KW_ONLY
    hypotheses: tuple[Hypothesis, ...] = ()
    text: str = ""
    change: str = ""
    quote: str = ""
    same_as: Citation | None = None

    def __post_init__(self) -> None:
        if self.name not in READING_NAMES:
            raise ValueError(f"name: {self.name!r} is not one of {', '.join(READING_NAMES)}")
        if self.name == "intended" and not self.quote.strip():
            raise ValueError(f"quote: the intended reading {self.text!r} has no words of the page that justify it")
        for hypothesis in self.hypotheses:
            if not isinstance(hypothesis, Hypothesis):
                raise ValueError(f"hypotheses: {hypothesis!r} is not a Hypothesis")

    def _repr_latex_(self) -> str:
        return set_apart(self.formula.to_latex())

    def _repr_html_(self) -> str:
        return table(self.text or self.name, [self._row()])

    def _row(self) -> tuple[str, ...]:
        """Its name, its formula, and what it assumes, for a notebook."""
        return (self.name, self._repr_latex_(), "; ".join(one.text for one in self.hypotheses))


@dataclass(frozen=True, kw_only=True)
class Statement:
    """One claim of the paper; `quote` is the page's own wording of it, or of what it goes beyond, as plain text.

    `earlier` are the statements of the paper's earlier edition that it comes from, `source` what could be read of it.
    """

    id: str
    title: str
    section: str
    rank: Rank
    quote: str
    readings: tuple[Reading, ...] = ()
    earlier: tuple[str, ...] = ()
    source: Source = Source.READ

    def __post_init__(self) -> None:
        if not ID_PATTERN.fullmatch(self.id):
            raise ValueError(f"id: {self.id!r} is not a statement id")
        if not self.section.strip():
            raise ValueError(f"section: {self.id} stands in none")
        if not isinstance(self.rank, Rank):
            raise ValueError(f"rank: {self.id} has none of {', '.join(Rank)}, but {self.rank!r}")
        if not self.quote.strip():
            raise ValueError(f"quote: {self.id} has no words of the page")
        if self.readings and self.source in (Source.NOT_READ, Source.WITHDRAWN):
            raise ValueError(f"readings: {self.id} is {self.source}, and cannot have any")
        names = [reading.name for reading in self.readings]
        if len(set(names)) != len(names):
            raise ValueError(f"readings: {self.id} has two readings of one name")

    def __getitem__(self, name: str) -> Reading:
        readings = {reading.name: reading for reading in self.readings}
        if name not in readings:
            raise Unknown(f"name: {self.id} has no reading {name!r}; its readings: {', '.join(readings) or 'none'}")
        return readings[name]

    def _repr_html_(self) -> str:
        head = ("reading", "formula", "assumes")
        return table(f"{self.id}: {self.title}", [reading._row() for reading in self.readings], head=head)

    @property
    def parent(self) -> str | None:
        """The id of the numbered claim this is a part of."""
        return self.id.split("/")[0] if "/" in self.id else None


class Stated(Protocol):
    """A maker of a section's statements, from the id, the title, the page's words and the readings."""

    def __call__(
        self,
        statement_id: str,
        title: str,
        quote: str,
        /,
        *readings: Reading,
        rank: Rank | None = None,
        earlier: tuple[str, ...] = (),
    ) -> Statement: ...


def statements_in(section: str) -> Stated:
    """A maker of a section's statements; a numbered id says its own rank, unless another is given."""

    def stated(
        statement_id: str,
        title: str,
        quote: str,
        /,
        *readings: Reading,
        rank: Rank | None = None,
        earlier: tuple[str, ...] = (),
    ) -> Statement:
        return Statement(
            id=statement_id,
            title=title,
            section=section,
            rank=rank or _rank(statement_id),
            quote=quote,
            readings=readings,
            earlier=earlier,
        )

    return stated


def _rank(statement_id: str) -> Rank:
    """What a numbered id says of itself. Raises ValueError for one that says nothing."""
    asides = {"remark": Rank.REMARK, "footnote": Rank.FOOTNOTE, "figure": Rank.CAPTION}
    kind = re.match(r"([a-z]+)-[0-9]", statement_id)
    if kind is None or kind[1] in ("section", "equation"):
        raise ValueError(f"rank: {statement_id} has none of {', '.join(Rank)}")
    return asides.get(kind[1], Rank.PART if "/" in statement_id else Rank.RESULT)


@dataclass(frozen=True, kw_only=True)
class Claim:
    """What a check is told: a statement, and the reading of it that it checks. It is not told of which paper."""

    statement: Statement
    reading: Reading

    def sibling(self, name: str) -> Reading:
        """Another reading of the same statement. Raises Unknown where it has none of that name."""
        return self.statement[name]

    @property
    def symbolic(self) -> Symbolic:
        """The reading's formula, a relation between numbers. Raises ValueError for any other."""
        return symbolic(self.reading)

    @property
    def informational(self) -> Informational:
        """The reading's formula, a claim about informations. Raises ValueError for any other."""
        return informational(self.reading)


def symbolic(reading: Reading) -> Symbolic:
    """The reading's formula, a relation between numbers. Raises ValueError for any other."""
    if not isinstance(reading.formula, Symbolic):
        raise ValueError(f"reading: {reading.name} is not a relation between numbers")
    return reading.formula


def informational(reading: Reading) -> Informational:
    """The reading's formula, a claim about informations. Raises ValueError for any other."""
    if not isinstance(reading.formula, Informational):
        raise ValueError(f"reading: {reading.name} is not a claim about informations")
    return reading.formula


class Certificate(Protocol):
    """Something that an independent checker can examine again; one of a negation says so by `refutes`.

    Its class stands in `bounds` (`bounds.claims.certificates`) and has a `from_json` that takes what `to_json` gives.
    """

    def verify(self, formula: Formula, hypotheses: Sequence[Hypothesis]) -> bool:
        """Whether this certifies exactly that formula under those hypotheses."""
        ...

    def to_json(self) -> dict[str, Any]:
        """The whole certificate as JSON data, with its `type` and a list `lines` of readable steps."""
        ...


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """One finding about one reading.

    `negation`: the proof is of the reading's negation. Of a counterexample `lhs`, `rhs`, `relation` and `margin` are
    what `examine` finds in its world, whatever came with it. `margin`: the smallest rhs - lhs (in the relation's
    direction) met, and `error` (at least 0, in the same units) what its numbers may be off by without chance.
    `p_value`: of the worst of `comparisons` tests of an excess that has a sampling error, before the run's correction.
    `confidence`: the level of an interval, or of what the trials say. `answer`: what `examine` finds of a claim about
    measured quantities, from the intervals that the certificate has of them. `accepted` is what `examine` found:
    evidence that comes with it from elsewhere is examined again.
    """

    kind: Kind
    method: str
    summary: str
    negation: bool = False
    relation: Relation | None = None
    lhs: Enclosure | None = None
    rhs: Enclosure | None = None
    margin: float | None = None
    error: float = 0.0
    confidence: float | None = None
    p_value: float | None = None
    comparisons: int = 0
    witness: Mapping[str, Any] = field(default_factory=dict)
    certificate: Certificate | None = None
    seconds: float = 0.0
    answer: str = ""
    accepted: bool = False

    def __post_init__(self) -> None:
        for name in ("margin", "confidence", "p_value"):
            value = getattr(self, name)
            if value is not None and not isfinite(value):
                raise ValueError(f"{name}: must be finite or None, got {value}")
        if not (isfinite(self.error) and self.error >= 0):
            raise ValueError(f"error: must be a finite number, 0 at least, got {self.error}")

    @property
    def can_fail(self) -> bool:
        """Whether this is a trial or a measurement whose numbers could have spoken against the reading."""
        numbers = not (self.margin is None and self.p_value is None)
        return self.kind in ("trial", "measurement") and (numbers or bool(self.answer))

    @property
    def cites(self) -> tuple[tuple[str, str, str], ...]:
        """The readings that its certificate cites, each by paper, statement and name."""
        return tuple(getattr(self.certificate, "cites", ()))

    def examine(self, reading: Reading) -> "Evidence":
        """The same evidence with `accepted` set by its checker; trials and measurements without one are accepted.

        What is checked of a certificate is what a file would hold of it, by the class that `bounds` has for its type.
        A counterexample's is a world: what breaks the reading there is found again.
        """
        certificate = self._stored()
        if self.kind == "proof":
            # what it proves is the certificate's to say: the reading, or its negation
            accepted = (
                certificate is not None
                and bool(getattr(certificate, "refutes", False)) == self.negation
                and certificate.verify(reading.formula, reading.hypotheses)
            )
        elif self.kind == "counterexample":
            look = getattr(certificate, "violation", None)
            found: Violation | None = look(reading.formula, reading.hypotheses) if look else None
            if found is None:
                return replace(self, accepted=False, relation=None, lhs=None, rhs=None, margin=None)
            margin = -abs(float(found.lhs) - float(found.rhs))
            return replace(self, accepted=True, margin=margin, relation=found.relation, lhs=found.lhs, rhs=found.rhs)
        elif isinstance(certificate, Quantities) and certificate.verify(reading.formula, reading.hypotheses):
            return replace(self, accepted=True, answer=str(certificate.answer(reading.formula)))
        else:
            accepted = self.certificate is None
        return replace(self, accepted=bool(accepted), answer="")

    def to_json(self) -> dict[str, Any]:
        """The evidence as JSON data; the certificate with its readable lines."""
        return {
            **{name: getattr(self, name) for name in _PLAIN_FIELDS},
            "witness": dict(self.witness),
            "lhs": self.lhs and self.lhs.to_json(),
            "rhs": self.rhs and self.rhs.to_json(),
            "certificate": self.certificate and self.certificate.to_json(),
            "accepted": self.accepted,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Evidence":
        """Recorded evidence, with the checker's answer as it was recorded; it can be examined again.

        Raises ValueError where its numbers are none of evidence.
        """
        return cls(
            **{name: data[name] for name in _PLAIN_FIELDS if name in data},  # an older file has no `error`
            witness=data["witness"],
            lhs=data["lhs"] and Enclosure.from_json(data["lhs"]),
            rhs=data["rhs"] and Enclosure.from_json(data["rhs"]),
            certificate=data["certificate"] and _Recorded(data["certificate"]),
            accepted=bool(data["accepted"]),
        )

    def _stored(self) -> Certificate | None:
        """The certificate as a file would give it back; None where a file cannot hold it, or would give none."""
        try:
            return None if self.certificate is None else read_back(self.certificate.to_json())
        except ValueError:
            return None


_PLAIN_FIELDS = (
    "kind method summary negation relation margin error confidence p_value comparisons seconds answer".split()
)


@dataclass(frozen=True)
class _Recorded:
    """A certificate as a file has it: it can be shown, and is read back when it is to certify something."""

    data: Mapping[str, Any]

    @property
    def cites(self) -> tuple[tuple[str, str, str], ...]:
        return tuple(dict.fromkeys(cited_in(self.data)))

    def verify(self, formula: Formula, hypotheses: Sequence[Hypothesis]) -> bool:
        return read_back(self.data).verify(formula, hypotheses)

    def to_json(self) -> dict[str, Any]:
        return dict(self.data)


def verdict(evidence: Iterable[Evidence], *, significance: float = SIGNIFICANCE) -> Verdict:
    """The verdict on one reading; p-values must already be corrected for the run's comparisons.

    Raises Contradiction where a proof meets a counterexample or a significant violation.
    """
    evidence = list(evidence)
    proved = any(e.kind == "proof" and e.accepted and not e.negation for e in evidence)
    refuted = any(_refutes(e) for e in evidence)
    violated = _is_exceeded(evidence, significance)
    if proved and (refuted or violated):
        breaking = next(
            e for e in evidence if e.kind == "counterexample" or e.negation or _is_exceeded([e], significance)
        )
        raise Contradiction(f"a proof stands against this {breaking.kind}: {breaking.summary}")
    if refuted:
        return Verdict.REFUTED
    if proved:
        return Verdict.PROVED
    answers = {e.answer for e in evidence if e.answer}
    if violated or answers - {Answer.REPRODUCED} or not any(e.can_fail for e in evidence):
        return Verdict.UNDECIDED
    return Verdict.SUPPORTED


def _refutes(evidence: Evidence) -> bool:
    return evidence.accepted and (evidence.kind == "counterexample" or (evidence.kind == "proof" and evidence.negation))


def is_violated(evidence: Iterable[Evidence], significance: float = SIGNIFICANCE) -> bool:
    """Whether a trial or measurement exceeds the bound ('violated in trials'), or a measured claim did not come out.

    Beyond chance, where it has a p-value (at the run's level); else by more than its numerical error.
    """
    evidence = list(evidence)
    return _is_exceeded(evidence, significance) or answer_of(evidence) == Answer.NOT_REPRODUCED


def answer_of(evidence: Iterable[Evidence]) -> Answer | None:
    """What the measurements of a measured claim say together; None for any other."""
    return together(e.answer for e in evidence if e.answer)


def _is_exceeded(evidence: Iterable[Evidence], significance: float) -> bool:
    return any(e.can_fail and _exceeds(e, significance) for e in evidence)


def _exceeds(evidence: Evidence, significance: float) -> bool:
    if evidence.p_value is not None:
        return evidence.p_value < significance
    return evidence.margin is not None and evidence.margin < -evidence.error


def combined(verdicts: Iterable[Verdict]) -> Verdict:
    """A parent's verdict from its parts': refuted if any is, proved if all are, else the weakest."""
    verdicts = set(verdicts)
    for answer in (Verdict.REFUTED, Verdict.UNDECIDED, Verdict.SUPPORTED, Verdict.PROVED):
        if answer in verdicts:
            return answer
    return Verdict.UNDECIDED
