"""The first paper's ledger, under the name by which others know it."""

from bounds.papers.achille_soatto_2017 import LEDGER as LEDGER
