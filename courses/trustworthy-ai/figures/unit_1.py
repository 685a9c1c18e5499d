"""Figures and quoted numbers of unit 1: real tumours, counted people, and chance left to itself.

The data are the Wisconsin breast tumours (Street 1993) that scikit-learn bundles; ``masai`` draws the
published counts of a trial (Lång 2023).
"""

import sys
from pathlib import Path

import numpy as np
from sklearn.datasets import load_breast_cancer
from sklearn.metrics import roc_auc_score

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from figure_style import CORAL, GREY, INK, SEA, plt, save, table  # noqa: E402  (found through the path above)


def stages() -> None:
    """Draw the four stages of evidence, each with the question that it answers."""
    rows = [
        ("Retrospective accuracy", "Does it tell people apart in old records?"),
        ("Silent trial", "Does it work on today's data, unseen?"),
        ("Early live use", "Can people use it safely, at small scale?"),
        ("Randomised trial", "Are patients better off with it?"),
    ]
    figure, axes = plt.subplots(figsize=(6.0, 4.4))
    for step, (stage, question) in enumerate(rows):
        axes.add_patch(
            plt.Rectangle((0.02, 3.05 - step), 0.96, 0.82, facecolor="white", edgecolor=SEA, linewidth=1.5)
        )
        axes.text(
            0.06, 3.62 - step, f"{step + 1}  {stage}", fontsize=13, fontweight="bold", color=SEA, va="center"
        )
        axes.text(0.06, 3.27 - step, question, fontsize=12, color=INK, va="center")
    axes.set(xlim=(0, 1), ylim=(-0.05, 4))
    axes.axis("off")
    axes.set_title("Each stage answers a question\nthat the one before it cannot")
    save(figure, __file__, "u1-stages")


def spectrum() -> None:
    """Draw the AUC of one measurement among all tumours, and in the plainest and hardest quarters by size."""
    data = load_breast_cancer()
    names, malignant = list(data.feature_names), 1 - data.target
    area = data.data[:, names.index("mean area")]
    measured = data.data[:, names.index("mean concave points")]
    by_area = {label: np.flatnonzero(malignant == label) for label in (0, 1)}
    by_area = {label: places[np.argsort(area[places])] for label, places in by_area.items()}
    quarter = {label: round(len(places) / 4) for label, places in by_area.items()}
    plain = np.r_[by_area[1][-quarter[1] :], by_area[0][: quarter[0]]]
    hard = np.r_[by_area[1][: quarter[1]], by_area[0][-quarter[0] :]]
    groups = {
        "large malignant,\nsmall benign": plain,
        "all tumours": np.arange(len(area)),
        "small malignant,\nlarge benign": hard,
    }
    rows = []
    for label, chosen in groups.items():
        ill, auc = int(malignant[chosen].sum()), roc_auc_score(malignant[chosen], measured[chosen])
        rows.append((label.replace("\n", " "), ill, len(chosen) - ill, round(float(auc), 3)))
    table(__file__, "u1-spectrum", ["group", "malignant", "benign", "auc"], rows)
    print(rows)
    other = data.data[:, names.index("worst smoothness")]
    print(
        "worst smoothness:", [round(float(roc_auc_score(malignant[g], other[g])), 3) for g in groups.values()]
    )
    figure, axes = plt.subplots(figsize=(6.0, 3.6))
    axes.barh(list(groups), [row[3] for row in rows], color=[CORAL, SEA, GREY])
    axes.invert_yaxis()
    for line, row in enumerate(rows):
        axes.text(row[3] + 0.008, line, f"{row[3]:.3f}", va="center", fontsize=12)
    axes.set(xlim=(0.5, 1.08), xticks=[0.5, 0.75, 1.0], xlabel="AUC of the same measurement")
    axes.set_title("Choose easy cases and the test shines")
    save(figure, __file__, "u1-spectrum")


