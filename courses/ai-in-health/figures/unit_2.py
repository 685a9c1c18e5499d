"""Draw the figures of unit 2 (data) and print every number that its texts quote.

Real data, as bundled with scikit-learn: the 442 people with diabetes of Efron et al. (2004) and the 569
breast masses of Street et al. (1993). What is made up (the label chain, the repeated visits, the diagrams)
says so in its text.
"""

import sys
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_breast_cancer, load_diabetes
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_selection import SelectKBest
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, StratifiedKFold, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from figure_style import CORAL, GREY, INK, PAPER, SEA, save, table  # noqa: E402  (found through the line above)
from image_places import percent  # noqa: E402

SIZE = (5.2, 3.7)
PEOPLE = load_diabetes(scaled=False)
AGE = PEOPLE.data[:, 0]
FAST = (PEOPLE.target >= np.percentile(PEOPLE.target, 75)).astype(int)
VISITS = 5
JITTER = 0.2  # of each column's standard deviation: how much a repeated visit differs from the first


def ages() -> None:
    """Show whom the diabetes data leave out: the youngest and the oldest."""
    edges = list(range(10, 91, 10))
    counts = np.histogram(AGE, bins=edges)[0]
    figure, axes = plt.subplots(figsize=SIZE)
    bars = axes.bar([f"{e}–{e + 9}" for e in edges[:-1]], counts, color=SEA)
    axes.bar_label(bars, fontsize=11)
    axes.tick_params(axis="x", labelrotation=40)
    axes.set(xlabel="Age in years", ylabel="People", ylim=(0, 140), yticks=[0, 50, 100])
    axes.set_title("Only 13 of these 442 people with\ndiabetes are 70 or older")
    save(figure, __file__, "u2-ages")
    table(
        __file__,
        "u2-ages",
        ["age_from", "age_to", "people"],
        zip(edges[:-1], [e + 9 for e in edges[:-1]], counts, strict=True),
    )
    print("ages", AGE.min(), np.median(AGE), AGE.max(), "70+", int((AGE >= 70).sum()), "of", len(AGE))
    print("sex codes", np.unique(PEOPLE.data[:, 1], return_counts=True))
    print(
        "progression score",
        PEOPLE.target.min(),
        np.median(PEOPLE.target),
        PEOPLE.target.max(),
        "fast",
        FAST.sum(),
    )
    malignant = int((load_breast_cancer().target == 0).sum())
    print(
        "malignant",
        malignant,
        "of",
        len(load_breast_cancer().target),
        1000 * malignant / len(load_breast_cancer().target),
    )


def label_chain() -> None:
    """Show how a code loses people between the illness and the label (made-up numbers)."""
    steps = ["Ill", "Seek care", "Are tested", "Test positive", "Get the code"]
    people = [100, 80, 64, 54, 45]
    figure, axes = plt.subplots(figsize=SIZE)
    bars = axes.barh(steps, people, color=[GREY, SEA, SEA, SEA, CORAL])
    axes.bar_label(bars, padding=4, fontsize=12)
    axes.invert_yaxis()
    axes.set(xlim=(0, 115), xticks=[0, 50, 100], xlabel="People out of 100 who are ill (made-up numbers)")
    axes.set_title("Of 100 ill people, the label\nends up knowing 45")
    save(figure, __file__, "u2-label-chain")
    table(__file__, "u2-label-chain", ["step", "people"], zip(steps, people, strict=True))


