"""Statements to come."""

from bounds.statement import Statement

BEFORE_WEIGHTS: tuple[Statement, ...] = ()
SECTION_6: tuple[Statement, ...] = ()
