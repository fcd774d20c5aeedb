"""Examples stand as they are read back from a file, and each line of what they show can fail."""

import json
from dataclasses import replace

import pytest

from bounds.claims import Evidence
from bounds.claims.certificates import read_back
from bounds.papers.achille_soatto_2017 import LEDGER
from validation.papers.achille_soatto_2017.checks.what_can_be import EXAMPLES


@pytest.mark.parametrize("statement", EXAMPLES)
def test_an_example_stands_as_a_file_gives_it_back(statement: str, findings) -> None:
    (reading,) = (one for one in LEDGER[statement].readings if getattr(one.formula, "exists", ()))
    (evidence,) = (e for e in findings(statement, reading.name, 0) if isinstance(e, Evidence))
    certificate = read_back(json.loads(json.dumps(evidence.certificate.to_json())))
    assert certificate.verify(reading.formula, reading.hypotheses)
    for name in certificate.joint.names:  # a variable that does not vary shows nothing
        constant = certificate.joint.marginal(*(one for one in certificate.joint.names if one != name))
        assert not replace(certificate, joint=constant.extended(name, lambda: 0)).verify(reading.formula)
