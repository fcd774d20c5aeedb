"""Statements to come."""

from bounds.statement import Statement

STATEMENTS: tuple[Statement, ...] = ()
