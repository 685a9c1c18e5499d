"""Compare models on equal terms: the last figure of unit 3, drawn by ``unit_3.py``."""

from collections.abc import Mapping

import matplotlib.pyplot as plt
import numpy as np
from figure_style import CORAL, INK, SEA, save, table
from sklearn.datasets import load_breast_cancer
from sklearn.ensemble import GradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GridSearchCV, RepeatedStratifiedKFold, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

SIZE = (5.2, 3.7)


def candidates() -> dict[str, object]:
    """Three methods with four settings each, chosen in the training part by three-fold cross-validation."""
    logistic = make_pipeline(StandardScaler(), LogisticRegression(max_iter=2000))
    grids = {
        "Logistic regression": (logistic, {"logisticregression__C": [0.01, 0.1, 1, 10]}),
        "Random forest": (RandomForestClassifier(100, random_state=0), {"min_samples_leaf": [1, 5, 10, 20]}),
        "Boosted trees": (
            GradientBoostingClassifier(random_state=0),
            {"max_depth": [1, 2], "n_estimators": [30, 100]},
        ),
    }
    return {name: GridSearchCV(model, grid, cv=3, scoring="roc_auc") for name, (model, grid) in grids.items()}


def compare(data: np.ndarray, label: np.ndarray, repeats: int) -> dict[str, np.ndarray]:
    """Pairs in right order on the same splits for all candidates (nested, after Varma and Simon 2006)."""
    same = RepeatedStratifiedKFold(n_splits=5, n_repeats=repeats, random_state=3)
    return {
        name: 100 * cross_val_score(model, data, label, cv=same, scoring="roc_auc")
        for name, model in candidates().items()
    }


def equal_terms(people: np.ndarray, fast: np.ndarray, place: Mapping[str, int]) -> None:
    """Compare on both datasets; then print what an unequal comparison would have said.

    ``place`` gives the number of a named column of ``people``.
    """
    diabetes = compare(people, fast, 5)
    same = RepeatedStratifiedKFold(n_splits=5, n_repeats=5, random_state=3)
    bmi = people[:, place["bmi"]]
    simple = np.array([100 * roc_auc_score(fast[test], bmi[test]) for _, test in same.split(people, fast)])
    scores = {"Body mass index alone": simple, **diabetes}
    for name, found in scores.items():
        ahead = (found > diabetes["Random forest"]).sum()
        print("diabetes", name, found.mean(), found.std(), "ahead of the forest in", ahead, "of", len(found))
    difference = diabetes["Logistic regression"] - diabetes["Random forest"]
    print("difference", difference.mean(), difference.min(), difference.max())
    poor = make_pipeline(StandardScaler(), LogisticRegression())
    few = people[:, [place["age"], place["bp"]]]
    print("unequal: age, pressure", 100 * cross_val_score(poor, few, fast, cv=same, scoring="roc_auc").mean())
    breast = load_breast_cancer()
    for name, found in compare(breast.data, 1 - breast.target, 1).items():
        print("breast", name, found.mean(), found.round(1))
    draw_comparison(scores)


def draw_comparison(scores: dict[str, np.ndarray]) -> None:
    """Draw the 25 splits of each model as a row of points and its mean as a bar."""
    figure, axes = plt.subplots(figsize=SIZE)
    for place, (_, found) in enumerate(scores.items()):
        wobble = np.linspace(-0.14, 0.14, len(found))
        axes.plot(found, place + wobble, "o", color=SEA, ms=4.5, alpha=0.6)
        axes.plot([found.mean()] * 2, [place - 0.34, place + 0.34], color=CORAL, lw=3)
        axes.text(found.mean(), place - 0.38, f"{found.mean():.0f}", ha="center", fontsize=12, color=INK)
    axes.set(
        yticks=range(len(scores)),
        ylim=(3.6, -0.8),
        xticks=[70, 80, 90, 100],
        xlim=(68, 101),
        xlabel="Pairs in right order, of 100",
    )
    words = [name.replace(" index", "\nindex").replace(" regression", "\nregression") for name in scores]
    axes.set_yticklabels(words, fontsize=12)
    axes.set_title("On equal terms, the weighted sum\nis at least as good as the forest")
    save(figure, __file__, "u3-equal-terms")
    header = ["split", *(name.lower().replace(" ", "_") for name in scores)]
    splits = enumerate(zip(*scores.values(), strict=True), start=1)
    table(__file__, "u3-equal-terms", header, [(n, *(round(v, 1) for v in row)) for n, row in splits])
