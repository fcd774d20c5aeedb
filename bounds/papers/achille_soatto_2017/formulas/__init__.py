"""The formulas of the paper, a module a section: imported when a formula is wanted, since they load sympy."""
