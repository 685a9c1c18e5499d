"""One look for every figure of the courses: the campus's colours, plain axes, text kept as text.

Used by the scripts in ``<course>/figures/``; needs ``requirements/figures.txt``. Files are deterministic: the same data
give the same bytes, so that a changed figure shows in a diff.
"""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

import matplotlib as mpl

mpl.use("svg")
import matplotlib.pyplot as plt  # noqa: E402  (the backend is chosen first)

PAPER, INK, SEA, LEMON, CORAL, MOSS = "#FBFAF6", "#17212B", "#0B6670", "#E8B21E", "#B3402E", "#3F6F3A"
GREY = "#6B7680"

mpl.rcParams.update({
    "figure.figsize": (6.0, 4.0),
    "figure.facecolor": PAPER,
    "axes.facecolor": PAPER,
    "savefig.facecolor": PAPER,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.prop_cycle": mpl.cycler(color=[SEA, CORAL, MOSS, LEMON, GREY]),
    "axes.titlelocation": "left",
    "axes.titlesize": 13,
    "axes.titleweight": "bold",
    "axes.labelsize": 12,
    "xtick.labelsize": 11,
    "ytick.labelsize": 11,
    "xtick.color": INK,
    "ytick.color": INK,
    "text.color": INK,
    "legend.frameon": False,
    "legend.fontsize": 11,
    "font.family": "sans-serif",
    "font.sans-serif": ["Inter", "Arial", "Helvetica", "DejaVu Sans"],
    "svg.fonttype": "none",
    "svg.hashsalt": "salerno",
    "lines.linewidth": 2,
})


def save(figure: plt.Figure, script: str, name: str) -> None:
    """Write ``images/<name>.svg`` of the course that ``script`` (its ``__file__``) belongs to."""
    target = Path(script).resolve().parent.parent / "images" / f"{name}.svg"
    target.parent.mkdir(exist_ok=True)
    figure.tight_layout()
    figure.savefig(target, format="svg", metadata={"Date": None, "Creator": None})
    plt.close(figure)


def table(script: str, name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write ``data/<name>.csv``: the numbers that the plot of the same name shows."""
    target = Path(script).resolve().parent.parent / "data" / f"{name}.csv"
    target.parent.mkdir(exist_ok=True)
    with target.open("w", newline="", encoding="utf-8") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
