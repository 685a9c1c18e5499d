"""Draw the figures of unit 3 (models) and print every number that its texts quote.

Real data, as bundled with scikit-learn: 442 people with diabetes (Efron et al. 2004), asked whether they
belong to the quarter with the fastest progression, and 569 breast masses (Street et al. 1993). "Pairs" are
the area under the ROC curve in per cent: of 100 pairs of one person with the outcome and one without, how
many the model puts in right order.
"""

import sys
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_diabetes
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import (
    RepeatedStratifiedKFold,
    StratifiedKFold,
    StratifiedShuffleSplit,
    cross_val_score,
    cross_validate,
)
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from figure_style import CORAL, GREY, SEA, save, table  # noqa: E402  (found through the line above)
from image_places import percent  # noqa: E402
from unit_3_comparison import equal_terms  # noqa: E402

SIZE = (5.2, 3.7)
PEOPLE = load_diabetes(scaled=False)
X, SCORE = PEOPLE.data, PEOPLE.target
FAST = (np.percentile(SCORE, 75) <= SCORE).astype(int)
COLUMN = {name: place for place, name in enumerate(PEOPLE.feature_names)}


def fit(names: list[str]) -> tuple[float, np.ndarray, np.ndarray]:
    """The unpenalised logistic regression on ``names`` (raw units): intercept, weights, Wald covariance."""
    columns = X[:, [COLUMN[name] for name in names]]
    middle, spread = columns.mean(0), columns.std(0)
    model = LogisticRegression(C=np.inf, max_iter=10_000, tol=1e-8).fit((columns - middle) / spread, FAST)
    weights = model.coef_[0] / spread
    start = float(model.intercept_[0] - weights @ middle)
    chance = 1 / (1 + np.exp(-(start + columns @ weights)))
    design = np.column_stack([np.ones(len(columns)), columns])
    information = (design * (chance * (1 - chance))[:, None]).T @ design
    return start, weights, np.linalg.inv(information)


def chance_of(total: float) -> float:
    """The probability that belongs to a sum (the logistic function)."""
    return float(1 / (1 + np.exp(-total)))


def bmi_curve() -> None:
    """Draw the curve learnt from body mass index alone over the shares that were counted."""
    start, (weight,), _ = fit(["bmi"])
    print("bmi alone", start, weight, "odds ratio", np.exp(weight))
    print({bmi: round(100 * chance_of(start + weight * bmi), 1) for bmi in (20, 22, 25, 28, 30, 35, 40)})
    edges, bmi, rows = [18, 22, 25, 28, 31, 35, 43], X[:, COLUMN["bmi"]], []
    for low, high in zip(edges, edges[1:], strict=False):
        group = (bmi >= low) & (bmi < high)
        rows.append(
            (low, high, group.sum(), FAST[group].sum(), round(100 * FAST[group].mean(), 1), bmi[group].mean())
        )
    figure, axes = plt.subplots(figsize=SIZE)
    grid = np.linspace(18, 42, 100)
    axes.plot(grid, 100 / (1 + np.exp(-(start + weight * grid))), color=SEA, label="model")
    axes.plot([row[5] for row in rows], [row[4] for row in rows], "s", color=CORAL, ms=8, label="counted")
    axes.set(
        xlabel="Body mass index (kg/m²)",
        ylabel="Fast progression, of 100",
        ylim=(0, 100),
        xticks=[20, 30, 40],
        yticks=[0, 50, 100],
    )
    axes.legend(loc="upper left")
    axes.set_title("From BMI 22 to 35 the chance of fast\nprogression rises from 5 to 79 in 100")
    save(figure, __file__, "u3-bmi-curve")
    header = [
        "bmi_from",
        "bmi_below",
        "people",
        "with_fast_progression",
        "counted_per_cent",
        "model_per_cent",
    ]
    listed = [(*row[:5], round(100 * chance_of(start + weight * row[5]), 1)) for row in rows]
    table(__file__, "u3-bmi-curve", header, listed)


