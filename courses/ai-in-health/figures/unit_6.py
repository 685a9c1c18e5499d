"""Figures and quoted numbers of unit 6.

The data are the Wisconsin breast tumours (Street 1993) that scikit-learn bundles; ``wrong_advice`` draws
the published shares of another study (Dratsch 2023).
"""

import sys
from pathlib import Path

import numpy as np
from sklearn.datasets import load_breast_cancer
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from figure_style import CORAL, GREY, INK, SEA, plt, save, table  # noqa: E402  (found through the path above)

DATA = load_breast_cancer()
NAMES = list(DATA.feature_names)
MALIGNANT = 1 - DATA.target
TRAIN, TEST, Y_TRAIN, Y_TEST = train_test_split(
    DATA.data, MALIGNANT, test_size=0.4, random_state=6, stratify=MALIGNANT
)
SIZE = [f"{kind} {what}" for kind in ("mean", "worst") for what in ("radius", "perimeter", "area")]
THREE = ["worst radius", "worst texture", "worst smoothness"]
ALARM_ABOVE = 0.30
WEEKS, CHANGE_AFTER, WOMEN_A_WEEK, NEW_SCALE = 24, 12, 120, 1.10


def columns(names: list[str]) -> list[int]:
    """Give the positions of ``names`` among the thirty measurements."""
    return [NAMES.index(name) for name in names]


def logistic(names: list[str]) -> tuple[object, np.ndarray]:
    """Fit a logistic regression on ``names``; give it with its probabilities for the tumours kept aside."""
    model = make_pipeline(StandardScaler(), LogisticRegression()).fit(TRAIN[:, columns(names)], Y_TRAIN)
    return model, model.predict_proba(TEST[:, columns(names)])[:, 1]


def importance() -> None:
    """Draw what shuffling one size measurement costs, and what shuffling all six together costs."""
    forest = RandomForestClassifier(500, min_samples_leaf=3, random_state=6).fit(TRAIN, Y_TRAIN)
    whole = roc_auc_score(Y_TEST, forest.predict_proba(TEST)[:, 1])
    chance = np.random.default_rng(6)

    def loss(names: list[str], rounds: int = 30) -> float:
        losses = []
        for _ in range(rounds):
            shuffled = TEST.copy()
            order = chance.permutation(len(TEST))
            shuffled[:, columns(names)] = TEST[order][:, columns(names)]
            losses.append(whole - roc_auc_score(Y_TEST, forest.predict_proba(shuffled)[:, 1]))
        return float(np.mean(losses))

    rows = [(name, round(loss([name]), 4)) for name in SIZE] + [("all six together", round(loss(SIZE), 4))]
    table(__file__, "u6-alone-or-together", ["shuffled", "fall_in_auc"], rows)
    print(f"forest: AUC {whole:.3f} on {len(Y_TEST)} tumours, {Y_TEST.sum()} malignant; {rows}")
    figure, axes = plt.subplots()
    axes.barh([r[0] for r in rows], [r[1] for r in rows], color=[GREY] * 6 + [CORAL])
    axes.invert_yaxis()
    for place, (_, value) in enumerate(rows):
        axes.text(value + 0.003, place, f"{value:.3f}", va="center", fontsize=11)
    axes.set(xlim=(0, 0.2), xticks=[0, 0.1, 0.2], xlabel="fall in AUC when shuffled")
    axes.set_title("Alone, no measure of size matters;\ntogether they carry the model")
    save(figure, __file__, "u6-alone-or-together")


