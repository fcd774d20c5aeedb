"""What is checked and measured of Achille and Soatto 2017."""

from importlib.resources import files

from bounds.papers.achille_soatto_2017 import LEDGER, PAPER
from validation.papers import Suite

_HERE = "validation.papers.achille_soatto_2017"

SUITE = Suite(
    paper=PAPER,
    ledger=LEDGER,
    checks=f"{_HERE}.checks",
    experiments=(
        f"{_HERE}.experiments.certificate",
        f"{_HERE}.experiments.curvature",
        f"{_HERE}.experiments.estimators",
        f"{_HERE}.experiments.frugal_memoriser",
        f"{_HERE}.experiments.label_corruption",
        f"{_HERE}.experiments.layer_information",
        f"{_HERE}.experiments.learning_rates",
        f"{_HERE}.experiments.nuisance_invariance",
        f"{_HERE}.experiments.per_weight_noise",
        f"{_HERE}.experiments.phase_transition",
        f"{_HERE}.experiments.real_networks",
        f"{_HERE}.experiments.reconstruction",
        f"{_HERE}.experiments.stochastic_emergence",
        f"{_HERE}.experiments.stochastic_gradients",
    ),
    audited=files(_HERE) / "audited.toml",
    measurement=f"{_HERE}.measurement",
)
