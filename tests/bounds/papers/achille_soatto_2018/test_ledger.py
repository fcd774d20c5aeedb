"""The edition of 2018: what it has of 2017 is the same object, and what its verdicts make of each claim is computed."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from bounds.claims import Ledger, Verdict
from bounds.claims.citation import Citation
from bounds.claims.edition import check_shared
from bounds.claims.finding import ledger_of
from bounds.claims.statement import Source
from bounds.editions import Fate, changes
from bounds.ledger import LEDGER as EARLIER
from bounds.papers.achille_soatto_2018 import LEDGER, PAPER
from bounds.papers.achille_soatto_2018.of_2017 import of_2017, reading
from bounds.papers.achille_soatto_2018.unread import DAMAGED

PAPERS = ("achille-soatto-2017", "achille-soatto-2018")


def audited():
    from validation.papers import suite

    return {
        Citation(paper, id_, name): verdict
        for paper in PAPERS
        for (id_, name), verdict in suite(paper).audited_verdicts.items()
    }


def fates(ledger=LEDGER, verdicts=None):
    found = changes(EARLIER, ledger, verdicts or audited(), PAPERS)
    return {change.id: change.fate for change in found}


def test_what_is_shared_is_the_same_object():
    check_shared(LEDGER, ledger_of)
    shared = [r for s in LEDGER for r in s.readings if r.same_as is not None]
    assert len(shared) > 80
    assert all(r.formula is EARLIER[r.same_as.id][r.same_as.name].formula for r in shared)


def test_what_is_shared_needs_no_audited_line(tmp_path):
    from validation.papers import suite

    none = tmp_path / "audited.toml"
    none.write_text("", encoding="utf-8")
    here, bare = suite(PAPERS[1]), replace(suite(PAPERS[1]), audited=none)
    shared = [(s.id, r.name) for s in LEDGER for r in s.readings if r.same_as is not None]
    assert {key: here.audited_verdicts[key] for key in shared} == bare.audited_verdicts
    assert bare.decided_by["section-7.1/transition", "printed"] == "full"


@pytest.mark.parametrize("id_", ["equation-8", "proposition-5.2/g", "section-7.3/discriminator"])
def test_what_was_mended_is_audited_here_whatever_it_shares(id_):
    """So that a run with 2017's form in its place is not as audited: the line is no copy of the planted reading's."""
    from validation.papers import suite

    (earlier,) = LEDGER[id_].earlier
    there, here = (suite(paper).audited_verdicts for paper in PAPERS)
    assert (there[earlier, "printed"], here[id_, "printed"]) == (Verdict.REFUTED, Verdict.PROVED)
    assert f'["{id_}"]' in suite(PAPERS[1]).audited.read_text(encoding="utf-8").replace(f"[{id_}]", f'["{id_}"]')


def test_every_claim_says_where_it_comes_from_and_every_earlier_one_is_there():
    assert PAPER.earlier == PAPERS[0]
    assert all(id_ in EARLIER for statement in LEDGER for id_ in statement.earlier)
    new = {s.id for s in LEDGER if s.readings and not s.earlier}
    assert new == {
        "section-4.1/compensation",
        "section-4.1/best-factorised-prior",
        "equation-7",
        "section-6/sharpest-prior",
        "section-7.1/random-labels",
        "proposition-5.2/increasing",
        "section-7.1/architectures",
        "section-7.1/same-place",
        *(s.id for s in LEDGER if s.id.startswith("section-7.2/")),
    }


def test_what_was_not_read_is_said_and_never_judged():
    unread = {s.id for s in LEDGER if s.source == Source.NOT_READ}
    assert unread == {"appendices"}
    assert tuple(s.id for s in LEDGER if s.source == Source.TRANSCRIBED) == DAMAGED == ("proposition-4.3",)


def test_the_line_that_completes_the_ledger_is_all_that_is_needed():
    """As docs/edition-2018.md has it: a claim that 2017 has too shares all but its place and its words."""
    text = (Path(__file__).parents[4] / "docs" / "edition-2018.md").read_text(encoding="utf-8")
    (added,) = eval(re.search(r"```python\n(.*?)```", text, re.DOTALL)[1].strip(), {"of_2017": of_2017})
    check_shared(Ledger((*LEDGER, added)), ledger_of)
    assert {r.name for r in added.readings} == {r.name for r in EARLIER[added.earlier[0]].readings}
    assert added.id not in LEDGER


def test_what_became_of_the_claims_that_matter():
    found = fates()
    assert found["equation-8"] == Fate.FIXED
    assert found["proposition-5.2/g"] == Fate.FIXED
    assert found["section-7.3/discriminator"] == Fate.FIXED
    assert found["total-correlation"] == Fate.FIXED
    assert found["sufficiency"] == Fate.CLARIFIED
    assert found["proposition-2.1"] == Fate.STILL_TRUE
    assert found["proposition-5.2/alpha-relation"] == Fate.STILL_FALSE
    assert (
        found["proposition-3.1/if-and-only-if"] == found["corollary-3.3"] == found["proposition-5.1"] == Fate.AS_MEANT
    )
    assert found["corollary-5.3"] == Fate.CHANGED_FALSE
    assert found["corollary-5.3/width"] == Fate.STILL_FALSE
    assert found["proposition-5.2/increasing"] == Fate.NEW_ERROR
    assert found["section-7.1/random-labels"] == Fate.NEW_ERROR
    assert found["section-4.1/compensation"] == Fate.NEW_TRUE
    assert found["section-6.3"] == Fate.WITHDRAWN
    assert found["appendices"] == Fate.NOT_READ


@pytest.mark.parametrize(
    ("later", "earlier"),
    [
        ("equation-8", "proposition-4"),
        ("proposition-5.2/g", "proposition-7/g"),
        ("section-7.3/discriminator", "section-6.2/discriminator"),
    ],
)
def test_an_error_of_2017_planted_here_is_unchanged_and_false(later, earlier):
    """And another verdict than the audited one: such a run exits 1."""
    planted = replace(LEDGER[later], readings=(reading(earlier), *LEDGER[later].readings[1:]))
    ledger = Ledger(tuple(planted if s.id == later else s for s in LEDGER))
    verdicts = audited()
    own = verdicts[Citation(PAPERS[0], earlier, "printed")]
    assert own == Verdict.REFUTED != verdicts[Citation(PAPERS[1], later, "printed")]
    assert fates(ledger, {**verdicts, Citation(PAPERS[1], later, "printed"): own})[later] == Fate.STILL_FALSE