def one_tumour() -> None:
    """Draw how one tumour's log-odds add up, and print what two other models say of the same tumour."""
    place = 137
    model, probabilities = logistic(THREE)
    scaler, regression = model[0], model[1]
    shares = regression.coef_[0] * scaler.transform(TEST[[place]][:, columns(THREE)])[0]
    start = regression.intercept_[0]
    labels = ["start: an average tumour", "radius", "texture", "smoothness"]
    values = [start, *shares]
    rows = [(label, round(float(value), 2)) for label, value in zip(labels, values, strict=True)]
    rows += [("sum", round(float(sum(values)), 2))]
    table(__file__, "u6-one-tumour", ["part", "log_odds"], rows)
    measured = TEST[place, columns(THREE)]
    print(f"tumour: malignant={Y_TEST[place]}, measured {measured}, average {scaler.mean_}")
    print(f"{rows}; start = {1 / (1 + np.exp(-start)):.3f}, probability {probabilities[place]:.3f}")
    print(f"AUC of the three-measure model {roc_auc_score(Y_TEST, probabilities):.3f}")
    figure, axes = plt.subplots(figsize=(6.0, 3.4))
    axes.barh(labels, values, color=[GREY] + [CORAL if v > 0 else SEA for v in shares])
    axes.invert_yaxis()
    axes.axvline(0, color=INK, linewidth=1)
    for line, value in enumerate(values):
        axes.text(max(value, 0) + 0.1, line, f"{value:+.2f}", va="center", fontsize=11)
    axes.set(xlim=(-1.6, 4.6), xticks=[-1, 0, 1, 2, 3, 4], xlabel="contribution to the log-odds")
    axes.set_title("One tumour, one sum:\nsize speaks for cancer, the rest against")
    save(figure, __file__, "u6-one-tumour")
    compare(place)


def compare(place: int) -> None:
    """Print how two models with different measurements judge all tumours, and the one at ``place``."""
    pair = [logistic([first, "worst texture"])[1] for first in ("worst radius", "mean concave points")]
    for name, chances in zip(("radius", "concave points"), pair, strict=True):
        print(
            f"{name} and texture: AUC {roc_auc_score(Y_TEST, chances):.3f}, this tumour {chances[place]:.3f}"
        )
    print(f"same side of one half: {np.sum((pair[0] > 0.5) == (pair[1] > 0.5))} of {len(pair[0])}")


def wrong_advice() -> None:
    """Draw the shares of mammograms read rightly under right and wrong suggestions (Dratsch 2023)."""
    rows = [
        ("inexperienced", 79.7, 19.8),
        ("moderately experienced", 81.3, 24.8),
        ("very experienced", 82.3, 45.5),
    ]
    table(
        __file__, "u6-wrong-advice", ["readers", "right_when_advice_right", "right_when_advice_wrong"], rows
    )
    figure, axes = plt.subplots()
    lines = np.arange(3)
    axes.barh(lines - 0.2, [r[1] for r in rows], height=0.38, color=SEA, label="suggestion right")
    axes.barh(lines + 0.2, [r[2] for r in rows], height=0.38, color=CORAL, label="suggestion wrong")
    for line, (_, right, wrong) in enumerate(rows):
        axes.text(right + 1, line - 0.2, f"{right:.0f}", va="center", fontsize=11)
        axes.text(wrong + 1, line + 0.2, f"{wrong:.0f}", va="center", fontsize=11)
    axes.set_yticks(lines, ["inexperienced", "moderately\nexperienced", "very\nexperienced"])
    axes.invert_yaxis()
    axes.set(xlim=(0, 100), xticks=[0, 50, 100], xlabel="mammograms rated correctly, per cent")
    axes.legend(loc="upper center", bbox_to_anchor=(0.4, -0.2), ncols=2)
    axes.set_title("Wrong advice misled every group,\nbeginners most")
    save(figure, __file__, "u6-wrong-advice")


def rescaled(factor: float) -> np.ndarray:
    """Give the three-measure model's probabilities when the radius is reported ``factor`` times too large."""
    model, _ = logistic(THREE)
    shifted = TEST[:, columns(THREE)].copy()
    shifted[:, 0] *= factor
    return model.predict_proba(shifted)[:, 1]


def describe(label: str, probabilities: np.ndarray, cut: float = ALARM_ABOVE) -> None:
    """Print the counts that the text quotes for one state of the world."""
    flagged = probabilities > cut
    ill, well = flagged[Y_TEST == 1], flagged[Y_TEST == 0]
    print(
        f"{label}: AUC {roc_auc_score(Y_TEST, probabilities):.3f}, mean {probabilities.mean():.3f} against "
        f"{Y_TEST.mean():.3f}, flagged {flagged.sum()}, "
        f"found {ill.sum()}/{len(ill)}, false {well.sum()}/{len(well)}"
    )


