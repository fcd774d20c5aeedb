"""The readings about informations that this edition has of its own."""

from bounds.papers.achille_soatto_2018 import LEDGER
from validation.checks.informations import Shannon, shannon_checks

CHECKS = shannon_checks(LEDGER, {("section-7.1/random-labels", "printed"): Shannon(constants=0.3)})