def timeline(title: str, events: list[tuple[str, float, float]], *, coloured: bool) -> plt.Axes:
    """Draw each event (name, hour taken, hour seen in the record) against the moment of use at hour 0."""
    figure, axes = plt.subplots(figsize=(5.2, 4.2))
    axes.axvline(0, color=INK, lw=2)
    for row, (_, taken, seen) in enumerate(events):
        colour = CORAL if coloured and seen > 0 else SEA
        axes.plot([taken, seen], [row, row], color=colour)
        axes.plot(taken, row, "o", ms=10, mfc=PAPER, mec=colour, mew=2)
        axes.plot(seen, row, "o", ms=10, color=colour)
    axes.plot([], [], "o", ms=9, mfc=PAPER, mec=INK, mew=2, label="done")
    axes.plot([], [], "o", ms=9, color=INK, label="in the record")
    axes.legend(loc="upper center", bbox_to_anchor=(0.35, -0.12), ncol=2)
    axes.set(xlim=(-11, 11), ylim=(len(events) - 0.4, -0.6), yticks=range(len(events)), xticks=[-8, 0, 8])
    axes.set_yticklabels([name for name, _, _ in events], fontsize=12)
    axes.set_xticklabels(["8 h before", "moment of use", "8 h after"])
    axes.set_title(title)
    return axes


def moments() -> None:
    """Show which columns exist when a sepsis model is asked, and draw the picture of a `spot` question."""
    named = [
        ("Age", -9, -9), ("Pulse", -2, -2), ("White cells", -5, -3), ("Lactate", -1, 2),
        ("Antibiotic", 3, 3), ("Final code", 10, 10),
    ]  # fmt: skip
    axes = timeline("Right of the line, nothing is known\nwhen the model is asked", named, coloured=True)
    save(axes.figure, __file__, "u2-moments")
    table(__file__, "u2-moments", ["column", "hour_done", "hour_in_the_record"], named)
    asked = [
        ("Age", -9, -9),
        ("Creatinine", -6, -4),
        ("Culture", -5, 8),
        ("Temperature", -1, -1),
        ("Home drugs", -7, -7),
    ]
    axes = timeline("Five columns offered to a model", asked, coloured=False)
    print("spot u2-spot-moments", percent(axes, -5, 2), percent(axes, 8, 2), percent(axes, 8, 1))
    save(axes.figure, __file__, "u2-spot-moments")


def noise_columns() -> None:
    """Score a model of pure noise, its columns chosen before or in the split (Ambroise, McLachlan 2002)."""
    columns = np.random.default_rng(7).normal(size=(len(FAST), 2000))
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    before, inside = [], []
    for seed in range(100, 110):
        dealt = np.random.default_rng(seed).permutation(FAST)
        chosen = SelectKBest(k=20).fit_transform(columns, dealt)
        plain = make_pipeline(StandardScaler(), LogisticRegression())
        whole = make_pipeline(SelectKBest(k=20), StandardScaler(), LogisticRegression())
        before.append(100 * cross_val_score(plain, chosen, dealt, cv=folds, scoring="roc_auc").mean())
        inside.append(100 * cross_val_score(whole, columns, dealt, cv=folds, scoring="roc_auc").mean())
    print(
        "noise before",
        np.mean(before),
        min(before),
        max(before),
        "inside",
        np.mean(inside),
        min(inside),
        max(inside),
    )
    draw_noise(before, inside)


def draw_noise(before: list[float], inside: list[float]) -> None:
    """Draw the ten scores of either way of choosing, and the line of chance."""
    figure, axes = plt.subplots(figsize=SIZE)
    axes.axhline(50, color=GREY, lw=1.5, ls="--")
    axes.text(-0.4, 51.5, "chance", color=INK, fontsize=11)
    for place, scores, colour, mark in ((0, before, CORAL, "o"), (1, inside, SEA, "s")):
        spread = np.linspace(-0.12, 0.12, len(scores))
        axes.plot(place + spread, scores, mark, color=colour, ms=7)
    axes.set(xlim=(-0.5, 1.5), ylim=(40, 100), yticks=[40, 60, 80, 100], xticks=[0, 1])
    axes.set_xticklabels(["Columns chosen\nbefore the split", "Columns chosen\nin the training part"])
    axes.set_ylabel("Pairs in right order, of 100")
    axes.set_title("Chosen too early, pure noise\nlooks like a good model")
    save(figure, __file__, "u2-noise-columns")
    rows = [(n + 1, round(b, 1), round(i, 1)) for n, (b, i) in enumerate(zip(before, inside, strict=True))]
    table(
        __file__, "u2-noise-columns", ["deal", "chosen_before_the_split", "chosen_in_the_training_part"], rows
    )


