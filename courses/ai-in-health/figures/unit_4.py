"""Figures and numbers of unit 4, "Measuring a test".

Data: the Wisconsin diagnostic breast cancer set that comes with scikit-learn (569 women, Street and others
1993). The "test" of the unit is one measurement, the mean radius of the cell nuclei; a woman tests positive
at or above a threshold.
Every number that the text quotes is printed here.
"""

import sys
from pathlib import Path
from statistics import NormalDist

import numpy as np
from sklearn.datasets import load_breast_cancer
from sklearn.metrics import roc_auc_score, roc_curve

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from figure_style import CORAL, GREY, INK, MOSS, SEA, plt, save, table

PHI = NormalDist().cdf
THRESHOLDS = (11, 12, 13, 14, 15, 16, 18)
SETTINGS = "10 2 .5; 10 2 1; 10 2 1.5; 10 2 2; 1 2 .5; 1 2 2; 30 2 .5; 10 1 .5; 10 3 .5; 10 3 1.5; 1 3 1.5"


def load() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Nuclear radius, texture, and 1 for a malignant mass (scikit-learn codes malignant as 0)."""
    data = load_breast_cancer()
    return data.data[:, 0], data.data[:, 1], 1 - data.target


def counts(score: np.ndarray, ill: np.ndarray, threshold: float) -> tuple[int, int, int, int]:
    """True positives, false negatives, false positives, true negatives at or above ``threshold``."""
    positive = score >= threshold
    tp, fp = int((positive & (ill == 1)).sum()), int((positive & (ill == 0)).sum())
    return tp, int(ill.sum()) - tp, fp, int((ill == 0).sum()) - fp


def predictive(prevalence: float, sensitivity: float, specificity: float) -> tuple[float, float]:
    """Positive and negative predictive value, by counting the four groups of people."""
    tp, fn = prevalence * sensitivity, prevalence * (1 - sensitivity)
    fp, tn = (1 - prevalence) * (1 - specificity), (1 - prevalence) * specificity
    return tp / (tp + fp), tn / (tn + fn)


def dots(axes: plt.Axes, x: float, y: float, n: int, colour: str, *, columns: int, size: float) -> None:
    """Draw ``n`` people in rows from (x, y) downwards, one dashed line a row: a dot each, in little space.

    The dash pattern is in points; the axes must have their final place before it is called.
    """
    unit = np.diff(axes.transData.transform([(0, 0), (1, 0)])[:, 0])[0] * 72 / axes.figure.dpi
    for row, start in enumerate(range(0, n, columns)):
        length = min(columns, n - start) - 0.9
        axes.plot(
            [x, x + length],
            [y - row, y - row],
            color=colour,
            lw=size,
            dash_capstyle="round",
            linestyle=(0, (0.01 / size, (unit - 0.01) / size)),
        )


def blank(width: float, height: float, title: str) -> tuple[plt.Figure, plt.Axes]:
    """An empty drawing surface with a title, laid out so that ``dots`` can measure it."""
    figure, axes = plt.subplots()
    axes.set(xlim=(-1, width), ylim=(0, height), title=title)
    axes.axis("off")
    figure.tight_layout()
    return figure, axes


def draw_matrix(radius: np.ndarray, ill: np.ndarray) -> None:
    """The confusion matrix at threshold 15 as 569 dots in four boxes."""
    tp, fn, fp, tn = counts(radius, ill, 15)
    figure, axes = blank(52, 46, "The test finds 161 of 212 cancers and worries 13 others")
    cells = (
        (0, 36, tp, SEA, "true positives"),
        (0, 16, fn, CORAL, "false negatives"),
        (28, 36, fp, INK, "false positives"),
        (28, 16, tn, GREY, "true negatives"),
    )
    for x, y, n, colour, label in cells:
        axes.text(x - 0.4, y + 1.7, f"{n} {label}", fontsize=12, weight="bold")
        dots(axes, x, y, n, colour, columns=23, size=4.2)
    for x, label in ((0, "212 malignant"), (28, "357 benign")):
        axes.text(x - 0.4, 43, label, fontsize=13, color=INK)
    axes.text(-0.4, 27.5, "above: radius 15 or more, test positive", fontsize=11, va="center")
    axes.text(-0.4, 24, "below: radius under 15, test negative", fontsize=11, va="center")
    axes.axhline(25.8, color=INK, lw=1)
    axes.plot([25.5, 25.5], [0, 22], color=INK, lw=1)
    axes.plot([25.5, 25.5], [29, 46], color=INK, lw=1)
    save(figure, __file__, "u4-confusion-matrix")
    rows = (("test positive", tp, fp), ("test negative", fn, tn))
    table(__file__, "u4-confusion-matrix", ("", "malignant", "benign"), rows)
    print(f"matrix at 15: {tp} {fn} {fp} {tn} sens {tp / 212:.3f} spec {tn / 357:.3f}", end=" ")
    print(
        f"PPV {tp / (tp + fp):.3f} NPV {tn / (tn + fn):.3f} accuracy {(tp + tn) / 569:.3f} of {357 / 569:.3f}"
    )


def draw_thousand() -> None:
    """1,000 people at 1 % prevalence, sensitivity and specificity 90 %: whom the alarm calls."""
    figure, axes = blank(40, 34, "Of 108 people who test positive, 9 are ill")
    groups = (
        (9, SEA, "9 ill, test positive"),
        (1, CORAL, "1 ill, test negative"),
        (99, INK, "99 not ill, test positive"),
        (891, GREY, "891 not ill, test negative"),
    )
    tops = (31, 31, 26.5, 20.5)
    for (n, colour, label), x, y in zip(groups, (0.5, 20.5, 0.5, 0.5), tops, strict=True):
        axes.text(x - 0.4, y + 1.1, label, fontsize=12)
        dots(axes, x, y, n, colour, columns=40, size=5.2)
    save(figure, __file__, "u4-thousand-people")
    table(__file__, "u4-thousand-people", ("group", "people"), [(label, n) for n, _, label in groups])


def draw_prevalence() -> None:
    """Predictive values of one test (90 % and 90 %) as prevalence goes from 1 to 60 %."""
    share = np.arange(1, 61) / 100
    ppv, npv = np.array([predictive(p, 0.9, 0.9) for p in share]).T
    figure, axes = plt.subplots()
    axes.plot(share * 100, npv * 100, color=MOSS)
    axes.plot(share * 100, ppv * 100, color=SEA)
    axes.text(3, 91, "negative right (NPV)", color=MOSS, fontsize=12)
    axes.text(21, 60, "positive result right (PPV)", color=SEA, fontsize=12)
    for p in (1, 10, 50):
        value = ppv[p - 1] * 100
        axes.plot(p, value, "o", color=SEA)
        axes.annotate(f"{value:.0f} %", (p, value), (6, -14), textcoords="offset points", fontsize=12)
    axes.set(xlabel="ill, of 100 people tested", ylabel="per cent", ylim=(0, 103), xlim=(0, 61))
    axes.set(title="The same test means less where illness is rare", xticks=(1, 10, 30, 50))
    save(figure, __file__, "u4-prevalence")
    shown = (1, 2, 5, 10, 20, 30, 40, 50, 60)
    rows = [(p, f"{100 * ppv[p - 1]:.1f}", f"{100 * npv[p - 1]:.1f}") for p in shown]
    table(__file__, "u4-prevalence", ("ill of 100 tested", "PPV (%)", "NPV (%)"), rows)
    print("90/90:", rows)


def draw_distributions(radius: np.ndarray, ill: np.ndarray) -> None:
    """Nuclear radius in both groups, with the two thresholds that the text compares."""
    edges = np.arange(6, 30)
    benign, _ = np.histogram(radius[ill == 0], edges)
    malignant, _ = np.histogram(radius[ill == 1], edges)
    figure, axes = plt.subplots()
    axes.stairs(benign, edges, fill=True, color=GREY, alpha=0.45, label="357 benign")
    axes.stairs(malignant, edges, fill=True, color=CORAL, alpha=0.45, label="212 malignant")
    for threshold in (13, 15):
        axes.axvline(threshold, color=INK, lw=1.5, ls="--")
        axes.text(threshold + 0.15, 97, f"{threshold}", fontsize=12)
    axes.set(xlabel="mean radius of the cell nuclei", ylabel="women", ylim=(0, 103), yticks=(0, 50, 100))
    axes.set(title="The groups overlap: every threshold makes errors")
    axes.legend(loc="center right")
    save(figure, __file__, "u4-distributions")
    rows = zip(edges[:-1], edges[1:], benign, malignant, strict=True)
    table(__file__, "u4-distributions", ("radius from", "to below", "benign", "malignant"), rows)


def roc_axes(title: str) -> tuple[plt.Figure, plt.Axes]:
    """A square ROC plane with the line of a test that knows nothing."""
    figure, axes = plt.subplots(figsize=(6, 5.4))
    axes.plot([0, 100], [0, 100], color=GREY, lw=1, ls=":")
    axes.set(xlabel="false alarms, % of women with a benign mass", ylabel="found, % of cancers", title=title)
    axes.set(xlim=(-3, 103), ylim=(-3, 110), xticks=range(0, 101, 25), yticks=range(0, 101, 25))
    return figure, axes


def draw_roc(radius: np.ndarray, texture: np.ndarray, ill: np.ndarray) -> None:
    """ROC curves of two measurements; four thresholds of the first stand on its curve."""
    figure, axes = roc_axes("Nuclear radius separates better than texture")
    curves = ((radius, SEA, "radius", (2, 103)), (texture, CORAL, "texture", (42, 66)))
    for score, colour, label, place in curves:
        fpr, tpr, _ = roc_curve(ill, score)
        area = roc_auc_score(ill, score)
        axes.plot(fpr * 100, tpr * 100, color=colour)
        axes.text(*place, f"{label}: AUC {area:.2f}", color=colour, fontsize=12)
        print("AUC", label, round(area, 3))
    rows = []
    for threshold in THRESHOLDS:
        tp, fn, fp, tn = counts(radius, ill, threshold)
        rows.append((threshold, tp, fn, fp, tn, f"{100 * tp / 212:.1f}", f"{100 * tn / 357:.1f}"))
        if threshold in (12, 13, 15, 18):
            point, shift = (100 * fp / 357, 100 * tp / 212), (6, -14) if threshold > 14 else (-6, 7)
            axes.plot(*point, "o", color=INK)
            axes.annotate(f"{threshold}", point, shift, textcoords="offset points", fontsize=12)
    save(figure, __file__, "u4-roc")
    header = "radius at least,found,missed,false alarms,rightly cleared,sensitivity (%),specificity (%)"
    table(__file__, "u4-roc", header.split(","), rows)
    print("thresholds:", *rows, sep="\n  ")


def draw_spot(radius: np.ndarray, ill: np.ndarray) -> None:
    """The ROC curve of the question ``lowest-threshold-on-the-curve``; prints where each point lies."""
    figure, axes = roc_axes("Four thresholds of one test")
    fpr, tpr, _ = roc_curve(ill, radius)
    axes.plot(fpr * 100, tpr * 100, color=SEA)
    cells = [counts(radius, ill, threshold) for threshold in (18, 15, 13, 12)]
    points = {
        letter: (100 * fp / 357, 100 * tp / 212) for letter, (tp, _, fp, _) in zip("ABCD", cells, strict=True)
    }
    for letter, point in points.items():
        axes.plot(*point, "o", color=INK, ms=10)
        axes.annotate(letter, point, (9, -16), textcoords="offset points", fontsize=14)
    figure.tight_layout()
    for letter, point in points.items():
        x, y = figure.transFigure.inverted().transform(axes.transData.transform(point))
        print(f"spot {letter} {point[0]:.1f} {point[1]:.1f} at {100 * x:.0f} {100 - 100 * y:.0f}")
    save(figure, __file__, "u4-spot-roc")


def draw_weights(radius: np.ndarray, ill: np.ndarray) -> None:
    """Weighted harm by threshold, for three opinions on what a missed cancer weighs in false alarms."""
    grid = np.arange(10, 20.01, 0.5)
    figure, axes = plt.subplots()
    harm = {}
    for weight, colour in ((1, GREY), (5, SEA), (20, CORAL)):
        cells = [counts(radius, ill, t) for t in grid]
        harm[weight] = np.array([fp + weight * fn for _, fn, fp, _ in cells])
        best = int(np.argmin(harm[weight]))
        axes.plot(grid, harm[weight], color=colour)
        axes.plot(grid[best], harm[weight][best], "o", color=colour)
        print("weight", weight, "best", grid[best], counts(radius, ill, grid[best]), harm[weight][best])
    for weight, x, y, colour in ((1, 16.5, 30, GREY), (5, 16.6, 370, SEA), (20, 14.2, 690, CORAL)):
        label = f"1 miss = {weight} false alarm{'s' if weight > 1 else ''}"
        axes.text(x, y, label, color=colour, fontsize=12)
    axes.set(
        xlabel="threshold (nuclear radius)", ylabel="harm, in false alarms", ylim=(0, 800), xlim=(10, 20)
    )
    axes.set(title="The worse a miss, the lower the best threshold", xticks=range(10, 21, 2))
    save(figure, __file__, "u4-weights")
    rows = zip(grid, harm[1], harm[5], harm[20], strict=True)
    table(__file__, "u4-weights", ("threshold", "weight 1", "weight 5", "weight 20"), rows)


def print_explorable() -> None:
    """The static table of the explorable: two unit normals, the healthy at 0 and the ill at ``d``."""
    for setting in SETTINGS.split(";"):
        per_cent, d, t = map(float, setting.split())
        sens, spec, ill, others = 1 - PHI(t - d), PHI(t), 10 * per_cent, 1000 - 10 * per_cent
        ppv, npv = predictive(per_cent / 100, sens, spec)
        people = [round(v) for v in (ill * sens, ill * (1 - sens), others * (1 - spec), others * spec)]
        print(
            f"explorable {per_cent:g} % d {d:g} t {t:g}: sens {100 * sens:.1f} spec {100 * spec:.1f}", end=" "
        )
        print(people, sum(people), f"PPV {100 * ppv:.1f} NPV {100 * npv:.1f} AUC {PHI(d / 2**0.5):.3f}")


def main() -> None:
    """Draw everything, print everything."""
    radius, texture, ill = load()
    draw_matrix(radius, ill)
    draw_thousand()
    draw_prevalence()
    draw_distributions(radius, ill)
    draw_roc(radius, texture, ill)
    draw_spot(radius, ill)
    draw_weights(radius, ill)
    print_explorable()
    for prevalence in (0.01, 0.1, 212 / 569):
        print("radius 15 at prevalence", round(prevalence, 3), predictive(prevalence, 161 / 212, 344 / 357))
    tp, fn, fp, tn = 2552 - 1709, 1709, 6971 - 843, 35903 - 6128  # from the counts in Wong and others 2021
    print("sepsis:", tp, fn, fp, tn, tp / (tp + fn), tn / (tn + fp), tp / (tp + fp), tn / (tn + fn))


if __name__ == "__main__":
    main()
