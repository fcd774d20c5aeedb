"""Claims about stacks of every length: by induction, and beside it proved for the shortest of them one by one."""

import time

import numpy as np

from bounds.claims.formula import Chained
from bounds.claims.statement import Claim, Evidence
from bounds.shannon.induction import find_induction
from validation.checks import check
from validation.checks.informations import proof
from validation.effort import Effort

LENGTHS = range(2, 7)

# what an induction carries from one length to the next
CARRIED = {
    "markov-chain": ("I(x;z[L]) <= I(x;z[i+1])", "I(x;z[i+1]) <= I(z[i];z[i+1])"),
    "corollary-3.4": (
        "I(z[L];n) <= I(z[i+1];n)",
        "I(z[L];y) <= I(z[i+1];y)",
        "I(z[i+1];y) <= I(x;y)",
        "I(z[i+1];y,n) <= I(z[i];z[i+1])",
    ),
    "proposition-2": (
        "I(z[i];y) <= I(x;y)",
        "I(z[L];y) <= I(z[i];y)",
        "I(z[L];x) <= I(z[i];x)",
        "I(z[L];n) <= I(z[i];n)",
    ),
}


@check("markov-chain", "sharpened")
@check("corollary-3.4", "sharpened")
@check("proposition-2", "sharpened")
def induction(claim: Claim, rng: np.random.Generator, effort: Effort) -> Evidence | None:
    """The data processing inequality, one layer more at a time."""
    started = time.perf_counter()
    formula = claim.reading.formula
    if not isinstance(formula, Chained):
        raise ValueError(f"claim: {claim.statement.id} is not about chains of every length")
    certificate = find_induction(formula, CARRIED[claim.statement.id])
    alone = [length for length in LENGTHS if proof(formula.at(length)) is not None]
    if certificate is None:
        return None
    return Evidence(
        kind="proof",
        method="induction, each step a Shannon-type proof",
        summary=f"{len(certificate.carried)} lines hold for the shortest chain, and at length L + 1 if they do at L; "
        f"together they give the claim. Without induction it is proved at L = {', '.join(map(str, alone))} as well.",
        certificate=certificate,
        seconds=time.perf_counter() - started,
    )
