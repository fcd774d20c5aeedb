"""Networks with log-normal weight noise: architectures, training, grids of them, and `measure` for any network."""

from typing import TYPE_CHECKING, Any

from estimators.extras import require_networks

if TYPE_CHECKING:
    from validation.papers.achille_soatto_2017.measurement import measure

__all__ = ["measure"]


def __getattr__(name: str) -> Any:
    # importing the package must not load torch: `measure` brings it in when it is asked for
    if name == "measure":
        require_networks("validation.networks.measure")
        from validation.papers.achille_soatto_2017.measurement import measure

        return measure
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
