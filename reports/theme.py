"""The one look of all figures."""

from typing import Any

# distinct to colour-blind readers (after Okabe and Ito), darkened to stand out 3:1 from white
PALETTE = ("#0072b2", "#d55e00", "#00805c", "#a8508c", "#7d6608", "#555555")
MARKERS = ("o", "s", "^", "D", "v", "P", "X")  # one more than colours: a colour that returns has another marker
INK, GRID = "#222222", "#d9d9d9"
WIDTH = 6.4  # inches


def settings(salt: str) -> Any:
    """matplotlib's settings; the salt makes the ids of a drawing its own, and the same each time."""
    import seaborn

    return {
        **seaborn.axes_style("whitegrid"),
        **seaborn.plotting_context("paper", font_scale=1.15),
        "axes.edgecolor": INK, "axes.labelcolor": INK, "text.color": INK, "xtick.color": INK, "ytick.color": INK,
        "figure.facecolor": "none", "axes.facecolor": "none",
        "grid.color": GRID, "grid.linewidth": 0.6, "axes.linewidth": 0.8, "font.family": "DejaVu Sans",
        "svg.hashsalt": salt, "svg.fonttype": "path", "path.simplify": True,
    }  # fmt: skip
