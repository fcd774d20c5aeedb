"""Brings the paper's claims and the measurements together: data, networks, checks, experiments, the command line.

`python -m validation.run_all` runs everything and writes a report; `validation.networks.measure` measures one network.
"""
