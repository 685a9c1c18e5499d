"""The call that is open now: drafts, applications handed in, and some that reviewers have begun to read."""

from datetime import datetime
from io import BytesIO
from typing import Any

from salerno.admissions.enums import ApplicationState
from salerno.admissions.models import Application, Review
from salerno.admissions.services import calls, letters, papers, reviewing, writing
from salerno.catalogue.models import ProgrammeOffering
from salerno.portal.operations.demo_cohort.calls import (
    DOCUMENTS,
    FIELDS,
    QUOTAS,
    RUBRIC,
    RULES,
    TRACKS,
    answers_of,
    dice,
    scores_of,
    transcript_of,
)
from salerno.portal.operations.demo_cohort.cast import AMU, APPLYING, OFFICERS
from salerno.portal.operations.demo_cohort.names import Invented
from salerno.portal.operations.demo_cohort.past_call import call_named, name_reviewers, submit
from salerno.portal.operations.demo_cohort.people import PROGRAMME, person
from salerno.portal.operations.demo_cohort.timeline import (
    NEXT_APPLIED,
    NEXT_ASSIGNED,
    NEXT_CALL_CLOSES,
    NEXT_CALL_OPENED,
    NEXT_REVIEWED,
    on_day,
)

SLUG = "made-up-call-2"
_VALUES: dict[str, Any] = {
    "title": {"en": "Made-up call for the joint Master", "fr": "Appel inventé pour le master conjoint"},
    "text": {
        "en": "This call is made up, and nothing in it is about the real Master. Apply as you like: nobody will write to you.",
        "fr": "Cet appel est inventé et ne dit rien du vrai master. Candidatez à votre guise : personne ne vous écrira.",
    },
    "places": 24,
    "waiting_places": 8,
    "tracks": TRACKS,
    "quotas": QUOTAS,
    "fields": FIELDS,
    "documents": DOCUMENTS,
    "rules": RULES,
    "rubric": RUBRIC,
    "hidden": ["name", "gender"],
    "referees": 1,
    "disagreement": "1.5",
}
_DRAFTS, _HANDED_IN = APPLYING[:4], APPLYING[4:]
_UNDER_REVIEW, _REVIEWED = {each.email for each in _HANDED_IN[5:10]}, {each.email for each in _HANDED_IN[10:]}


def open_call(at: datetime) -> None:
    """For the next cohort that the public sees."""
    moment, by = on_day(at, NEXT_CALL_OPENED), person(OFFICERS[AMU])
    offering = ProgrammeOffering.objects.filter(programme__code=PROGRAMME, is_public=True).last()
    dates = {"opens_at": moment, "closes_at": on_day(at, NEXT_CALL_CLOSES)}
    call = calls.create_call(offering=offering, slug=SLUG, values={**_VALUES, **dates}, by=by, at=moment)
    calls.open_call(call=call, by=by, at=moment)
    name_reviewers(call, moment)


def write_drafts(at: datetime) -> None:
    """Some have begun, and not yet handed in."""
    for each in _DRAFTS:
        _write(each, on_day(at, NEXT_APPLIED))


def hand_in(at: datetime) -> None:
    """Whole applications with a paper; their referees have been asked."""
    paper, moment = _paper(), on_day(at, NEXT_APPLIED)
    for each in _HANDED_IN:
        application = _write(each, moment)
        by = application.applicant
        papers.add_document(application=application, kind="transcript", name="transcript.pdf", data=paper, by=by, at=moment)
        letters.ask_referee(
            application=application,
            name="Robin Referee",
            email=f"referee.{each.email}",
            affiliation=f"University of {each.birth_place} (made up)",
            language="en",
            by=by,
            at=moment,
        )
        writing.submit_application(application=application, revision=2, by=by, at=moment)


def review(at: datetime) -> None:
    """Most are found eligible and given to reviewers; ten are ready for the committee, and of one two reviewers disagree."""
    call, by = call_named(SLUG), person(OFFICERS[AMU])
    rows = call.applications.filter(state=ApplicationState.SUBMITTED, applicant__email__in=_UNDER_REVIEW | _REVIEWED)
    findings = {str(row.uuid): reviewing.Finding(True) for row in rows}
    reviewing.find_eligibility(call=call, findings=findings, by=by, at=on_day(at, NEXT_ASSIGNED))
    reviewing.assign_reviewers(call=call, by=by, at=on_day(at, NEXT_ASSIGNED))
    applicants = {each.email: each for each in APPLYING}
    under_review = sorted(_UNDER_REVIEW)
    for row in Review.objects.filter(application__call=call).select_related("application__applicant", "reviewer"):
        email = row.application.applicant.email
        if email in _REVIEWED:
            centre = dice(applicants[email], "centre").uniform(2, 5)
            submit(row, scores_of(applicants[email], row.reviewer.email, centre=centre), on_day(at, NEXT_REVIEWED))
            continue
        place = under_review.index(email)
        is_first = not row.application.reviews.filter(pk__lt=row.pk).exists()
        if place == 0:
            submit(row, scores_of(applicants[email], row.reviewer.email, centre=5 if is_first else 1.5), on_day(at, NEXT_REVIEWED))
        elif place < 4 and (is_first or place == 1):
            submit(row, scores_of(applicants[email], row.reviewer.email, centre=3.5), on_day(at, NEXT_REVIEWED))


def _write(each: Invented, moment: datetime) -> Application:
    by = person(each.email)
    application = writing.begin_application(call=call_named(SLUG), by=by, at=moment)
    application = writing.save_application(application=application, values=answers_of(each), revision=0, by=by, at=moment)
    return writing.save_transcript(application=application, rows=transcript_of(each), revision=1, by=by, at=moment)


def _paper() -> bytes:
    """A PDF of one empty page. The library is loaded here: it takes 36 MB."""
    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    file = BytesIO()
    writer.write(file)
    return file.getvalue()
