"""Turns a results file into HTML, PDF and figures; `python -m reports RESULTS.json --out DIR` does so at any time."""