def one_person() -> None:
    """Print the sum of one person (BMI 30, blood pressure 100), its interval and what a unit of BMI does."""
    start, weights, covariance = fit(["bmi", "bp"])
    print("bmi, bp", start, weights, "odds ratios", np.exp(weights), "bp by 10", np.exp(10 * weights[1]))
    errors = np.sqrt(np.diag(covariance))[1:]
    print("intervals", np.exp(weights - 1.96 * errors), np.exp(weights + 1.96 * errors))
    for bmi, pressure in ((22, 90), (23, 90), (30, 100), (31, 100), (26, 95), (35, 110)):
        total = start + weights @ [bmi, pressure]
        design = np.array([1, bmi, pressure])
        error = np.sqrt(design @ covariance @ design)
        print(bmi, pressure, total, [round(100 * chance_of(total + z * error), 1) for z in (0, -1.96, 1.96)])


def alone_and_together() -> None:
    """Draw how odds ratios change when other columns stand beside them."""
    names = {"Age": "age", "Blood pressure": "bp", "Blood sugar": "s6", "Body mass index": "bmi"}
    chosen = [*names.values(), "s5"]
    weights = dict(zip(chosen, fit(chosen)[1], strict=True))
    rows = []
    for words, name in names.items():
        spread = X[:, COLUMN[name]].std()
        rows.append((words, np.exp(fit([name])[1][0] * spread), np.exp(weights[name] * spread)))
    figure, axes = plt.subplots(figsize=SIZE)
    axes.axvline(1, color=GREY, lw=1.5, ls="--")
    for place, (_, alone, together) in enumerate(rows):
        axes.plot([alone, together], [place, place], color=GREY, lw=1.5)
        axes.plot(alone, place, "o", color=CORAL, ms=9, label=None if place else "alone")
        axes.plot(together, place, "s", color=SEA, ms=9, label=None if place else "beside the others")
    axes.set(yticks=range(len(rows)), ylim=(-0.6, 4.2), xlim=(0.8, 4.6), xticks=[1, 2, 3, 4])
    axes.set_yticklabels([row[0] for row in rows], fontsize=12)
    axes.set_xlabel("Odds ratio for a typical difference (1 SD)")
    axes.legend(loc="upper right", ncol=2, columnspacing=1)
    axes.set_title("Beside the others, age and\nblood sugar add little")
    save(figure, __file__, "u3-alone-and-together")
    table(
        __file__,
        "u3-alone-and-together",
        ["column", "odds_ratio_alone", "odds_ratio_beside_the_others"],
        [(w, round(a, 2), round(t, 2)) for w, a, t in rows],
    )
    print("alone/together", rows, "spreads", {name: X[:, COLUMN[name]].std() for name in names.values()})
    print(
        "cholesterol alone",
        fit(["s1"])[1],
        "with all ten",
        dict(zip(PEOPLE.feature_names, fit(PEOPLE.feature_names)[1].round(4), strict=True)),
    )


def depth_scores(label: np.ndarray, depths: list[int]) -> np.ndarray:
    """Pairs in right order, by depth of the tree: (training, new people), five folds, ten times over."""
    folds = RepeatedStratifiedKFold(n_splits=5, n_repeats=10, random_state=0)
    found = []
    for depth in depths:
        tree = DecisionTreeClassifier(max_depth=depth, random_state=0)
        result = cross_validate(tree, X, label, cv=folds, scoring="roc_auc", return_train_score=True)
        found.append((100 * result["train_score"].mean(), 100 * result["test_score"].mean()))
    return np.array(found)


def draw_depths(depths: list[int], found: np.ndarray, title: str) -> plt.Axes:
    """Draw both curves; the marks differ in shape as well as colour."""
    figure, axes = plt.subplots(figsize=SIZE)
    axes.plot(depths, found[:, 0], "s--", color=CORAL, ms=7, label="people it learnt from")
    axes.plot(depths, found[:, 1], "o-", color=SEA, ms=7, label="new people")
    axes.set(xlabel="Depth of the tree (questions in a row)", ylabel="Pairs in right order, of 100")
    axes.set(ylim=(50, 104), yticks=[50, 75, 100], xticks=[1, 3, 5, 8, 12])
    axes.legend(loc="lower left")
    axes.set_title(title)
    return axes


