"""Where a data point lies in the finished image: the regions of ``spot`` questions count in per cent."""

import matplotlib.pyplot as plt


def percent(axes: plt.Axes, x: float, y: float) -> tuple[float, float]:
    """The place of (x, y), in per cent of the image's width and height from its upper left corner.

    The layout is settled first, in the way in which ``figure_style.save`` does it before it writes.
    """
    for _ in range(2):
        axes.figure.tight_layout()
    across, up = axes.figure.transFigure.inverted().transform(axes.transData.transform((x, y)))
    return round(float(100 * across), 1), round(float(100 * (1 - up)), 1)
