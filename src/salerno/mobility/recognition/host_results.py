"""Results read from a transcript of records: an EWP answer (Incoming Mobility ToRs) or an ELMO that came by itself."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from salerno.awards.grading.errors import GradeRefused
from salerno.awards.grading.scales import scales
from salerno.mobility.ewp.elmo import Elmo, import_elmo
from salerno.mobility.ewp.opportunities import LearningOpportunityInstance, LearningOpportunitySpecification, ResultStatus
from salerno.mobility.ewp.refusals import EwpReason, EwpRefused
from salerno.mobility.ewp.transcripts import TRANSCRIPTS
from salerno.mobility.models import LearningAgreement, Mobility
from salerno.mobility.recognition.services import Line

MOST_BYTES = 4 * 2**20


@dataclass(frozen=True)
class Read:
    """What a file says: ``lines`` that can be entered; ``cautions``: what to look at, in sentences."""

    lines: tuple[Line, ...]
    cautions: tuple[str, ...]


def read_transcript(content: bytes, mobility: Mobility) -> Read:
    """The results in ``content``. Raises ``EwpRefused``, which says what is wrong with the file."""
    elmo, lost = _elmo_of(content, mobility)
    host = mobility.place.institution
    cautions = [*_who(elmo, mobility), *(str(problem.sentence) for problem in lost)]
    lines: list[Line] = []
    for report in elmo.reports:
        issuers = {each.value for each in report.issuer.identifiers if each.type == "schac"}
        if issuers and host.schac not in issuers:
            cautions.append(_("A report was issued by %(issuer)s, not by the host.") % {"issuer": ", ".join(sorted(issuers))})
        for specification in _leaves(report.learning_opportunity_specifications):
            line, caution = _line(specification, report.issue_date.date(), mobility)
            if line:
                lines.append(line)
            cautions.extend(filter(None, [caution]))
    return Read(tuple(lines), tuple(cautions))


def _elmo_of(content: bytes, mobility: Mobility) -> tuple[Elmo, Iterable]:
    """Of an answer with several transcripts that of this mobility."""
    try:
        transcripts, lost = TRANSCRIPTS.imported_in_part(content)
    except EwpRefused as error:
        if error.reason != EwpReason.ANOTHER_DOCUMENT:
            raise
        return import_elmo(content)
    names = {str(mobility.uuid), *map(str, LearningAgreement.objects.filter(mobility=mobility).values_list("uuid", flat=True))}
    own = [each for each in transcripts if each.omobility_id in names]
    return (own or list(transcripts))[0].elmo, lost


def _who(elmo: Elmo, mobility: Mobility) -> Iterator[str]:
    """PRIVACY: results of somebody else, in a file sent by mistake, are seen before they are entered."""
    student, learner = mobility.wish.student, elmo.learner
    studies = mobility.wish.studies
    known = studies.full_name if studies else student.full_name
    said = f"{learner.given_names} {learner.family_name}"
    if said.casefold().split() != known.casefold().split():
        yield _("The file is made out to %(said)s, the student's name here is %(known)s.") % {"said": said, "known": known}


def _leaves(found: Iterable[LearningOpportunitySpecification]) -> Iterator[LearningOpportunitySpecification]:
    for each in found:
        if each.has_parts:
            yield from _leaves(each.has_parts)
        else:
            yield each


def _line(specification: LearningOpportunitySpecification, issued: date, mobility: Mobility) -> tuple[Line | None, str]:
    """One result, or why it is left out."""
    instance = specification.instance
    title = next((each.text for each in specification.titles), "")[:300]
    if instance.status == ResultStatus.IN_PROGRESS:
        return None, _("“%(title)s” is still in progress and is left out.") % {"title": title}
    ects = next((each.value for each in instance.credits if each.scheme == "ects" and each.value is not None), None)
    if ects is None:
        return None, _("“%(title)s” names no ECTS credits and is left out: enter it by hand.") % {"title": title}
    value = (instance.result_label or "")[:40]
    return Line(
        title=title,
        ects=ects.quantize(Decimal("0.1")),
        earned_on=instance.date or (instance.academic_term.end if instance.academic_term else issued),
        code=_code(specification),
        value=value,
        scale=_scale_of(value, mobility),
        isced_f=(specification.isced_code or "")[:4],
        is_passed=_is_passed(instance),
    ), ""


def _scale_of(value: str, mobility: Mobility) -> str:
    """The host's own scale where it knows the grade; else none: the grade stays as it came and is not converted."""
    own = mobility.place.institution.grading_scale
    scale = scales().get(own.code) if own and value else None
    try:
        return scale.read(value).scale if scale else ""
    except GradeRefused:
        return ""


def _code(specification: LearningOpportunitySpecification) -> str:
    """The host's own code of the course, as students know it; else the first identifier."""
    found = sorted(specification.identifiers, key=lambda each: each.type != "local")
    return found[0].value[:60] if found else ""


def _is_passed(instance: LearningOpportunityInstance) -> bool:
    return instance.status != ResultStatus.FAILED


def as_plain(lines: Iterable[Line]) -> list[dict[str, Any]]:
    """``lines`` as values that can be signed and handed back: what was seen is what is entered."""
    return [{**vars(line), "ects": str(line.ects), "earned_on": line.earned_on.isoformat()} for line in lines]


def from_plain(values: Iterable[dict[str, Any]]) -> list[Line]:
    """What ``as_plain`` wrote."""
    return [Line(**{**each, "ects": Decimal(each["ects"]), "earned_on": date.fromisoformat(each["earned_on"])}) for each in values]
