"""Figures and numbers of unit 5, "Can you believe the number?".

Data: the Wisconsin diagnostic breast cancer set that comes with scikit-learn (569 women, 212 cancers, Street
and others 1993). All predictions are out-of-fold: each woman is predicted by a model fitted without her (ten
folds, seed 0).
Every number that the text quotes is printed here.
"""

import sys
from pathlib import Path

import numpy as np
from sklearn.datasets import load_breast_cancer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.naive_bayes import GaussianNB
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from figure_style import CORAL, GREY, INK, MOSS, SEA, plt, save, table

FOLDS = StratifiedKFold(10, shuffle=True, random_state=0)
TEN, TWO, TEXTURE = list(range(10)), [1, 4], [1]
EDGES = np.array([0.1, 0.3, 0.5, 0.7, 0.9])


def load() -> tuple[np.ndarray, np.ndarray]:
    """The thirty measurements, and 1 for a malignant mass (scikit-learn codes malignant as 0)."""
    data = load_breast_cancer()
    return data.data, 1 - data.target


def out_of_fold(model: object, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The probability of cancer for each woman, from a model fitted without her."""
    return cross_val_predict(model, x, y, cv=FOLDS, method="predict_proba")[:, 1]


def logistic() -> object:
    """Logistic regression on standardised measurements, with scikit-learn's default penalty."""
    return make_pipeline(StandardScaler(), LogisticRegression(max_iter=5000))


def log_odds(p: np.ndarray) -> np.ndarray:
    """Log odds of ``p``, kept finite by 1e-10 at either end."""
    p = np.clip(p, 1e-10, 1 - 1e-10)
    return np.log(p / (1 - p))


def calibration_slope(p: np.ndarray, y: np.ndarray) -> float:
    """Slope of a logistic regression of the outcome on the log odds (1 is right; below 1: too extreme)."""
    return float(LogisticRegression(C=1e9, max_iter=5000).fit(log_odds(p)[:, None], y).coef_[0, 0])


def groups(p: np.ndarray, y: np.ndarray, edges: np.ndarray, weight: np.ndarray | None = None) -> list[tuple]:
    """For each band of predicted risk: women, mean prediction, share with cancer (both in per cent)."""
    weight = np.ones_like(p) if weight is None else weight
    band, found = np.digitize(p, edges), []
    for k in np.unique(band):
        inside = band == k
        told, had = (100 * np.average(v[inside], weights=weight[inside]) for v in (p, y))
        found.append((int(inside.sum()), told, had))
    return found


def net_benefit(p: np.ndarray, y: np.ndarray, threshold: float) -> float:
    """True minus false positives (times the odds of the threshold), a person (Vickers and Elkin 2006)."""
    treat = p >= threshold
    return float(((treat & (y == 1)).sum() - (treat & (y == 0)).sum() * threshold / (1 - threshold)) / len(y))


def wilson(found: int, n: int) -> tuple[float, float]:
    """95 % interval for a share, in per cent (Wilson 1927)."""
    z, share = 1.959964, found / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return 100 * (middle - half), 100 * (middle + half)


def calibration_axes(title: str) -> tuple[plt.Figure, plt.Axes]:
    """A square plane of predicted against observed, with the line of perfect agreement."""
    figure, axes = plt.subplots(figsize=(6, 5.4))
    axes.plot([0, 100], [0, 100], color=GREY, lw=1, ls=":")
    axes.set(xlabel="predicted risk, %", ylabel="had cancer, %", title=title)
    axes.set(xlim=(-4, 104), ylim=(-4, 104), xticks=range(0, 101, 25), yticks=range(0, 101, 25))
    return figure, axes


def draw_calibration(logit: np.ndarray, bayes: np.ndarray, y: np.ndarray) -> None:
    """Two models that rank almost equally well; only one gives probabilities that can be believed."""
    figure, axes = calibration_axes("Equal ranking, unequal honesty")
    rows = []
    models = ((logit, "logistic regression", SEA, "o"), (bayes, "naive Bayes", CORAL, "s"))
    for p, name, colour, marker in models:
        found = groups(p, y, EDGES)
        for n, x, share in found:
            axes.plot(x, share, marker, color=colour, ms=4 + n**0.5 / 1.6, alpha=0.85, mew=0)
            rows.append((name, n, f"{x:.1f}", f"{share:.1f}"))
        axes.plot([], [], marker, color=colour, label=f"{name} (AUC {roc_auc_score(y, p):.2f})", ls="none")
        print(name, "AUC", roc_auc_score(y, p), "slope", calibration_slope(p, y), "mean", p.mean(), found)
    axes.legend(loc="lower right")
    save(figure, __file__, "u5-calibration")
    header = ("model", "women in the group", "mean predicted risk (%)", "had cancer (%)")
    table(__file__, "u5-calibration", header, rows)


def recalibrate(p: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Out-of-fold logistic recalibration: two numbers, slope and intercept, learnt on the other folds."""
    return out_of_fold(LogisticRegression(C=1e9, max_iter=5000), log_odds(p)[:, None], y)


def draw_shift(p: np.ndarray, y: np.ndarray) -> None:
    """The same model where 10 % have cancer: each cancer counts for less, then the intercept is corrected."""
    weight = np.where(y == 1, 0.10 / 0.90 * (y == 0).sum() / y.sum(), 1.0)
    odds = p / (1 - p) * (0.10 / 0.90) / (y.mean() / (1 - y.mean()))
    moved = (p, "as it was", CORAL, "s-", np.array([0.2, 0.4, 0.6]))
    mended = (odds / (1 + odds), "intercept corrected", SEA, "o-", np.array([0.1, 0.25, 0.5]))
    figure, axes = calibration_axes("Moved to where 10 % are ill, it promises too much")
    rows = []
    for q, name, colour, marker, edges in (moved, mended):
        found = groups(q, y, edges, weight)
        _, told, had = zip(*found, strict=True)
        axes.plot(told, had, marker, color=colour, label=name, ms=8)
        rows += [(name, n, f"{x:.1f}", f"{share:.1f}") for n, x, share in found]
        told_mean, had_mean = (np.average(v, weights=weight) for v in (q, y))
        print("shift", name, told_mean, had_mean, "AUC", roc_auc_score(y, q, sample_weight=weight), found)
    axes.legend(loc="upper left")
    save(figure, __file__, "u5-shift")
    header = ("model", "women in the group", "mean predicted risk (%)", "had cancer (%, weighted)")
    table(__file__, "u5-shift", header, rows)


def draw_spot(p: np.ndarray, y: np.ndarray) -> None:
    """Calibration of one measurement, for the question ``the-group-promised-too-much``; prints the places."""
    figure, axes = calibration_axes("Four groups of women, one measurement")
    found = groups(p, y, np.array([0.3, 0.5, 0.7]))
    for letter, (_, x, share) in zip("ABCD", found, strict=True):
        axes.plot(x, share, "o", color=INK, ms=11)
        axes.annotate(letter, (x, share), (10, -16), textcoords="offset points", fontsize=14)
    figure.tight_layout()
    for letter, (n, x, share) in zip("ABCD", found, strict=True):
        left, up = figure.transFigure.inverted().transform(axes.transData.transform((x, share)))
        print(f"spot {letter} {n} {x:.1f} {share:.1f} at {100 * left:.0f} {100 - 100 * up:.0f}")
    save(figure, __file__, "u5-spot-calibration")


def draw_intervals() -> None:
    """Nine of ten found, in studies of 10, 50, 200 and 1,000 people with the illness."""
    figure, axes = plt.subplots(figsize=(6, 3.4))
    rows = []
    for place, n in enumerate((1000, 200, 50, 10)):
        low, high = wilson(round(0.9 * n), n)
        axes.plot([low, high], [place, place], color=SEA, lw=5, solid_capstyle="round")
        axes.plot(90, place, "o", color=INK, ms=9, zorder=3)
        rows.append((n, round(0.9 * n), f"{low:.1f}", f"{high:.1f}"))
    axes.set(xlim=(50, 101), ylim=(-0.6, 3.6), xticks=range(50, 101, 10))
    axes.set_yticks(range(4), ["900 of 1,000", "180 of 200", "45 of 50", "9 of 10"])
    axes.set(xlabel="sensitivity, % (line: 95 % interval)", title="“90 %” from ten patients may be 60 %")
    save(figure, __file__, "u5-intervals")
    table(__file__, "u5-intervals", ("with the illness", "found", "from (%)", "to (%)"), rows[::-1])
    print("intervals", rows, "20/20", wilson(20, 20), "24/30", wilson(24, 30), "240/300", wilson(240, 300))


def draw_decision(curves: dict[str, tuple[np.ndarray, str]], y: np.ndarray) -> None:
    """Net benefit of each model, of a biopsy for all and of a biopsy for none, by threshold probability."""
    grid = np.arange(1, 61) / 100
    figure, axes = plt.subplots(figsize=(6, 4.4))
    columns = {name: [100 * net_benefit(p, y, t) for t in grid] for name, (p, _) in curves.items()}
    columns["biopsy for all"] = [100 * net_benefit(np.ones(len(y)), y, t) for t in grid]
    for name, (_, colour) in {**curves, "biopsy for all": (None, GREY)}.items():
        axes.plot(100 * grid, columns[name], color=colour)
    axes.axhline(0, color=INK, lw=1)
    axes.text(1, 1, "biopsy for none", fontsize=11)
    axes.set(
        xlabel="threshold probability, %", ylabel="net benefit, per 100 women", ylim=(-3, 39), xlim=(0, 60)
    )
    axes.set(title="Which policy helps depends on the threshold", yticks=(0, 10, 20, 30))
    axes.text(32, 34, "ten measurements", color=SEA, fontsize=12)
    axes.text(44, 26, "naive Bayes", color=CORAL, fontsize=12)
    axes.text(36, 21, "two measurements", color=MOSS, fontsize=12)
    axes.text(14, 12, "biopsy for all", color=GREY, fontsize=12)
    save(figure, __file__, "u5-decision-curve")
    shown = (1, 2, 5, 10, 20, 30, 40, 50, 60)
    rows = [(t, *(f"{columns[name][t - 1]:.1f}" for name in columns)) for t in shown]
    table(__file__, "u5-decision-curve", ("threshold (%)", *columns), rows)
    print("net benefit", list(columns), *rows, sep="\n  ")


def print_decisions(p: np.ndarray, y: np.ndarray, name: str) -> None:
    """Counts at four thresholds, with a bootstrap interval for the gain over a biopsy for all."""
    rng = np.random.default_rng(0)
    samples = rng.integers(0, len(y), (2000, len(y)))
    for t in (0.02, 0.05, 0.10, 0.20):
        treat = p >= t
        gain = [net_benefit(p[s], y[s], t) - net_benefit(np.ones(len(y)), y[s], t) for s in samples]
        found, needless = int((treat & (y == 1)).sum()), int((treat & (y == 0)).sum())
        overall = 100 * (net_benefit(p, y, t) - net_benefit(np.ones(len(y)), y, t))
        print(name, t, found, needless, "gain per 100", overall, np.percentile(gain, [2.5, 97.5]) * 100)


def main() -> None:
    """Draw everything, print everything."""
    x, y = load()
    ten, bayes = out_of_fold(logistic(), x[:, TEN], y), out_of_fold(GaussianNB(), x[:, TEN], y)
    two, texture = out_of_fold(logistic(), x[:, TWO], y), out_of_fold(logistic(), x[:, TEXTURE], y)
    again = recalibrate(bayes, y)
    draw_calibration(ten, bayes, y)
    print("recalibrated", calibration_slope(again, y), roc_auc_score(y, again), groups(again, y, EDGES))
    draw_shift(two, y)
    draw_spot(texture, y)
    draw_intervals()
    curves = {"ten measurements": (ten, SEA), "two measurements": (two, MOSS), "naive Bayes": (bayes, CORAL)}
    draw_decision(curves, y)
    for p, name in ((ten, "ten"), (two, "two"), (bayes, "bayes"), (again, "bayes recalibrated")):
        print_decisions(p, y, name)


if __name__ == "__main__":
    main()