def repeat_visits() -> None:
    """Compare a split by row with a split by person when each person has five near-equal rows (ours)."""
    person = np.repeat(np.arange(len(FAST)), VISITS)
    rows = StandardScaler().fit_transform(PEOPLE.data)[person]
    rows = rows + np.random.default_rng(1).normal(scale=JITTER, size=rows.shape)
    rows[:, 1] = PEOPLE.data[person, 1]  # sex does not change from visit to visit
    ways = {
        "by row": StratifiedKFold(5, shuffle=True, random_state=0),
        "by person": GroupKFold(5, shuffle=True, random_state=0),
    }
    models = {
        "Forest": RandomForestClassifier(100, random_state=0),
        "Logistic regression": LogisticRegression(max_iter=1000),
    }
    scores = {}
    for name, model in models.items():
        for way, folds in ways.items():
            found = cross_val_score(model, rows, FAST[person], groups=person, cv=folds, scoring="roc_auc")
            scores[name, way] = 100 * found.mean()
            print("visits", name, way, scores[name, way])
    draw_visits(scores)


def draw_visits(scores: dict[tuple[str, str], float]) -> None:
    """Draw how each model falls when a person may no longer stand on both sides."""
    figure, axes = plt.subplots(figsize=SIZE)
    for name, colour, mark, lift in (("Forest", CORAL, "o", 1.5), ("Logistic regression", SEA, "s", -3.2)):
        ends = [scores[name, "by row"], scores[name, "by person"]]
        axes.plot([0, 1], ends, marker=mark, ms=9, color=colour)
        axes.text(0.06, ends[0] + lift, name, color=colour, fontsize=12)
        for place, end in enumerate(ends):
            axes.text(
                place + (0.06 if place else -0.06),
                end,
                f"{end:.0f}",
                va="center",
                ha="left" if place else "right",
                fontsize=12,
            )
    axes.set(
        xlim=(-0.35, 1.35),
        ylim=(75, 104),
        yticks=[80, 90, 100],
        xticks=[0, 1],
        ylabel="Pairs in right order, of 100",
    )
    axes.set_xticklabels(["Split by row", "Split by person"])
    axes.set_title("The forest had recognised people:\nsplit by person, it loses its lead")
    save(figure, __file__, "u2-repeat-visits")
    rows = [(name, way, round(score, 1)) for (name, way), score in scores.items()]
    table(__file__, "u2-repeat-visits", ["model", "split", "pairs_in_right_order_of_100"], rows)


def spot_split() -> None:
    """Draw six patients' visits for a `spot` question: one of them stands on both sides of the split."""
    sides = {"A": "rrr", "B": "tt", "C": "rrrr", "D": "rtr", "E": "ttt", "F": "rr"}
    figure, axes = plt.subplots(figsize=(5.2, 4.2))
    for row, (patient, visits) in enumerate(sides.items()):
        axes.text(-0.7, row, f"Patient {patient}", va="center", ha="right", fontsize=12)
        for visit, side in enumerate(visits):
            axes.plot(visit, row, "o" if side == "r" else "s", ms=14, color=SEA if side == "r" else CORAL)
    axes.plot([], [], "o", ms=10, color=SEA, label="training part")
    axes.plot([], [], "s", ms=10, color=CORAL, label="test part")
    axes.legend(loc="upper center", bbox_to_anchor=(0.4, 0.0), ncol=2)
    axes.set(xlim=(-2.4, 4), ylim=(5.6, -0.6))
    axes.set_axis_off()
    axes.set_title("Six patients, one mark for each visit")
    print("spot u2-spot-split", percent(axes, -1, 3), percent(axes, 1, 3), percent(axes, 1, 4))
    save(figure, __file__, "u2-spot-split")


if __name__ == "__main__":
    ages()
    label_chain()
    moments()
    noise_columns()
    repeat_visits()
    spot_split()
