"""The figures of unit 1, in English and in French, and every number that the unit quotes.

Two open data sets that scikit-learn carries: Wisconsin breast cancer (Street 1993), diabetes progression
(Efron 2004). Each model is judged on people whom it was not fitted on: ten-fold cross-validation, folds
shuffled with seed 0.
"""

import sys
from collections.abc import Mapping
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_breast_cancer, load_diabetes
from sklearn.dummy import DummyRegressor
from sklearn.feature_selection import SequentialFeatureSelector
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.model_selection import KFold, StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))
from figure_style import CORAL, GREY, INK, LEMON, MOSS, SEA, save, table  # noqa: E402  (the path is set first)
from unit_1_words import EN, FR  # noqa: E402  (stands beside this file)

SEED, FOLDS = 0, 10
GLUCOSE_CUT = 99  # 105 people lie at or above it, and no tie splits the 105 who worsened most
HALO = {"ha": "center", "va": "center"}


def one_line(label: str) -> str:
    """Return the label of a bar as a table shows it."""
    return label.replace("\n", " ")


def diabetes_folds() -> KFold:
    """Return the folds that every diabetes model is judged on."""
    return KFold(FOLDS, shuffle=True, random_state=SEED)


def found_by_lists() -> tuple[int, list[float]]:
    """Return the length of three lists, and how many of those who worsened most each of them holds."""
    data = load_diabetes(scaled=False)
    glucose = data.data[:, data.feature_names.index("s6")]
    length = int((glucose >= GLUCOSE_CUT).sum())
    worst = data.target >= np.sort(data.target)[-length]
    if worst.sum() != length:
        raise ValueError("a tie splits the list: choose another cut")
    predicted = cross_val_predict(LinearRegression(), data.data, data.target, cv=diabetes_folds())
    by_model = predicted >= np.sort(predicted)[-length]
    by_lot = length * length / len(worst)
    return length, [
        round(by_lot),
        int((worst & (glucose >= GLUCOSE_CUT)).sum()),
        int((worst & by_model).sum()),
    ]


def biopsy_errors() -> list[tuple[int, int]]:
    """Return (cancers missed, false alarms) of one cut through one measure and of a logistic regression.

    The measure was picked by looking at several, which flatters the rule; its cut (near 16.8) is learnt
    inside each fold.
    """
    data = load_breast_cancer()
    malignant = data.target == 0
    column = list(data.feature_names).index("worst radius")
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    rule = cross_val_predict(DecisionTreeClassifier(max_depth=1), data.data[:, [column]], malignant, cv=folds)
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=5000))
    full = cross_val_predict(model, data.data, malignant, cv=folds)
    return [(int((malignant & ~said).sum()), int((said & ~malignant).sum())) for said in (rule, full)]


def progression_errors() -> list[float]:
    """Return the mean absolute error of four predictions; the three measures are chosen inside each fold."""
    data = load_diabetes(scaled=False)
    three = make_pipeline(
        StandardScaler(),
        SequentialFeatureSelector(LinearRegression(), n_features_to_select=3, cv=5),
        LinearRegression(),
    )
    bmi = data.data[:, [data.feature_names.index("bmi")]]
    trials = (
        (DummyRegressor(), data.data),
        (LinearRegression(), bmi),
        (three, data.data),
        (LinearRegression(), data.data),
    )
    said = [cross_val_predict(model, x, data.target, cv=diabetes_folds()) for model, x in trials]
    return [float(np.abs(prediction - data.target).mean()) for prediction in said]


def bars(text: Mapping, name: str, rows: tuple, values: list, limit: float) -> None:
    """Draw one horizontal bar for each value, the number at its end, the first row on top."""
    figure, axes = plt.subplots(figsize=(6.0, 1.5 + 0.72 * len(rows)))
    places = range(len(rows))[::-1]
    axes.barh(places, values, color=[GREY] + [SEA] * (len(rows) - 1), height=0.62)
    for place, value in zip(places, values, strict=True):
        axes.text(value + limit * 0.015, place, f"{value:.0f}", va="center", fontsize=14, weight="bold")
    axes.set_yticks(places, rows, fontsize=13)
    axes.set_xlim(0, limit)
    axes.set_xlabel(text[f"{name}_axis"], loc="right")
    axes.set_title(text[f"{name}_title"], x=0, ha="left")
    figure_title_left(figure, axes)
    save(figure, __file__, f"u1-{name.replace('_', '-')}{text['suffix']}")


