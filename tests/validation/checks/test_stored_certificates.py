"""What the suites' checks certify, in a file: every certificate comes back as it was, and stands there too."""

import json

import pytest

from bounds.claims import Claim, Evidence
from bounds.claims.certificates import CERTIFICATES, read_back
from validation.effort import Effort
from validation.papers import suites
from validation.runs.runner import _flat, _generator

OF_EXPERIMENTS = {"measured quantities"}  # which no check brings
QUICK = "proposition_5"  # derivations, some nested, with integrals, limits and an open function


def _certified(module: str = ""):
    for suite in suites():
        for check in suite.all_checks:
            if module in check.module:
                statement = suite.ledger[check.statement]
                claim = Claim(statement=statement, reading=statement[check.reading])
                found = check.function(claim, _generator(0, check.key), Effort(profile="quick"))
                for one in _flat(found):
                    if isinstance(one, Evidence) and one.certificate is not None:
                        yield claim.reading, one


@pytest.mark.parametrize("module", [QUICK, pytest.param("", marks=pytest.mark.slow)])
def test_every_certificate_comes_back_as_it_was_and_is_accepted_again(module):
    types = set()
    for reading, one in _certified(module):
        data = json.loads(json.dumps(one.certificate.to_json(), allow_nan=False))
        again = read_back(data)
        assert again == one.certificate
        assert again.to_json() == data
        recorded = Evidence.from_json(json.loads(json.dumps(one.to_json(), allow_nan=False)))
        assert recorded.examine(reading).accepted
        types.add(data["type"])
    assert types >= ({"derivation"} if module else set(CERTIFICATES) - OF_EXPERIMENTS)
