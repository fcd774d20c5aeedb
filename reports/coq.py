"""The mark 'accepted by Coq': what `verify --coq` accepted stands in a file beside the results, by its seals."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bounds.accepted import Accepted, seal
from reports.results import InvalidResults

FILE_NAME = "coq.json"


def write(found: Accepted, results: Path) -> Path:
    """Write what was accepted beside the results file. Raises OSError where it cannot be written."""
    path = results.parent / FILE_NAME
    path.write_text(json.dumps(found.to_json(), indent=1) + "\n", encoding="utf-8")
    return path


def marked(results: Mapping[str, Any], path: Path) -> dict[str, Any]:
    """The results with Coq's version at each piece of evidence whose certificate it accepted, letter by letter.

    Without the file beside `path` nothing is marked. Raises InvalidResults where it is not such a file.
    """
    file = path.parent / FILE_NAME
    if not file.is_file():
        return dict(results)
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        version, seals = str(data["coq"]), frozenset(data["accepted"])
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise InvalidResults(f"{file}: is not what verify --coq writes ({type(error).__name__}); delete it") from None
    statements = []
    for statement in results["statements"]:
        readings = []
        for reading in statement["readings"]:
            where = statement["paper"], statement["id"], reading["name"], reading["formula"]
            evidence = [
                {**item, "coq": version} if item["certificate"] and seal(*where, item["certificate"]) in seals else item
                for item in reading["evidence"]
            ]
            readings.append({**reading, "evidence": evidence})
        statements.append({**statement, "readings": readings})
    return {**results, "statements": statements}