def figure_title_left(figure: plt.Figure, axes: plt.Axes) -> None:
    """Move the title of ``axes`` to the left edge of the page: long labels do not squeeze it."""
    title = axes.get_title(loc="left") or axes.get_title()
    axes.set_title("")
    axes.set_title("", loc="left")
    figure.suptitle(title, x=0.02, ha="left", fontsize=14, weight="bold")


def stand_in(text: Mapping) -> None:
    """Draw how many of those who worsened most are on each list."""
    length, found = found_by_lists()
    bars(text, "stand_in", text["stand_in_rows"], found, length)
    rows = [(one_line(row), n, length - n) for row, n in zip(text["stand_in_rows"], found, strict=True)]
    table(__file__, f"u1-stand-in{text['suffix']}", text["stand_in_header"], rows)


def few_measures(text: Mapping) -> None:
    """Draw the average error with no, one, three and ten measures."""
    errors = progression_errors()
    bars(text, "few", text["few_rows"], errors, 75)
    rows = [(one_line(row), round(error)) for row, error in zip(text["few_rows"], errors, strict=True)]
    table(__file__, f"u1-few{text['suffix']}", text["few_header"], rows)


def rule_or_model(text: Mapping) -> None:
    """Draw the two kinds of error of the one cut and of the model."""
    errors = biopsy_errors()
    figure, axes = plt.subplots(figsize=(6.0, 3.4))
    for place, (missed, false) in zip((1, 0), errors, strict=True):
        axes.barh(place, missed, color=CORAL, height=0.6, label=text["rule_errors"][0] if place else None)
        axes.barh(
            place,
            false,
            left=missed,
            color=LEMON,
            height=0.6,
            label=text["rule_errors"][1] if place else None,
        )
        axes.text(missed / 2, place, str(missed), **HALO, fontsize=14, weight="bold", color="white")
        axes.text(missed + false / 2, place, str(false), **HALO, fontsize=14, weight="bold")
    axes.set_yticks((1, 0), text["rule_rows"], fontsize=13)
    axes.set_xlim(0, 48)
    axes.set_xlabel(text["rule_axis"], loc="right")
    axes.legend(loc="lower right", fontsize=13)
    axes.set_title(text["rule_title"])
    figure_title_left(figure, axes)
    save(figure, __file__, f"u1-rule{text['suffix']}")
    rows = [(one_line(r), m, f, m + f) for r, (m, f) in zip(text["rule_rows"], errors, strict=True)]
    table(__file__, f"u1-rule{text['suffix']}", text["rule_header"], rows)


def blank(height: float, title: str) -> tuple[plt.Figure, plt.Axes]:
    """Return a page without axes, 100 units wide and 60 high, under its title."""
    figure, axes = plt.subplots(figsize=(6.0, height))
    axes.set(xlim=(0, 100), ylim=(0, 60))
    axes.axis("off")
    figure.suptitle(title, x=0.02, ha="left", fontsize=14, weight="bold")
    return figure, axes


def arrow(axes: plt.Axes, start: tuple[float, float], end: tuple[float, float], colour: str) -> None:
    """Draw an arrow between two points of the page."""
    head = {"arrowstyle": "-|>", "color": colour, "lw": 2.2, "mutation_scale": 18}
    axes.annotate("", xy=end, xytext=start, arrowprops=head)


