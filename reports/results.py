"""The results file: its schema, reading it, writing it."""

import json
import math
import os
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from reports.figure import Figure
from reports.record import Record, Table, records_of

SCHEMA_VERSION = 2
FILE_NAME = "results.json"
ANSWERS = (
    "holds the prover's answers to a file of claims, not the results of a run; each certificate is checked again by "
    "bounds.shannon.ShannonCertificate.from_json(DATA).verify(), a counterexample and a polymatroid likewise"
)


class InvalidResults(ValueError):
    """A results file that cannot be read as one; the message is one sentence for its user."""


def schema() -> dict[str, Any]:
    """The JSON schema of the results file."""
    return json.loads(files("reports").joinpath("results.schema.json").read_text(encoding="utf-8"))


def read(path: Path) -> dict[str, Any]:
    """The results in a file.

    Raises InvalidResults where the file is missing, truncated, of another version, or does not meet the schema.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise InvalidResults(f"{path}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise InvalidResults(f"{path}: is not a text file") from error
    try:
        results = json.loads(text, parse_constant=_no_number, parse_int=_integer, parse_float=_finite)
    except json.JSONDecodeError as error:
        raise InvalidResults(f"{path}: is not whole JSON (line {error.lineno}: {error.msg})") from error
    except (RecursionError, ValueError) as error:  # nested too deeply, a number too long
        raise InvalidResults(f"{path}: is not a results file ({error})") from error
    validate(results, name=str(path))
    try:
        for figure in results["figures"]:
            Figure.from_json(figure)
    except (AttributeError, TypeError, ValueError) as error:
        raise InvalidResults(f"{path}: has a figure that cannot be drawn, {figure['id']} ({error})") from error
    try:
        json.dumps(results, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise InvalidResults(f"{path}: holds a character that no file can ({error.object[error.start]!r})") from error
    return results


def _no_number(text: str) -> float:
    raise ValueError(f"{text} is no number of JSON")


def _integer(text: str) -> int:
    _finite(text)  # what no float can hold, nothing here can compute with
    return int(text)


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"the number {text[:20]}... is too large")
    return number


def validate(results: Any, *, name: str = "results") -> None:
    """Raises InvalidResults, naming the first place at fault, unless the results meet the schema."""
    import jsonschema

    if not isinstance(results, dict):
        raise InvalidResults(f"{name}: is not a results file (no JSON object)")
    if results.get("type") == "answers":
        raise InvalidResults(f"{name}: {ANSWERS}")
    if results.get("schema") != SCHEMA_VERSION:
        raise InvalidResults(f"{name}: has schema {results.get('schema')!r}, this version reads {SCHEMA_VERSION}")
    error = next(iter(jsonschema.Draft202012Validator(schema()).iter_errors(results)), None)
    if error is not None:
        place = "/".join(str(part) for part in error.absolute_path) or "its top level"
        raise InvalidResults(f"{name}: does not meet the schema at {place}: {error.message[:200]}")
    try:
        for experiment in results["experiments"].values():
            Record.from_json(experiment["record"])
        for network in results["networks"]:
            Table.from_json(network["layers"])
            records_of(network)
    except ValueError as error:
        raise InvalidResults(f"{name}: {error}") from error
    papers = [paper["id"] for paper in results["papers"]]
    if len(set(papers)) < len(papers):
        raise InvalidResults(f"{name}: names the paper {max(papers, key=papers.count)!r} twice")
    keys: list[tuple[str, str]] = [(statement["paper"], statement["id"]) for statement in results["statements"]]
    strangers = [paper for paper, _ in keys if paper not in papers]
    if strangers:
        raise InvalidResults(f"{name}: has a statement of the paper {strangers[0]!r}, which it does not name")
    twice = [" ".join(key) for key in keys if keys.count(key) > 1]
    for statement in results["statements"]:
        names = [reading["name"] for reading in statement["readings"]]
        twice += [f"{statement['id']} {name}" for name in names if names.count(name) > 1]
    if twice:
        raise InvalidResults(f"{name}: has {twice[0]!r} twice")
    ids = [figure["id"] for figure in results["figures"]]
    if len(set(ids)) < len(ids):
        raise InvalidResults(f"{name}: has more than one figure with the id {max(ids, key=ids.count)!r}")


def validate_part(kind: str, data: Any) -> None:
    """Raises InvalidResults unless the data are one of the schema's definitions ("evidence", "figure")."""
    import jsonschema

    whole = schema()
    error = next(
        iter(jsonschema.Draft202012Validator({**whole["$defs"][kind], "$defs": whole["$defs"]}).iter_errors(data)), None
    )
    if error is not None:
        place = "/".join(str(part) for part in error.absolute_path) or "its top level"
        raise InvalidResults(f"{kind}: does not meet the schema at {place}: {error.message[:200]}")


def write(results: Mapping[str, Any], path: Path) -> None:
    """Write the results whole or not at all; raises InvalidResults where they do not meet the schema."""
    plain = finite(results)
    validate(plain, name=path.name)
    write_atomically(path, json.dumps(plain, indent=1, ensure_ascii=False, sort_keys=False) + "\n")


def write_atomically(path: Path, content: str | bytes) -> None:
    """Write a file, text as UTF-8, so that a reader, or a crash, never sees half of it."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with open(temporary, "wb") as stream:
            stream.write(content.encode() if isinstance(content, str) else content)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def finite(value: Any) -> Any:
    """The same data as plain JSON: numpy scalars and arrays unpacked, numbers that are not finite as text."""
    if isinstance(value, Mapping):
        return {str(key): finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [finite(item) for item in value]
    if hasattr(value, "tolist"):
        return finite(value.tolist())
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value
