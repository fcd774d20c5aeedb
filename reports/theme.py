"""The one look of all figures."""

from typing import Any

# distinct to colour-blind readers (after Okabe and Ito), darkened to stand out 3:1 from white
PALETTE = ("#0072b2", "#d55e00", "#00805c", "#a8508c", "#7d6608", "#555555")
MARKERS = ("o", "s", "^", "D", "v", "P", "X")  # one more than colours: a colour that returns has another marker
INK, GRID, PAPER = "#222222", "#d9d9d9", "#ffffff"
WIDTH = 6.4  # inches
SIZE, SMALL = 11.04, 10.12  # points


def settings(salt: str) -> Any:
    """matplotlib's settings; the salt makes the ids of a drawing its own, and the same each time."""
    return {
        "axes.axisbelow": True, "axes.grid": True, "xtick.bottom": False, "ytick.left": False,
        "font.family": "DejaVu Sans", "font.size": SIZE, "axes.labelsize": SIZE, "axes.titlesize": SIZE,
        "xtick.labelsize": SMALL, "ytick.labelsize": SMALL, "legend.fontsize": SMALL,
        "axes.edgecolor": INK, "axes.labelcolor": INK, "text.color": INK, "xtick.color": INK, "ytick.color": INK,
        "figure.facecolor": "none", "axes.facecolor": "none", "patch.edgecolor": "w", "patch.force_edgecolor": True,
        "grid.color": GRID, "grid.linewidth": 0.6, "axes.linewidth": 0.8, "lines.solid_capstyle": "round",
        "lines.linewidth": 1.2, "lines.markersize": 4.8, "patch.linewidth": 0.8,
        "xtick.major.size": 4.8, "ytick.major.size": 4.8, "xtick.minor.size": 3.2, "ytick.minor.size": 3.2,
        "svg.hashsalt": salt, "svg.fonttype": "path", "path.simplify": True,
    }  # fmt: skip
