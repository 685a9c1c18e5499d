"""The numbers that an institution gives its students: many at once, all of them or none."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from salerno.audit.services import record
from salerno.catalogue.models import ProgrammeOffering
from salerno.enrolment.enums import ProgrammeRefusal
from salerno.enrolment.errors import ProgrammeRefused
from salerno.enrolment.models import Registration
from salerno.enrolment.moments import NumberGiven, number_given
from salerno.enrolment.selectors.numbers import state_of
from salerno.institutions.models import Institution
from salerno.people.models import Person

LONGEST = Registration._meta.get_field("student_number").max_length


@transaction.atomic
def give_numbers(
    *,
    cohort: ProgrammeOffering,
    institution: Institution,
    texts: Mapping[str, str],
    state: str,
    by: Person | None,
    at: datetime,
) -> int:
    """Write what ``texts`` say by registration (uuid); return how many numbers changed. All of it or nothing.

    An empty cell leaves what stands: a number is corrected, never taken away. ``state`` is that of the sheet which ``by`` looked at
    (``state_of``): when somebody has saved since, nothing is written. The institution's row is locked, for whose numbers two
    offices may compete. Numbers that change are emptied first, so that two students may exchange theirs.
    """
    institution = Institution.objects.select_for_update(of=("self",)).get(pk=institution.pk)
    rows = list(Registration.objects.on_the_sheet(cohort, institution))
    if state != state_of(rows):
        raise ProgrammeRefused(ProgrammeRefusal.NUMBERS_CHANGED)
    if wrong := wrong_numbers(rows, texts):
        raise ProgrammeRefused(ProgrammeRefusal.BAD_NUMBERS, wrong)
    wanted = {key: text.strip() for key, text in texts.items()}
    changed = [row for row in rows if wanted.get(str(row.uuid), "") not in ("", row.student_number)]
    first = [row for row in changed if not row.student_number]
    Registration.objects.filter(pk__in=[row.pk for row in changed if row.student_number]).update(student_number="")
    for row in changed:
        row.student_number = wanted[str(row.uuid)]
    Registration.objects.bulk_update(changed, ["student_number"])
    for row in changed:
        detail = {"institution": institution.code, "corrected": row not in first}
        record(action="registration.numbered", actor=by, subject=row, person=row.enrolment.student, detail=detail, at=at)
    for row in first:
        number_given(NumberGiven(row, by, at))
    return len(changed)


def wrong_numbers(rows: Iterable[Registration], texts: Mapping[str, str]) -> dict[str, str]:
    """Which of ``texts`` (by registration) could not be written on the sheet of ``rows``, and why; nothing is written."""
    stands = {str(row.uuid): row for row in rows}
    wanted = {key: text.strip() for key, text in texts.items() if text.strip()}
    after = Counter(wanted.get(key, row.student_number) for key, row in stands.items())
    institutions = {row.institution_id for row in stands.values()}
    others = Registration.objects.filter(institution__in=institutions, student_number__in=wanted.values())
    taken = set(others.exclude(pk__in=[row.pk for row in stands.values()]).values_list("student_number", flat=True))
    found: dict[str, str] = {}
    for key, text in wanted.items():
        if key not in stands:
            found[key] = _("This student is not on the sheet.")
        elif len(text) > LONGEST or not text.isprintable():
            found[key] = _("A number has %(most)d printable characters at most.") % {"most": LONGEST}
        elif after[text] > 1:
            found[key] = _("This number stands twice on the sheet.")
        elif text in taken:
            found[key] = ProgrammeRefusal.NUMBER_TAKEN.label
    return found