def tree_depth() -> None:
    """Show a tree that remembers more and knows less, and prepare the picture of the `spot` question."""
    depths = [1, 2, 3, 4, 5, 6, 8, 10, 12]
    found = depth_scores(FAST, depths)
    axes = draw_depths(
        depths, found, "Past three questions, the tree only\nremembers; new people gain nothing"
    )
    save(axes.figure, __file__, "u3-tree-depth")
    rows = [
        (depth, round(train, 1), round(new, 1)) for depth, (train, new) in zip(depths, found, strict=True)
    ]
    table(__file__, "u3-tree-depth", ["depth", "people_it_learnt_from", "new_people"], rows)
    print("depths", rows)
    for depth in (3, None):
        tree = DecisionTreeClassifier(max_depth=depth, random_state=0).fit(X, FAST)
        print("leaves", depth, tree.get_n_leaves(), "depth", tree.get_depth())
    other = (np.median(SCORE) < SCORE).astype(int)
    found = depth_scores(other, depths)
    axes = draw_depths(depths, found, "A tree, asked about the faster half")
    print("spot depths", dict(zip(depths, found.round(1).tolist(), strict=True)))
    for depth in (1, 2, 3, 4):
        print("spot u3-spot-depth", depth, percent(axes, depth, 75))
    save(axes.figure, __file__, "u3-spot-depth")


def folds() -> None:
    """Draw five-fold cross-validation as five rows of five blocks."""
    figure, axes = plt.subplots(figsize=(5.2, 3.4))
    for turn in range(5):
        for part in range(5):
            test = turn == part
            axes.barh(
                turn,
                0.94,
                left=part,
                height=0.72,
                color=CORAL if test else SEA,
                hatch="//" if test else None,
                edgecolor="white",
                lw=0,
            )
        axes.text(-0.15, turn, f"Turn {turn + 1}", ha="right", va="center", fontsize=12)
    axes.text(2.5, 4.95, "hatched: tested · plain: learnt from", ha="center", fontsize=12)
    axes.set(xlim=(-0.9, 5), ylim=(5.2, -0.5))
    axes.set_axis_off()
    axes.set_title("Five turns, and everybody is tested once")
    save(figure, __file__, "u3-folds")


def lucky_splits() -> None:
    """Score the same model on 200 single splits, and by 20 rounds of five-fold cross-validation."""
    model = make_pipeline(StandardScaler(), LogisticRegression())

    def scores(way: object) -> np.ndarray:
        return 100 * cross_val_score(model, X, FAST, cv=way, scoring="roc_auc")

    single = scores(StratifiedShuffleSplit(200, test_size=0.2, random_state=0))
    print("single", single.min(), np.percentile(single, [2.5, 50, 97.5]), single.max())
    print("people tested in one split", int(np.ceil(0.2 * len(X))))
    rounds = [scores(StratifiedKFold(5, shuffle=True, random_state=seed)) for seed in range(20)]
    print("one round", rounds[1].round(1), rounds[1].mean())
    means = [turns.mean() for turns in rounds]
    print("rounds", min(means), max(means), np.mean(means))
    draw_lucky_splits(single, min(means), max(means))


def draw_lucky_splits(single: np.ndarray, low: float, high: float) -> None:
    """Draw the single splits as bars, and the band from ``low`` to ``high`` that the rounds stay in."""
    edges = np.arange(78, 101, 2)
    counts = np.histogram(single, bins=edges)[0]
    figure, axes = plt.subplots(figsize=SIZE)
    axes.bar(edges[:-1] + 1, counts, width=1.8, color=SEA)
    axes.axvspan(low, high, color=CORAL, alpha=0.8, lw=0)
    line = {"arrowstyle": "-", "color": CORAL}
    axes.annotate(
        "20 rounds of\ncross-validation", (low, 57), (78, 52), fontsize=11, color=CORAL, arrowprops=line
    )
    axes.set(xlim=(77, 100), ylim=(0, 65), xticks=[80, 85, 90, 95], yticks=[0, 30, 60])
    axes.set(xlabel="Pairs in right order, of 100", ylabel="Splits, of 200")
    axes.set_title(f"One split may say {single.min():.0f} or {single.max():.0f}:\nthe model is the same")
    save(figure, __file__, "u3-lucky-splits")
    rows = zip(edges[:-1], edges[1:], counts, strict=True)
    table(__file__, "u3-lucky-splits", ["pairs_from", "pairs_below", "splits"], rows)


if __name__ == "__main__":
    bmi_curve()
    one_person()
    alone_and_together()
    tree_depth()
    folds()
    lucky_splits()
    equal_terms(X, FAST, COLUMN)
