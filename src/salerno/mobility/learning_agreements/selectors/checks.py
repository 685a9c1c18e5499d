"""What the campus finds in a learning agreement while it is written, and before it is signed: in sentences."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from salerno.common.names import plain_number
from salerno.common.translated import in_language
from salerno.mobility.enums import MobilityKind
from salerno.mobility.learning_agreements.selectors.checks_blended import blended_faults
from salerno.mobility.learning_agreements.selectors.degrees import DegreeLines, Degrees, degrees_of
from salerno.mobility.learning_agreements.selectors.facts import in_force_before, is_doctoral
from salerno.mobility.learning_agreements.selectors.offers import offered_codes
from salerno.mobility.models import LearningAgreementVersion, Mobility
from salerno.mobility.papers.body import TABLES, Body, Row
from salerno.mobility.papers.changes import row_changes, text_changes

GOOD, DOUBT, WRONG = "good", "doubt", "wrong"
TABLE_NAMES = {"studied": gettext_lazy("Table A"), "recognised": gettext_lazy("Table B"), "virtual": gettext_lazy("Table C")}
_ASKED = ("title", "programme", "knowledge", "monitoring", "evaluation", "mentor_name", "supervisor_name")


@dataclass(frozen=True)
class Check:
    """``level``: good; doubt, which somebody should look at; wrong, which nobody can sign."""

    level: str
    sentence: str


@dataclass(frozen=True)
class Checked:
    """All that was found. ``degrees`` is empty for a student of another university."""

    checks: tuple[Check, ...]
    degrees: tuple[DegreeLines, ...]

    @property
    def wrong(self) -> list[Check]:
        """What forbids to sign."""
        return [check for check in self.checks if check.level == WRONG]


def checked(version: LearningAgreementVersion, body: Body) -> Checked:
    """What there is to say of ``body`` as what ``version`` is to say: a constant number of queries, far less than a second."""
    mobility = version.agreement.mobility
    before = in_force_before(version)
    held = before.says if before else None
    degrees = degrees_of(mobility)
    checks = [*_of_form(mobility, body), *_of_rows(body), *_of_credits(mobility, body)]
    if held:
        checks += _of_change(held, body)
    if degrees:
        checks += _of_regulations(degrees, body)
        checks += _of_outcomes(degrees, body, mobility)
    else:
        checks.append(Check(DOUBT, _("The rules of the degree at the sending institution are not known to this campus.")))
    checks += _of_offers(mobility, body)
    return Checked(tuple(checks), tuple(degrees.lines(body, held)) if degrees else ())


def _of_form(mobility: Mobility, body: Body) -> Iterator[Check]:
    kind = mobility.kind
    if not body.level:
        yield Check(WRONG, _("Say how well you speak the language in which you are taught there."))
    if kind == MobilityKind.TRAINEESHIP:
        yield from _of_traineeship(body)
        return
    if not body.live("studied") and not body.live("virtual"):
        yield Check(WRONG, _("Table A says nothing yet: what do you study there?"))
    if not body.live("recognised"):
        yield Check(WRONG, _("Table B says nothing yet: what is recognised at home?"))
    if kind == MobilityKind.BLENDED:
        yield from (Check(WRONG, said) for said in blended_faults(mobility, body, is_doctoral=is_doctoral(mobility)))


def _of_traineeship(body: Body) -> Iterator[Check]:
    said = body.traineeship
    if said is None or not all(getattr(said, name).strip() for name in _ASKED):
        yield Check(
            WRONG,
            _("Tasks, skills, monitoring, evaluation, the supervisor at the host and the contact at home must all be filled in."),
        )
        return
    if not said.hours_per_week:
        yield Check(WRONG, _("Say how many hours a week you work there."))
    if not said.accident_by:
        yield Check(DOUBT, _("Nobody insures you against accidents at work. Many countries demand it."))
    if not said.liability_by:
        yield Check(DOUBT, _("Nobody insures what you might damage at the host."))
    if not body.live("recognised"):
        yield Check(DOUBT, _("No credits are recognised for this traineeship."))


def _of_rows(body: Body) -> Iterator[Check]:
    for table in TABLES:
        name = {"table": TABLE_NAMES[table]}
        rows = body.live(table)
        if any(not row.title or row.ects <= 0 for row in rows):
            yield Check(WRONG, _("%(table)s has a row without a title or without credits.") % name)
        for key, count in Counter(row.key for row in rows).items():
            if count > 1:
                yield Check(WRONG, _("%(table)s names %(course)s twice.") % {**name, "course": key[0] or key[1]})
    if any(not row.description for row in body.live("virtual")):
        yield Check(WRONG, _("Each row of table C needs a short description."))
    for row in body.live("recognised"):
        if row.conditions:
            yield Check(DOUBT, _("%(course)s is recognised only on a condition: %(text)s") % _named(row, text=row.conditions))
    there = {row.code for table in ("studied", "virtual") for row in body.live(table)}
    for row in body.live("recognised"):
        if missing := [code for code in row.codes_instead if code not in there]:
            yield Check(
                WRONG,
                _("%(course)s is to be recognised for %(codes)s, which is not in table A or C.")
                % _named(row, codes=", ".join(missing)),
            )


def _named(row: Row, **more: str) -> dict[str, str]:
    return {"course": f"{row.code} {row.title}".strip(), **more}


def _of_credits(mobility: Mobility, body: Body) -> Iterator[Check]:
    if mobility.kind == MobilityKind.TRAINEESHIP:
        return
    earned, recognised = body.ects("studied") + body.ects("virtual"), body.ects("recognised")
    said = {"earned": plain_number(earned), "recognised": plain_number(recognised)}
    if earned == recognised:
        yield Check(GOOD, _("%(earned)s ECTS credits there, %(recognised)s recognised at home.") % said)
    else:
        yield Check(DOUBT, _("%(earned)s ECTS credits there, but %(recognised)s recognised at home: the sums should agree.") % said)


def _of_change(held: Body, body: Body) -> Iterator[Check]:
    changes = row_changes(held, body)
    if not changes and not text_changes(held, body):
        yield Check(WRONG, _("Nothing was changed in this version yet."))
    for change in changes:
        if not change.row.reason and not change.row.reason_text:
            sentence = _("%(table)s: say why %(course)s is changed.")
            yield Check(WRONG, sentence % {"table": TABLE_NAMES[change.table], **_named(change.row)})


def _of_regulations(degrees: Degrees, body: Body) -> Iterator[Check]:
    rows = body.live("recognised")
    unknown = [row for row in rows if row.code not in degrees.rules.courses]
    for row in unknown:
        yield Check(WRONG, _("%(course)s is no course of your regulations.") % _named(row))
    if rows and not unknown:
        yield Check(GOOD, _("Every course in table B stands in your regulations."))
    track = degrees.rules.track(degrees.studies.track)
    for row in rows:
        course = degrees.rules.courses.get(row.code)
        if course is None:
            continue
        if row.code not in track.codes:
            yield Check(DOUBT, _("%(course)s counts nowhere in your track.") % _named(row))
        if row.code in degrees.passed:
            yield Check(DOUBT, _("%(course)s is passed already and would not count again.") % _named(row))
        if row.ects != course.ects:
            sentence = _("%(course)s has %(right)s ECTS credits in your regulations, not %(said)s.")
            yield Check(DOUBT, sentence % _named(row, right=plain_number(course.ects), said=plain_number(row.ects)))


def _of_outcomes(degrees: Degrees, body: Body, mobility: Mobility) -> Iterator[Check]:
    """Whether what table B stands for is taught there: known of courses that the regulations describe, unknown of others."""
    if mobility.kind == MobilityKind.TRAINEESHIP:
        return
    courses = degrees.rules.courses
    wanted = {key for row in body.live("recognised") if row.code in courses for key in courses[row.code].outcomes}
    there = [row for table in ("studied", "virtual") for row in body.live(table)]
    taught = {key for row in there if row.code in courses for key in courses[row.code].outcomes}
    unknown = [row.code or row.title for row in there if row.code not in courses]
    titles = [in_language(outcome.title) for outcome in degrees.rules.outcomes if outcome.key in wanted - taught]
    if not titles:
        if wanted:
            yield Check(GOOD, _("What the courses of table B teach is all taught there."))
    elif unknown:
        sentence = _("Whether %(courses)s teach this, somebody must judge: %(outcomes)s.")
        yield Check(DOUBT, sentence % {"courses": ", ".join(unknown), "outcomes": "; ".join(titles)})
    else:
        yield Check(DOUBT, _("Nothing in table A or C teaches this: %(outcomes)s.") % {"outcomes": "; ".join(titles)})


def _of_offers(mobility: Mobility, body: Body) -> Iterator[Check]:
    """Nothing is said of an institution that offers no course on this campus."""
    offered = offered_codes(mobility)
    if not offered:
        return
    missing = [row for row in body.live("studied") if row.code not in offered]
    if missing:
        said = ngettext(
            "As far as the campus knows, %(courses)s is not offered there in your period.",
            "As far as the campus knows, %(courses)s are not offered there in your period.",
            len(missing),
        )
        yield Check(DOUBT, said % {"courses": ", ".join(row.code or row.title for row in missing)})