def verification() -> None:
    """Draw true and apparent accuracy when only one negative in ten is checked (counted people, made up)."""
    found, missed, false, cleared = 80, 20, 90, 810
    checked = 0.1
    truth = (100 * found / (found + missed), 100 * cleared / (cleared + false))
    seen = (
        100 * found / (found + checked * missed),
        100 * checked * cleared / (checked * cleared + false),
    )
    print(f"true {truth}, apparent {seen}, verified {found + false + checked * (missed + cleared)}")
    rows = [("sensitivity", truth[0], round(seen[0], 1)), ("specificity", truth[1], round(seen[1], 1))]
    table(__file__, "u1-verification", ["measure", "everyone_checked", "one_negative_in_ten_checked"], rows)
    figure, axes = plt.subplots(figsize=(6.0, 3.8))
    places = np.arange(2)
    axes.bar(places - 0.2, truth, width=0.38, color=SEA, label="everyone checked")
    axes.bar(places + 0.2, seen, width=0.38, color=CORAL, label="1 negative in 10 checked")
    for place, pair in enumerate(zip(truth, seen, strict=True)):
        for shift, value in zip((-0.2, 0.2), pair, strict=True):
            axes.text(place + shift, value + 2, f"{value:.0f}", ha="center", fontsize=12)
    axes.set_xticks(places, ["sensitivity", "specificity"])
    axes.set(ylim=(0, 110), yticks=[0, 50, 100], ylabel="per cent")
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.1), ncols=2)
    axes.set_title("Check few negatives,\nand sensitivity looks better than it is")
    save(figure, __file__, "u1-verification")


def best_of_many(trials: int = 4000) -> None:
    """Draw the best AUC among worthless models on one test set, and print the cost of repeated looks."""
    chance = np.random.default_rng(1)
    ill, well = 20, 80
    counts = (1, 5, 10, 20, 50)
    scores = chance.standard_normal((trials, max(counts), ill + well)).astype("float32")
    ranks = scores.argsort(axis=2).argsort(axis=2)[:, :, :ill].sum(axis=2) + ill
    aucs = (ranks - ill * (ill + 1) / 2) / (ill * well)
    rows = [(count, round(float(aucs[:, :count].max(axis=1).mean()), 3)) for count in counts]
    print(rows)
    table(__file__, "u1-best-of-many", ["models_tried", "mean_best_auc"], rows)
    paths = chance.standard_normal((100_000, 20)).cumsum(axis=1) / np.sqrt(np.arange(1, 21))
    for looks in (1, 2, 5, 10):
        at = [round(20 / looks * (look + 1)) - 1 for look in range(looks)]
        print(f"{looks} looks: {(np.abs(paths[:, at]) > 1.96).any(axis=1).mean():.3f}")
    figure, axes = plt.subplots(figsize=(6.0, 3.8))
    axes.plot([row[0] for row in rows], [row[1] for row in rows], color=CORAL, marker="o")
    for count, best in rows:
        axes.text(count + 1, best - 0.022, f"{best:.2f}", fontsize=12)
    axes.axhline(0.5, color=GREY, linestyle="--", linewidth=1.2)
    axes.text(50, 0.508, "truth: a coin toss", fontsize=11, ha="right")
    axes.set(ylim=(0.46, 0.72), yticks=[0.5, 0.6, 0.7], xlim=(-1, 56), xticks=[1, 10, 20, 50])
    axes.set(xlabel="worthless models tried on one test set", ylabel="AUC of the best")
    axes.set_title("Try enough worthless models\nand one looks promising")
    save(figure, __file__, "u1-best-of-many")


def masai() -> None:
    """Draw the MASAI trial's safety analysis (Lång 2023), its rates computed from the published counts."""
    cancers, women, readings = (203, 244), (40_024, 39_996), (83_231, 46_345)
    rates = [1000 * count / size for count, size in zip(cancers, women, strict=True)]
    print(f"per 1,000: {rates}, fall in readings {100 * (1 - readings[1] / readings[0]):.1f} per cent")
    arms = ["two radiologists", "AI-supported"]
    rows = [(arm, *numbers) for arm, *numbers in zip(arms, women, cancers, readings, strict=True)]
    table(__file__, "u1-masai", ["arm", "women", "cancers_found", "readings"], rows)
    figure, (left, right) = plt.subplots(1, 2, figsize=(6.0, 3.8))
    for axes, values, form, name in (
        (left, rates, "{:.1f}", "cancers found\nper 1,000 women"),
        (right, [value / 1000 for value in readings], "{:.0f}", "readings by radiologists,\nthousands"),
    ):
        axes.bar(["double\nreading", "with AI"], values, color=[GREY, SEA], width=0.6)
        for place, value in enumerate(values):
            axes.text(place, value * 1.02, form.format(value), ha="center", fontsize=12)
        axes.set(yticks=[], ylim=(0, max(values) * 1.15))
        axes.spines["left"].set_visible(False)
        axes.set_xlabel(name)
    title = "MASAI: at least as many cancers found,\nwith far fewer readings"
    figure.suptitle(title, x=0.02, ha="left", fontweight="bold", fontsize=13)
    save(figure, __file__, "u1-masai")


if __name__ == "__main__":
    stages()
    spectrum()
    verification()
    best_of_many()
    masai()
