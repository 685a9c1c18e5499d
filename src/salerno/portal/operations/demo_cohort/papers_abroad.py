"""Made-up learning agreements of students elsewhere: in force, with a change that waits, and one not signed by all."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from salerno.common.translated import in_language
from salerno.mobility.learning_agreements.selectors.degrees import degrees_of
from salerno.mobility.learning_agreements.selectors.facts import facts_of, newest_of
from salerno.mobility.learning_agreements.selectors.proposals import proposal
from salerno.mobility.learning_agreements.services import papers
from salerno.mobility.learning_agreements.services.signing import sign
from salerno.mobility.models import LearningAgreementVersion, Mobility
from salerno.mobility.papers.body import Body, Row
from salerno.people.models import Person
from salerno.portal.operations.demo_cohort.cast import OFFICERS
from salerno.portal.operations.demo_cohort.people import person
from salerno.portal.operations.demo_cohort.studying_elsewhere import AWAY_CHANGING, AWAY_OTHER_COURSE, AWAY_UNSIGNED, FIRST, stay_of
from salerno.portal.operations.demo_cohort.timeline import PAPER_CHANGED, PAPERS_SIGNED, PAPERS_WRITTEN, on_day

_LEVEL = "B2"
_OWED = "PI-201"
_INSTEAD = Row(code="AMU-M7", title="Statistical learning in medicine (made up)", ects=Decimal(6))
_ADDED = "PI-202"
_WHY = "The host gives it this year after all (made up)."
WHO_HAS_ONE = tuple(FIRST.wishes)


def agree(at: datetime, numbers: tuple[int, ...]) -> None:
    """Written from what the degree still needs, and signed in order; the host of one has not signed yet."""
    for number in numbers:
        mobility = stay_of(number)
        student = mobility.wish.student
        body = replace(_body(mobility, number), level=_LEVEL)
        papers.begin(mobility=mobility, body=body, by=student, at=on_day(at, PAPERS_WRITTEN))
        signers = [student, *_officers(mobility)]
        for signer, day in zip(signers[:2] if number == AWAY_UNSIGNED else signers, PAPERS_SIGNED, strict=False):
            _sign(mobility, signer, on_day(at, day))


def _body(mobility: Mobility, number: int) -> Body:
    """What the campus proposes; where the host teaches nothing of it, a made-up course in the place of the one at home."""
    if number not in (AWAY_OTHER_COURSE, AWAY_UNSIGNED):
        return proposal(mobility)
    at_home = replace(_of_regulations(mobility, _OWED), instead_of=_INSTEAD.code)
    return replace(proposal(mobility), studied=(_INSTEAD,), recognised=(at_home,))


def _of_regulations(mobility: Mobility, code: str) -> Row:
    course = degrees_of(mobility).rules.courses[code]
    return Row(code=code, title=in_language(course.title), ects=course.ects)


def _officers(mobility: Mobility) -> tuple[Person, Person]:
    """Who signs for the sending and for the receiving university."""
    return person(OFFICERS[mobility.wish.home.schac]), person(OFFICERS[mobility.place.institution.schac])


def _sign(mobility: Mobility, by: Person, moment: datetime) -> LearningAgreementVersion:
    version = newest_of(mobility)
    return sign(version=version, digest=facts_of(version).digest, by=by, at=moment)


def change(at: datetime) -> None:
    """Somebody takes one course more, and has signed; now it is for the sending university to sign."""
    mobility, moment = stay_of(AWAY_CHANGING), on_day(at, PAPER_CHANGED)
    version = papers.begin_change(mobility=mobility, by=mobility.wish.student, at=moment)
    more = replace(_of_regulations(mobility, _ADDED), reason_text=_WHY)
    body = version.says
    wanted = replace(body, studied=(*body.studied, more), recognised=(*body.recognised, replace(more, instead_of=_ADDED)))
    papers.write(version=version, body=wanted, revision=version.revision, by=mobility.wish.student, at=moment)
    _sign(mobility, mobility.wish.student, on_day(at, PAPER_CHANGED, 1))
