"""The model of the diagnostic test: 1,000 people, Bayes' theorem, sliders that keep what they promise."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salerno.learning.explorables.diagnostic_test import (
    LIMITS,
    PEOPLE,
    Counts,
    Settings,
    count_people,
    finding,
    predictive_values,
    roc_points,
    settings_from,
    settings_from_form,
    slider_values,
)
from salerno.learning.explorables.diagnostic_test_picture import picture

SETTINGS = st.builds(Settings, **{name: st.floats(low, high) for name, (low, high) in LIMITS.items()})
SHARES = st.floats(0.01, 0.99)


@given(SETTINGS)
def test_counts_add_up_to_a_thousand(settings):
    counts = count_people(settings)

    assert counts.found + counts.missed + counts.false_alarms + counts.cleared == PEOPLE
    assert min(counts.found, counts.missed, counts.false_alarms, counts.cleared) >= 0
    assert abs(counts.ill - PEOPLE * settings.prevalence) <= 0.5


@given(SETTINGS)
def test_predictive_values_are_shares_and_beat_the_prevalence(settings):
    ppv, npv = predictive_values(settings)

    assert settings.prevalence - 1e-9 <= ppv <= 1
    assert 1 - settings.prevalence - 1e-9 <= npv <= 1


def test_counts_and_values_of_the_known_example():
    """Sensitivity and specificity 90 %, 1 in 100 ill: 9 of 108 (the worked example of the course)."""
    settings = (
        Settings(prevalence=0.01, separation=0, threshold=0).with_specificity(0.9).with_sensitivity(0.9)
    )

    assert count_people(settings) == Counts(found=9, missed=1, false_alarms=99, cleared=891)
    assert predictive_values(settings) == pytest.approx((9 / 108, 891 / 892))
    assert finding(settings) == "rarely"


@given(SETTINGS, SHARES)
def test_sensitivity_slider_keeps_the_threshold(settings, share):
    moved = settings.with_sensitivity(share)

    assert moved.threshold == settings.threshold
    if LIMITS["separation"][0] < moved.separation < LIMITS["separation"][1]:
        assert moved.sensitivity == pytest.approx(share)


@given(SETTINGS, SHARES)
def test_specificity_slider_keeps_the_sensitivity(settings, share):
    moved = settings.with_specificity(share)

    assert moved.specificity == pytest.approx(share)
    if LIMITS["separation"][0] < moved.separation < LIMITS["separation"][1]:
        assert moved.sensitivity == pytest.approx(settings.sensitivity)


@given(SETTINGS)
def test_a_test_is_never_worse_than_chance(settings):
    moved = settings.with_specificity(0.2).with_sensitivity(0.1)

    assert moved.sensitivity + moved.specificity >= 1 - 1e-9
    assert moved.area_under_roc >= 0.5


@given(st.floats(*LIMITS["separation"]))
def test_roc_points_rise_from_corner_to_corner(separation):
    points = roc_points(separation, (9.0, 4.0, 2.0, 0.0, -2.0, -9.0))

    assert points == tuple(sorted(points))
    assert points[0] == pytest.approx((0, 0), abs=1e-3)
    assert points[-1] == pytest.approx((1, 1), abs=1e-3)


@given(
    st.dictionaries(
        st.sampled_from([*LIMITS, "other"]),
        st.one_of(st.floats(), st.sampled_from(["", "x", "0.2", "inf"]), st.none()),
    )
)
def test_settings_from_a_course_are_held_within_limits(given_settings):
    settings = settings_from(given_settings)

    assert all(low <= getattr(settings, name) <= high for name, (low, high) in LIMITS.items())


@given(SETTINGS)
def test_a_form_sent_unmoved_changes_nothing(settings):
    drawn = picture(
        {
            "prevalence": settings.prevalence,
            "separation": settings.separation,
            "threshold": settings.threshold,
        }
    )
    form = drawn.sliders | {
        "separation_was": drawn.was["separation"],
        "threshold_was": drawn.was["threshold"],
    }

    again = settings_from_form(form, Settings())

    assert again.separation == pytest.approx(settings.separation, abs=1e-6)
    assert again.threshold == pytest.approx(settings.threshold, abs=1e-6)
    assert count_people(again).ill == count_people(settings).ill


@pytest.mark.parametrize("slider", ["sensitivity", "specificity", "threshold"])
def test_a_form_moves_the_slider_that_was_moved(slider):
    start = Settings(prevalence=0.1, separation=2.0, threshold=0.5)
    moved_to = {"sensitivity": 80.0, "specificity": 95.0, "threshold": 1.5}[slider]

    settings = settings_from_form({slider: str(moved_to)}, start)

    expected = {
        "sensitivity": start.with_sensitivity(0.8),
        "specificity": start.with_specificity(0.95),
        "threshold": replace(start, threshold=1.5),
    }[slider]
    assert settings == expected
    assert slider_values(settings)[slider] == moved_to


def test_finding_says_when_nobody_is_positive():
    assert finding(Settings(prevalence=0.001, separation=0.0, threshold=4.0)) == "nobody"


@given(SETTINGS)
def test_the_picture_holds_a_thousand_marks(settings):
    drawn = picture(
        {
            "prevalence": settings.prevalence,
            "separation": settings.separation,
            "threshold": settings.threshold,
        }
    )

    marks = [
        drawn.paths[name].count("M")
        for name in ("people_missed", "people_found", "people_false_alarms", "people_cleared")
    ]
    assert marks == [drawn.counts.missed, drawn.counts.found, drawn.counts.false_alarms, drawn.counts.cleared]