def moment_of_use(text: Mapping) -> None:
    """Draw the line of time with the moment of use, and print the regions that the bank's ``spot`` needs."""
    known, known_what, unknown, unknown_what, moment, decision, horizon = text["moment"]
    figure, axes = blank(3.9, text["moment_title"])
    axes.add_patch(plt.Rectangle((0, 24), 40, 26, color=SEA, alpha=0.16, lw=0))
    axes.add_patch(plt.Rectangle((40, 24), 60, 26, color=CORAL, alpha=0.13, lw=0))
    arrow(axes, (0, 24), (100, 24), INK)
    axes.plot((40, 40), (17, 54), color=INK, lw=2.5)
    axes.text(40, 57, moment, **HALO, fontsize=14, weight="bold")
    for x, head, what, colour in ((20, known, known_what, SEA), (70, unknown, unknown_what, CORAL)):
        axes.text(x, 44, head, **HALO, fontsize=14, weight="bold", color=colour)
        axes.text(x, 34, what, **HALO, fontsize=13)
    axes.plot(48, 24, "o", color=MOSS, ms=11)
    axes.text(48, 17, decision, **HALO, fontsize=13, weight="bold", color=MOSS)
    axes.annotate("", xy=(97, 9), xytext=(41, 9), arrowprops={"arrowstyle": "<->", "color": INK, "lw": 1.8})
    axes.text(99, 3, horizon, ha="right", va="center", fontsize=13)
    save(figure, __file__, f"u1-moment{text['suffix']}")
    corners = [(0, 50), (40, 24), (40, 50), (100, 24)]
    page = figure.transFigure.inverted().transform(axes.transData.transform(corners)) * 100
    for name, (left, top), (right, bottom) in (("known", *page[:2]), ("not yet known", *page[2:])):
        print(f"spot {name}: box {left:.1f} {100 - top:.1f} {right - left:.1f} {top - bottom:.1f}")


def three_tasks(text: Mapping) -> None:
    """Draw the three tasks as three short lines of time."""
    figure, axes = blank(4.8, text["tasks_title"])
    heights, colours = ((57, 49), (35, 27), (17, 6)), (SEA, MOSS, CORAL)
    for (head, base), (name, question), colour in zip(heights, text["tasks"], colours, strict=True):
        axes.text(0, head, name, va="center", fontsize=14, weight="bold", color=colour)
        axes.text(100, head, question, ha="right", va="center", fontsize=13)
        axes.plot((6, 94), (base, base), color=GREY, lw=1, ls=":")
        axes.plot(6, base, "o", color=colour, ms=13)
    axes.text(3.5, 44, text["now"], ha="left", va="center", fontsize=13)
    axes.text(95, 44, text["later"], ha="right", va="center", fontsize=13)
    arrow(axes, (9, 27), (94, 27), MOSS)
    for rise, word in ((4, "treated"), (-4, "untreated")):
        arrow(axes, (9, 6), (80, 6 + rise), CORAL)
        axes.text(82, 6 + rise, text[word], va="center", fontsize=13)
    save(figure, __file__, f"u1-tasks{text['suffix']}")


def wong_per_thousand() -> list[str]:
    """Return the counts of Wong 2021 (abstract) for 1,000 hospital stays."""
    stays, sepsis, alerts, unnoticed, new = 38455, 2552, 6971, 1709, 183
    counts = {
        "sepsis": sepsis,
        "alerts": alerts,
        "sepsis with alert": sepsis - unnoticed,
        "of these, new": new,
    }
    return [f"{name} {1000 * count / stays:.1f}" for name, count in counts.items()]


def report() -> None:
    """Print each number that the readings quote and the plots do not show."""
    print("Wong 2021, in 1,000 stays:", "; ".join(wong_per_thousand()))
    length, (lot, glucose, model) = found_by_lists()
    print(
        f"stand-in: {length} people; lot {lot}, glucose {glucose} (missed {length - glucose}), model {model}"
    )
    diabetes, biopsies = load_diabetes(), load_breast_cancer()
    print(
        f"diabetes: {len(diabetes.target)} people, "
        f"score {diabetes.target.min():.0f} to {diabetes.target.max():.0f}"
    )
    malignant, samples = int((biopsies.target == 0).sum()), len(biopsies.target)
    print(f"biopsies: {samples} samples, {malignant} malignant: {1000 * malignant / samples:.0f} in 1,000")
    for name, (missed, false) in zip(("rule", "model"), biopsy_errors(), strict=True):
        print(
            f"{name}: missed {missed} of {malignant}, false {false} of {samples - malignant}, "
            f"wrong {missed + false}: {1000 * (missed + false) / samples:.0f} in 1,000"
        )
    print("progression, mean absolute error:", *(f"{error:.1f}" for error in progression_errors()))


if __name__ == "__main__":
    for words in (EN, FR):
        for draw in (stand_in, moment_of_use, three_tasks, rule_or_model, few_measures):
            draw(words)
    report()
