"""A paper's claims as a TOML file, and the answers to them: for those who write no Python.

title = "..."        # of the paper, may be left out, as `source` may
[[claim]]
id = "lemma-1"       # of its own
goal = "I(x;z) <= I(x;y)"      # or several lines, all of which are claimed
given = ["x -> y -> z"]        # may be left out, as the rest may
quote = "the page's words"
remark = "ours"
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bounds.shannon.api import Result, assertions, prove
from bounds.shannon.repair import proposed
from bounds.shannon.witness import Counterexample

OF_FILE, OF_CLAIM = ("title", "source", "claim"), ("id", "goal", "given", "quote", "remark")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One claim of a file.

    >>> asked = claims_in('[[claim]]\\nid = "dpi"\\ngoal = "I(x;z) <= I(x;y)"\\ngiven = "x -> y -> z"').claims[0]
    >>> asked.id, asked.goal, asked.given, asked.quote
    ('dpi', ('I(x;z) <= I(x;y)',), ('x -> y -> z',), '')
    """

    id: str
    goal: tuple[str, ...]
    given: tuple[str, ...] = ()
    quote: str = ""
    remark: str = ""


@dataclass(frozen=True)
class ClaimsFile:
    """What a file asks; `answers` answers it.

    >>> asked = claims_in('[[claim]]\\nid = "dpi"\\ngoal = "I(x;z) <= I(x;y)"\\ngiven = "x -> y -> z"')
    >>> [(answer["id"], answer["verdict"]) for answer in asked.answers()["claims"]]
    [('dpi', 'proved')]
    """

    title: str
    source: str
    claims: tuple[Asked, ...]

    def answers(self, *, repair: bool = False, **options: Any) -> dict[str, Any]:
        """Verdicts with their evidence, as JSON; `options` are those of `prove`.

        `repair`: also propose true claims near the refuted ones. Raises ValueError that names the claim where one has
        hypotheses that contradict each other or is too large; one too large for repairs alone says so beside them.
        """
        told = []
        for asked in self.claims:
            try:
                result = prove(asked.goal, asked.given, **options)
                found, why = proposed(result, asked=repair)
                told.append(
                    _told(asked, result) | {"repairs": [one.to_json() for one in found], "without_repairs": why}
                )
            except ValueError as error:
                raise ValueError(f"claim {asked.id!r}: {error}") from None
        return {"type": "answers", "title": self.title, "source": self.source, "claims": told}


def read(path: Path) -> ClaimsFile:
    """The claims of a file. Raises ValueError, one sentence that names the file, where it holds something else."""
    try:
        return claims_in(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ValueError(f"{path}: cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise ValueError(f"{path}: is not UTF-8 text") from None
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from None


def claims_in(text: str) -> ClaimsFile:
    """The claims of a file's text. Raises ValueError, one sentence, where they are none.

    >>> claims_in('[[claim]]\\nid = "a"\\ngoal = "H(x) <= "')
    Traceback (most recent call last):
    ValueError: claim 'a': goal: unexpected end at position 8 of 'H(x) <='
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"is not TOML: {error}") from None
    _only(data, OF_FILE, "the file")
    listed = data.get("claim")
    if not isinstance(listed, list) or not listed or not all(isinstance(one, dict) for one in listed):
        raise ValueError("has no claims: each starts with a line [[claim]]")
    claims = tuple(_asked(one, number) for number, one in enumerate(listed, start=1))
    ids = [claim.id for claim in claims]
    twice = next((id_ for id_ in ids if ids.count(id_) > 1), None)
    if twice is not None:
        raise ValueError(f"two claims have the id {twice!r}")
    return ClaimsFile(_text(data, "title", "the file"), _text(data, "source", "the file"), claims)


def _asked(data: Mapping[str, Any], number: int) -> Asked:
    id_ = data.get("id", "")
    if not isinstance(id_, str):
        raise ValueError(f'the id of claim number {number} must be text, such as id = "lemma-1", got {id_!r}')
    if not id_.strip():
        raise ValueError(f'claim number {number} has no id, such as id = "lemma-1"')
    if not re.fullmatch(r"\w[\w.:/-]*", id_):
        raise ValueError(f"the id {id_!r} of claim number {number} may have letters, digits and _ . : / - alone")
    where = f"claim {id_!r}"
    _only(data, OF_CLAIM, where)
    goal, given = (_lines(data, name, where) for name in ("goal", "given"))
    if not goal:
        raise ValueError(f'{where} has no goal, such as goal = "I(x;z) <= I(x;y)"')
    try:
        assertions(goal, "goal")
        assertions(given, "given")
    except ValueError as error:
        raise ValueError(f"{where}: {error}") from None
    return Asked(id=id_, goal=goal, given=given, quote=_text(data, "quote", where), remark=_text(data, "remark", where))


def _only(data: Mapping[str, Any], known: tuple[str, ...], where: str) -> None:
    unknown = next((key for key in data if key not in known), None)
    if unknown is not None:
        raise ValueError(f"{where} has {unknown!r}; what it may have is {', '.join(known)}")


def _text(data: Mapping[str, Any], name: str, where: str) -> str:
    found = data.get(name, "")
    if not isinstance(found, str):
        raise ValueError(f"{where}: {name} must be text, got {found!r}")
    return found.strip()


def _lines(data: Mapping[str, Any], name: str, where: str) -> tuple[str, ...]:
    found = data.get(name, [])
    lines = [found] if isinstance(found, str) else found
    if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
        raise ValueError(f"{where}: {name} must be a line or a list of lines, got {found!r}")
    return tuple(line.strip() for line in lines)


def _told(asked: Asked, result: Result) -> dict[str, Any]:
    witness = result.counterexample and Counterexample(result.counterexample, result.goal, result.given)
    return {
        "id": asked.id,
        "quote": asked.quote,
        "goal": list(asked.goal),
        "given": list(asked.given),
        "remark": asked.remark,
        "verdict": result.verdict,
        "certificate": result.certificate and result.certificate.to_json(),
        "used": list(result.certificate.used) if result.certificate else [],
        "counterexample": witness and witness.to_json(),
        "polymatroid": result.polymatroid and result.polymatroid.to_json(),
        "tried": list(result.tried),
        "lines": str(result).split("\n"),
    }
