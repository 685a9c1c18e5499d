"""A thesis in words: what happened and what comes, and what its student does next."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from salerno.awards.enums import ThesisState
from salerno.awards.models import Thesis
from salerno.desk.words import day, moment

_STEP = {
    ThesisState.RETURNED: 0,
    ThesisState.PROPOSED: 1,
    ThesisState.AGREED: 2,
    ThesisState.DEPOSITED: 3,
    ThesisState.WITH_JURY: 4,
    ThesisState.ANNOUNCED: 4,
    ThesisState.JUDGED: 5,
    ThesisState.GRADED: 6,
}


@dataclass(frozen=True)
class Moment:
    """A step of the way. ``state``: done, now or nothing."""

    when: str
    what: str
    detail: str
    state: str


def moments_of(thesis: Thesis) -> list[Moment]:
    """The six steps of ``thesis``, each with who or what stands behind it."""
    now = _STEP[ThesisState(thesis.state)]
    steps = (
        (day(thesis.proposed_at), _("Proposal"), ""),
        (_agreed_on(thesis), _("Agreement of both supervisors"), _agreements(thesis)),
        *_later(thesis),
    )
    return [
        Moment(when, what, detail, "done" if number < now else "now" if number == now else "")
        for number, (when, what, detail) in enumerate(steps)
    ]


def _agreed_on(thesis: Thesis) -> str:
    days = [row.agreed_at for row in thesis.supervisors.all()]
    return day(max(days)) if all(days) else _("Both are asked")


def _agreements(thesis: Thesis) -> str:
    said = []
    for row in thesis.supervisors.all():
        values = {"name": row.person.display_name, "institution": row.institution.code, "day": day(row.agreed_at)}
        said.append(
            _("%(name)s (%(institution)s) agreed on %(day)s.") % values
            if row.agreed_at
            else _("%(name)s (%(institution)s) has not answered yet.") % values
        )
    return " ".join(said)


def _later(thesis: Thesis) -> tuple[tuple[str, str, str], ...]:
    deposits = list(thesis.deposits.all())
    last = deposits[0] if deposits else None
    due = _("By %(day)s") % {"day": day(thesis.ends_on)}
    version = _("Version %(number)d") % {"number": last.number} if last else ""
    jury, grade = _jury(thesis), thesis.grade
    return (
        (day(last.deposited_at) if last else due, _("Deposit"), version),
        (_("Named") if jury else _("To be named"), _("Jury"), jury),
        (moment(thesis.defence_at) or _("To be announced"), _("Defence"), thesis.place),
        (day(grade.sheet.published_at) if grade else _("After the defence"), _("Grade"), grade.value if grade else ""),
    )


def _jury(thesis: Thesis) -> str:
    if thesis.state in (ThesisState.PROPOSED, ThesisState.RETURNED, ThesisState.AGREED, ThesisState.DEPOSITED):
        return ""
    names = []
    for row in thesis.jury.all():
        values = {"name": row.person.display_name, "institution": row.institution.code}
        names.append(
            _("%(name)s (%(institution)s), chair") % values
            if row.is_chair
            else f"{row.person.display_name} ({row.institution.code})"
        )
    return "; ".join(names)


def next_for_student(thesis: Thesis | None) -> str:
    """What the student does now, or waits for, in one sentence."""
    if thesis is None:
        return _("Choose a subject and two supervisors in two countries, then propose your thesis.")
    return {
        ThesisState.PROPOSED: _(
            "Your supervisors read the proposal. You are told as soon as both have agreed, or one sends it back."
        ),
        ThesisState.RETURNED: _("A supervisor has sent your thesis back. Read why, change it and propose it again."),
        ThesisState.AGREED: _("Write, and deposit your thesis as a PDF by %(day)s.") % {"day": day(thesis.ends_on)},
        ThesisState.DEPOSITED: _("Your thesis lies here. Until a jury has it, you can deposit another version."),
        ThesisState.WITH_JURY: _("The jury reads your thesis. You are told when and where you defend it."),
        ThesisState.ANNOUNCED: _("You defend your thesis on %(moment)s.") % {"moment": moment(thesis.defence_at)},
        ThesisState.JUDGED: _("The jury has met. You are told as soon as the grade is published."),
        ThesisState.GRADED: _("Your thesis is graded."),
    }[ThesisState(thesis.state)]