def limits(weekly: list[float], sigma: float) -> tuple[float, float, list[int]]:
    """Give the centre (mean before the change), three ``sigma`` and the weeks that fall outside."""
    centre = float(np.mean(weekly[:CHANGE_AFTER]))
    return (
        centre,
        3 * sigma,
        [week for week, value in enumerate(weekly, 1) if abs(value - centre) > 3 * sigma],
    )


def control_charts() -> None:
    """Draw weekly shares flagged and weekly mean radius around a staged change of the machine's scale."""
    before, after = rescaled(1.0), rescaled(NEW_SCALE)
    describe("before", before)
    describe("after", after)
    radius = TEST[:, NAMES.index("worst radius")]
    chance = np.random.default_rng(7)
    shares, radii = [], []
    for week in range(1, WEEKS + 1):
        women = chance.integers(len(TEST), size=WOMEN_A_WEEK)
        late = week > CHANGE_AFTER
        shares.append(float(100 * np.mean((after if late else before)[women] > ALARM_ABOVE)))
        radii.append(float(np.mean(radius[women]) * (NEW_SCALE if late else 1)))
    share = float(np.mean(shares[:CHANGE_AFTER])) / 100
    flagged = limits(shares, 100 * np.sqrt(share * (1 - share) / WOMEN_A_WEEK))
    measured = limits(radii, float(np.std(radius)) / np.sqrt(WOMEN_A_WEEK))
    print(f"flagged {flagged}, radius {measured}")
    print("flagged above the centre:", [week for week, value in enumerate(shares, 1) if value > flagged[0]])
    rows = [
        (week, round(a, 1), round(b, 2)) for week, (a, b) in enumerate(zip(shares, radii, strict=True), 1)
    ]
    table(__file__, "u6-control-charts", ["week", "flagged_per_cent", "mean_radius"], rows)
    draw_charts(((shares, flagged, "flagged, %"), (radii, measured, "mean radius")))


def draw_charts(charts: tuple) -> None:
    """Draw the charts, one above the other; print where the first crossing lies in the picture (per cent)."""
    figure, panels = plt.subplots(2, 1, figsize=(6.0, 5.6), sharex=True)
    for axes, (values, (centre, width, out), name) in zip(panels, charts, strict=True):
        axes.axhline(centre, color=GREY, linewidth=1.2)
        for edge in (centre - width, centre + width):
            axes.axhline(edge, color=GREY, linewidth=1.2, linestyle="--")
        axes.plot(range(1, WEEKS + 1), values, color=SEA, marker="o", markersize=5)
        axes.plot(out, [values[week - 1] for week in out], "o", color=CORAL, markersize=9)
        axes.set(ylabel=name, ylim=(centre - 1.5 * width, centre + 2.4 * width), xticks=[1, 12, 24])
    panels[1].set_xlabel("week (the scale changes after week 12)")
    panels[0].set_title("The input betrays the change at once,\nthe alarms only weeks later")
    save(figure, __file__, "u6-control-charts")
    size = figure.get_size_inches() * figure.dpi
    for axes, (values, (_, _, out), name) in zip(panels, charts, strict=True):
        x, y = axes.transData.transform((out[0], values[out[0] - 1])) / size * 100
        print(f"{name}, week {out[0]}: {x:.1f} per cent from the left, {100 - y:.1f} from the top")


def repair() -> None:
    """Print what shifting the intercept does to the rescaled model, next to mending the scale itself."""
    after = rescaled(NEW_SCALE)
    odds = np.log(after / (1 - after))
    low, high = -10.0, 10.0
    for _ in range(60):
        middle = (low + high) / 2
        is_low = np.mean(1 / (1 + np.exp(-(odds + middle)))) < Y_TEST.mean()
        low, high = (middle, high) if is_low else (low, middle)
    print(f"shift of the intercept {low:.2f}")
    describe("shifted", 1 / (1 + np.exp(-(odds + low))))
    mended = rescaled(1.0)
    describe("scale mended, shift left in", 1 / (1 + (1 - mended) / mended * np.exp(-low)))


if __name__ == "__main__":
    importance()
    one_tumour()
    wrong_advice()
    control_charts()
    repair()
