"""What both made-up calls ask, and how made-up applicants answer. Plain values."""

from datetime import date
from random import Random
from typing import Any

from salerno.portal.operations.demo_cohort.names import Invented

_ANCHORS = {"1": {"en": "Nothing to build on", "fr": "Rien sur quoi bâtir"}, "5": {"en": "Outstanding", "fr": "Remarquable"}}
RUBRIC = {
    "lowest": 1,
    "highest": 5,
    "criteria": [
        {"key": "studies", "title": {"en": "Earlier studies", "fr": "Études antérieures"}, "weight": 2, "anchors": _ANCHORS},
        {"key": "motivation", "title": {"en": "Motivation", "fr": "Motivation"}, "anchors": _ANCHORS},
        {"key": "project", "title": {"en": "Project", "fr": "Projet"}, "anchors": _ANCHORS},
    ],
}
TRACKS = [
    {"slug": "biology", "title": {"en": "From biology", "fr": "Venant de la biologie"}},
    {"slug": "engineering", "title": {"en": "From engineering", "fr": "Venant de l’ingénierie"}},
]
QUOTAS = [
    {
        "key": "engineers",
        "title": {"en": "From engineering", "fr": "Venant de l’ingénierie"},
        "by": "track",
        "values": ["engineering"],
        "at_least": 8,
    }
]
# The thresholds by scientific sector follow the University of Pisa's published example; the call itself is made up.
RULES = [
    {"kind": "degree", "key": "degree", "eqf": 6},
    {
        "kind": "any",
        "key": "basics",
        "of": [
            {"kind": "sector-ects", "key": "biology", "sectors": ["BIO/01-19"], "ects": 30},
            {"kind": "sector-ects", "key": "computing", "sectors": ["INF", "ING", "MAT"], "ects": 30},
        ],
    },
    {"kind": "language", "key": "english", "language": "en", "level": "B2"},
]
FIELDS = [
    {
        "key": "why",
        "kind": "text",
        "label": {"en": "Why this Master?", "fr": "Pourquoi ce master ?"},
        "required": True,
        "most": 2000,
    },
    {
        "key": "needs",
        "kind": "text",
        "label": {"en": "What do you need to study well?", "fr": "De quoi avez-vous besoin pour bien étudier ?"},
        "hidden": True,
    },
]
DOCUMENTS = [
    {"key": "transcript", "label": {"en": "Transcript of records", "fr": "Relevé de notes"}},
    {"key": "identity", "label": {"en": "Identity card", "fr": "Pièce d’identité"}, "required": False, "hidden": True},
]
_SUBJECTS = {
    "biology": (("Cell biology", "BIO/06"), ("Biochemistry", "BIO/10"), ("Molecular biology", "BIO/11"), ("Genetics", "BIO/18")),
    "engineering": (("Analysis", "MAT/05"), ("Algorithms", "INF/01"), ("Signals", "ING-INF/03"), ("Statistics", "MAT/06")),
}
_TITLES = {"biology": "First-cycle degree in biology (made up)", "engineering": "First-cycle degree in engineering (made up)"}


def answers_of(applicant: Invented) -> dict[str, Any]:
    """What ``applicant`` writes on the form."""
    return {
        "track": applicant.track,
        "given_names": applicant.given_names,
        "family_name": applicant.family_name,
        "birth_date": applicant.birth_date,
        "birth_place": applicant.birth_place,
        "citizenship": applicant.citizenship,
        "gender": applicant.gender,
        "degree": {
            "title": _TITLES[applicant.track],
            "eqf_level": 6,
            "country": applicant.citizenship,
            "institution": f"University of {applicant.birth_place} (made up)",
        },
        "languages": {"en": dice(applicant, "english").choice(("B2", "C1", "C2"))},
        "answers": {"why": "Because it brings both sides together. This answer is made up."},
    }


def transcript_of(applicant: Invented) -> list[dict[str, Any]]:
    """Eight passed courses of 9 credits each, two of each subject."""
    return [
        {"title": f"{title} {part}", "sector": sector, "ects_credits": 9, "grade": "passed", "passed_on": date(2023, 6 + part, 20)}
        for title, sector in _SUBJECTS[applicant.track]
        for part in (1, 2)
    ]


def dice(applicant: Invented, *of: str) -> Random:
    """Numbers that are the same for ``applicant`` each time."""
    return Random("/".join(("salerno", applicant.email, *of)))  # noqa: S311  (nothing here is secret)


def scores_of(applicant: Invented, reader: str, *, centre: float) -> dict[str, int]:
    """What a reviewer finds, around ``centre``; the two reviewers of one applicant differ by little."""
    drawn = dice(applicant, reader)
    return {each["key"]: max(1, min(5, round(drawn.gauss(centre, 0.5)))) for each in RUBRIC["criteria"]}
