"""What is checked and measured of the 2018 edition, beside what it shares with the report of 2017."""

from importlib.resources import files

from bounds.papers.achille_soatto_2018 import LEDGER, PAPER
from validation.papers import Suite
from validation.papers.achille_soatto_2017 import SUITE as EARLIER

_HERE = "validation.papers.achille_soatto_2018"

SUITE = Suite(
    paper=PAPER,
    ledger=LEDGER,
    checks=f"{_HERE}.checks",
    experiments=(
        *EARLIER.experiments,
        *(f"{_HERE}.experiments.{name}" for name in ("label_corruption", "architectures", "bias_variance")),
    ),
    audited=files(_HERE) / "audited.toml",
    measurement=EARLIER.measurement,
)
