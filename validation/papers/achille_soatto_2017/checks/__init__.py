"""The checks of the paper's readings, by section or by claim."""
