"""The facts of a degree that nobody holds: whole, and made up."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from salerno.awards.degrees.facts import (
    Body,
    ConvertedGrade,
    Decision,
    DegreeFacts,
    Graduate,
    Qualification,
    Result,
    Share,
    ThesisFacts,
)

AMU = Body(
    schac="univ-amu.fr",
    slug="aix-marseille-university",
    name={"en": "Aix-Marseille University", "fr": "Aix-Marseille Université"},
    country="FR",
    city="Marseille",
    website="https://www.univ-amu.fr/",
    languages=("fr", "en"),
    legal_name="Aix-Marseille Université",
    legal_identifier="FR-MADE-UP-0001",
)
UNIPI = Body(
    schac="unipi.it",
    slug="university-of-pisa",
    name={"en": "University of Pisa", "fr": "Université de Pise", "it": "Università di Pisa"},
    country="IT",
    city="Pisa",
    website="https://www.unipi.it/",
    languages=("it", "en"),
    legal_name="Università di Pisa",
    legal_identifier="IT-MADE-UP-0002",
)
GRADUATE = Graduate(
    uuid="0b9f5c0e-6f0f-4f0e-9a51-6c9a55a2d001",
    given_names="Élodie Made",
    family_name="Up-Example",
    birth_date=date(2002, 2, 28),
    birth_place="Marseille",
    citizenship="FR",
    numbers={"univ-amu.fr": "22700001", "unipi.it": "700001"},
)
QUALIFICATION = Qualification(
    title={"en": "Master in AI & Health (made up)", "fr": "Master IA et santé (inventé)"},
    field_of_study={"en": "Health biology and artificial intelligence", "fr": "Biologie-santé et intelligence artificielle"},
    eqf_level=7,
    isced_f=("0988",),
    credits=Decimal("120.0"),
    semesters=4,
    languages=("en",),
    access_requirements={"en": "A first-cycle degree of 180 ECTS.", "fr": "Un diplôme de premier cycle de 180 ECTS."},
    further_study={"en": "Gives access to doctoral studies.", "fr": "Donne accès aux études doctorales."},
    professional_status={"en": "No regulated profession.", "fr": "Aucune profession réglementée."},
    mode_of_study={"en": "Full-time", "fr": "Temps plein"},
    requirements={"en": "120 ECTS, of which 30 at each of two universities.", "fr": "120 ECTS, dont 30 dans chaque université."},
    grading={"en": "0 to 20; 10 passes.", "fr": "De 0 à 20 ; la moyenne est à 10."},
)


def result(number: int, schac: str, grade: str, scale: str, **values) -> Result:
    """One passed course of ten credits."""
    standing = {
        "code": f"MADE-{number:02}",
        "title": {"en": f"Made-up course {number}", "fr": f"Cours inventé {number}"},
        "schac": schac,
        "semester": (number + 2) // 3,
        "kind": "course",
        "credits": Decimal("10.0"),
        "grade": grade,
        "scale": scale,
        "passed_on": date(2026, 1, 10 + number),
        "language": "en",
        "isced_f": "0988",
        "outcomes": ({"en": f"Do the made-up thing {number}", "fr": f"Faire la chose inventée {number}"},),
    }
    return Result(**{**standing, **values})


RESULTS = (
    *(result(number, "univ-amu.fr", "14.5", "fr-20", distribution=(Share("14.5", Decimal("12.5")),)) for number in range(1, 7)),
    *(
        result(
            number,
            "unipi.it",
            "28",
            "it-30",
            converted=(ConvertedGrade("univ-amu.fr", "fr-20", "15.0", "14.5", "15.5", ("IT-1", "FR-1")),),
        )
        for number in range(7, 12)
    ),
    result(12, "univ-amu.fr", "16", "fr-20", kind="thesis", semester=4, hours=Decimal("240")),
)


def degree_facts(**changes) -> DegreeFacts:
    """The degree of Aix-Marseille; ``changes`` replace single facts."""
    facts = DegreeFacts(
        award_uuid="4f3f7f1c-64b5-4b6b-8a52-52a4a44de001",
        number="AMU-2027-00001",
        awarding=AMU,
        partners=(UNIPI,),
        programme_code="JM-AIH",
        programme_title={"en": "Joint Master in AI & Health", "fr": "Master conjoint IA et santé"},
        qualification=QUALIFICATION,
        graduate=GRADUATE,
        results=RESULTS,
        outcomes=({"en": "Judge a model for the clinic", "fr": "Juger un modèle pour la clinique"},),
        decision=Decision(date(2027, 7, 15), "award", "7.2", 1, "Made-up Chair"),
        granted_on=date(2027, 7, 15),
        national_system={"en": "The made-up text on the French system.", "fr": "Le texte inventé sur le système français."},
        thesis=ThesisFacts(
            {"en": "A made-up thesis", "fr": "Un mémoire inventé"},
            ("A. Supervisor (AMU)", "B. Supervisor (UNIPI)"),
            date(2027, 7, 1),
            "16",
            "univ-amu.fr",
        ),
        overall_grade="14.8",
        is_made_up=True,
    )
    return replace(facts, **changes)
