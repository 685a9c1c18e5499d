from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from tests.support.degrees import GRADUATE, QUALIFICATION, UNIPI, degree_facts, result

from salerno.awards.degrees.facts import Accreditation, DegreeFacts, NationalLevel

TEXTS = (
    "access_requirements",
    "further_study",
    "professional_status",
    "mode_of_study",
    "requirements",
    "grading",
    "field_of_study",
)


@pytest.fixture
def facts() -> DegreeFacts:
    return degree_facts()


@pytest.fixture
def bare() -> DegreeFacts:
    """An award of which as little is recorded as can be."""
    qualification = replace(QUALIFICATION, languages=(), isced_f=(), **{name: {} for name in TEXTS})
    graduate = replace(GRADUATE, numbers={})
    results = (result(1, "univ-amu.fr", "12", "house-scale"),)
    return degree_facts(
        qualification=qualification,
        graduate=graduate,
        results=results,
        outcomes=(),
        partners=(),
        thesis=None,
        overall_grade="",
        national_system={},
        is_made_up=False,
    )


@pytest.fixture
def accredited() -> DegreeFacts:
    """A real-looking award of Pisa with distinction, accreditation, a level of the national framework, a law."""
    qualification = replace(
        QUALIFICATION,
        title={"it": "Laurea magistrale inventata", "en": "Made-up master’s degree"},
        law={"it": "Decreto inventato 1/2026", "en": "Made-up decree 1/2026"},
        national_level=NationalLevel("http://data.europa.eu/snb/qdr/made-up", {"en": "QNQ level 7"}),
        accreditation=Accreditation(
            "programme-quality",
            {"en": "Made-up accreditation"},
            {"en": "Made-up agency"},
            "IT",
            date(2026, 1, 2),
            date(2031, 1, 2),
        ),
    )
    return degree_facts(
        awarding=UNIPI, partners=(degree_facts().awarding,), qualification=qualification, with_distinction=True, is_made_up=False
    )


@pytest.fixture
def many() -> DegreeFacts:
    """Ninety courses in one semester: more than a page holds."""
    results = tuple(result(1, "unipi.it", "28", "it-30", code=f"MADE-{number:03}", credits=Decimal("1.0")) for number in range(90))
    return degree_facts(results=results)
