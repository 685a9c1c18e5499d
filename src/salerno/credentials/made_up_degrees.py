"""The facts of two degrees that nobody holds, for ``salerno documents demo``: a graduate, courses and grades that are made up.

Only the names of the universities are real. Each text that could be taken for a fact says that it is made up.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from salerno.awards.degrees.facts import (
    Accreditation,
    Body,
    Decision,
    DegreeFacts,
    Graduate,
    NationalLevel,
    Qualification,
    Result,
    Share,
    Text,
    ThesisFacts,
)

AMU, UNIPI = "univ-amu.fr", "unipi.it"
_COURSES_OF_EACH = 6
_CREDITS = Decimal("8.0")


def made_up_degrees(
    bodies: Mapping[str, Body], numbers: Mapping[str, str], uuids: Mapping[str, str], on: date
) -> list[DegreeFacts]:
    """A degree of each of the two universities; ``bodies``, diploma ``numbers`` and award ``uuids`` by ``schac``."""
    results = _results(on)
    return [
        DegreeFacts(
            award_uuid=uuids[schac],
            number=numbers[schac],
            awarding=bodies[schac],
            partners=tuple(body for other, body in bodies.items() if other != schac),
            programme_code="MADE-UP",
            programme_title=_said("Joint Master in AI & Health", "Master conjoint IA et santé"),
            qualification=_qualification(bodies[schac]),
            graduate=_graduate(),
            results=results,
            outcomes=(
                _said("Judge a model before it meets patients", "Juger un modèle avant qu’il ne rencontre des patients"),
                _said("Plan a study with data from a hospital", "Concevoir une étude sur des données hospitalières"),
            ),
            decision=Decision(on, "award", "0.0", 1, "Made-up Chair"),
            granted_on=on,
            national_system=_said(
                "A made-up text in place of the description of the national system.",
                "Un texte inventé, à la place de la description du système national.",
            ),
            thesis=ThesisFacts(
                _said("A thesis that nobody wrote", "Un mémoire que personne n’a écrit"),
                ("Made-up Supervisor (Marseille)", "Made-up Supervisor (Pisa)"),
                on,
                "16",
                AMU,
            ),
            overall_grade="14.5",
            is_made_up=True,
        )
        for schac in bodies
    ]


def _said(english: str, french: str) -> Text:
    return {"en": f"{english} (made up)", "fr": f"{french} (inventé)"}


def _graduate() -> Graduate:
    return Graduate(
        uuid="00000000-0000-4000-8000-000000000000",
        given_names="Made",
        family_name="Up-Graduate",
        birth_date=date(2000, 2, 29),
        birth_place="Salerno",
        citizenship="IT",
        numbers={AMU: "MADE-UP-1", UNIPI: "MADE-UP-2"},
        birth_country="IT",
    )


def _qualification(body: Body) -> Qualification:
    return Qualification(
        title=_said("Master in AI & Health", "Master IA et santé"),
        field_of_study=_said("Artificial intelligence and health", "Intelligence artificielle et santé"),
        eqf_level=7,
        isced_f=("0988",),
        credits=Decimal("120.0"),
        semesters=4,
        languages=("en",),
        access_requirements=_said("A first-cycle degree", "Un diplôme de premier cycle"),
        further_study=_said("Access to doctoral studies", "Accès aux études doctorales"),
        professional_status=_said("No regulated profession", "Aucune profession réglementée"),
        mode_of_study=_said("Full-time", "Temps plein"),
        requirements=_said("120 ECTS, 30 of them at each university", "120 ECTS, dont 30 dans chaque université"),
        grading=_said("The scale of each university", "L’échelle de chaque université"),
        law=_said("No law", "Aucune loi"),
        mode="blended",
        national_level=NationalLevel("http://data.europa.eu/snb/qdr/c_made_up", _said("Level 7", "Niveau 7")),
        accreditation=Accreditation(
            "programme-quality", _said("An accreditation", "Une accréditation"), _said("An agency", "Une agence"), body.country
        ),
    )


_GRADES = {
    AMU: ("fr-20", ("16", "14.5", "13", "12", "11", "15"), _said("Counting", "Compter")),
    UNIPI: ("it-30", ("30L", "29", "28", "26", "24", "27"), _said("Weighing", "Peser")),
}
_SHARES = ("10", "15", "25", "20", "15", "15")


def _results(on: date) -> tuple[Result, ...]:
    courses = [_course(schac, place, on) for schac in (AMU, UNIPI) for place in range(_COURSES_OF_EACH)]
    thesis = Result(
        code="MADE-UP-THESIS",
        title=_said("Thesis", "Mémoire"),
        schac=AMU,
        semester=4,
        kind="thesis",
        credits=Decimal("24.0"),
        grade="16",
        scale="fr-20",
        passed_on=on,
        language="en",
        isced_f="0988",
        hours=Decimal("600"),
    )
    return (*sorted(courses, key=lambda row: (row.semester, row.code)), thesis)


def _course(schac: str, place: int, on: date) -> Result:
    scale, grades, title = _GRADES[schac]
    return Result(
        code=f"MADE-UP-{'A' if schac == AMU else 'B'}{place + 1}",
        title={language: f"{words} {place + 1}" for language, words in title.items()},
        schac=schac,
        semester=1 + place // 2,
        kind="course",
        credits=_CREDITS,
        grade=grades[place],
        scale=scale,
        passed_on=on,
        language="en",
        isced_f="0988",
        outcomes=(_said("Do what this course is about", "Faire ce que ce cours enseigne"),),
        distribution=_table(grades),
    )


def _table(grades: tuple[str, ...]) -> tuple[Share, ...]:
    best_first = sorted(grades, key=lambda grade: (float(grade.rstrip("L")), grade), reverse=True)
    return tuple(Share(grade, Decimal(share)) for grade, share in zip(best_first, _SHARES, strict=True))
