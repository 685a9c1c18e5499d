"""How long each paper document of a degree takes: the diploma, its supplement, the transcript; and a complete set."""

import json
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from bench import Bench
from campus import HERE
from table import Line, at_most, line

from salerno.awards.degrees.facts import Body, ConvertedGrade, Decision, DegreeFacts, Graduate, Qualification, Result, Share
from salerno.awards.national_systems import national_system
from salerno.credentials.diplomas.diploma import diploma_pdf
from salerno.credentials.diplomas.supplement import supplement_pdf
from salerno.credentials.diplomas.transcript import transcript_pdf

URL = "https://campus.example/verify/made-up"
COURSES = 20
WORDS = {"en": "Made-up words, as long as such words are", "fr": "Des mots inventés, aussi longs que de tels mots le sont"}
DOCUMENTS: dict[str, Callable[[DegreeFacts], bytes]] = {
    "Diploma": lambda facts: diploma_pdf(facts, verify_url=URL),
    "Diploma supplement": lambda facts: supplement_pdf(facts, language="en", verify_url=URL),
    "Transcript of records": lambda facts: transcript_pdf(facts, language="en", verify_url=URL),
}


def measure(bench: Bench) -> list[Line]:
    """By processor time of all threads, after one of each: fonts are read once for a process.

    Each document has another holder, so that the typesetter has nothing to remember.
    """
    facts, lines = made_up_degree(), []
    for name, made in DOCUMENTS.items():
        made(facts)
        taken = sorted(milliseconds(made, held_by(facts, number)) for number in range(4 * bench.rounds))
        lines.append(line(name, taken[len(taken) // 2], 100, at_most, unit="ms", ours=f"slowest {taken[-1]:.0f} ms"))
    return [*lines, complete_set(bench)]


def complete_set(bench: Bench) -> Line:
    """A student's whole set against the bare work in it: see ``document_sets.py``."""
    taken = json.loads(bench.campus.python(str(HERE / "document_sets.py")))
    ours, floor = taken["set"], taken["bare"]
    name = "Complete set of degree documents"
    return line(name, ours / floor, 2.5, at_most, ours=f"{ours:.0f} ms", floor=f"{floor:.0f} ms")


def milliseconds(made: Callable[[DegreeFacts], bytes], facts: DegreeFacts) -> float:
    """Processor time of one document."""
    begun = time.process_time()
    made(facts)
    return 1_000 * (time.process_time() - begun)


def held_by(facts: DegreeFacts, number: int) -> DegreeFacts:
    """The same degree of somebody else."""
    graduate = replace(facts.graduate, given_names=f"Made-up {number}")
    return replace(facts, number=f"MADE-UP-{number:05}", graduate=graduate)


def made_up_degree() -> DegreeFacts:
    """A degree that nobody holds: twenty courses at two institutions, with conversions and distributions."""
    south = Body(
        "univ-amu.fr", "south", {"en": "Made-up University of the South"}, "FR", "Made-up", "https://a.example/", ("fr", "en")
    )
    tower = Body(
        "unipi.it", "tower", {"en": "Made-up University of the Tower"}, "IT", "Made-up", "https://b.example/", ("it", "en")
    )
    return DegreeFacts(
        award_uuid="00000000-0000-4000-8000-000000000000",
        number="MADE-UP-00000",
        awarding=south,
        partners=(tower,),
        programme_code="MADE-UP",
        programme_title=WORDS,
        qualification=Qualification(WORDS, WORDS, 7, ("0988",), Decimal(120), 4, ("en",), *[WORDS] * 6),
        graduate=Graduate("made-up", "Made-up", "Person", date(2002, 2, 28), "Made-up", "FR"),
        results=tuple(made_up_result(number) for number in range(COURSES)),
        outcomes=(WORDS,) * 8,
        decision=Decision(date(2027, 7, 15), "award", "7.1", 1, "Made-up Chair"),
        granted_on=date(2027, 7, 15),
        national_system=national_system("FR"),
        is_made_up=True,
    )


def made_up_result(number: int) -> Result:
    """Every second course is passed in Pisa's scale, converted, and has a distribution."""
    is_abroad = number % 2
    return Result(
        code=f"MADE-{number:02}",
        title=WORDS,
        schac=("univ-amu.fr", "unipi.it")[is_abroad],
        semester=1 + number // 5,
        kind="course",
        credits=Decimal(6),
        grade=("14.5", "28")[is_abroad],
        scale=("fr-20", "it-30")[is_abroad],
        passed_on=date(2027, 1, 15),
        language="en",
        converted=(ConvertedGrade("univ-amu.fr", "fr-20", "15", "14.5", "15.5", ("IT-1", "FR-1")),) * is_abroad,
        distribution=tuple(Share(str(grade), Decimal("7.6")) for grade in range(30, 17, -1)) * is_abroad,
    )
