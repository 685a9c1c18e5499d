"""The desk's part for theses, and what waits in it."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext_lazy, ngettext

from salerno.awards.theses.selectors import work_of, works_on_theses
from salerno.desk.sections import Group, Section
from salerno.desk.waiting import Waiting
from salerno.people.models import Person

THESES = Section("awards:theses", gettext_lazy("Theses"), works_on_theses, 21, Group.TEACHING)


def theses_waiting(person: Person, on: date) -> Iterable[Waiting]:
    """Theses on which somebody waits for ``person``."""
    work = work_of(person, on)
    for n, said in (
        (work.to_agree, ngettext("%(n)d thesis waits for your agreement.", "%(n)d theses wait for your agreement.", work.to_agree)),
        (
            work.to_give_a_jury,
            ngettext("%(n)d thesis waits for a jury.", "%(n)d theses wait for a jury.", work.to_give_a_jury),
        ),
        (
            work.to_announce,
            ngettext("%(n)d defence is to be announced.", "%(n)d defences are to be announced.", work.to_announce),
        ),
        (work.to_grade, ngettext("%(n)d thesis waits for its grade.", "%(n)d theses wait for their grades.", work.to_grade)),
        (
            work.to_confirm,
            ngettext(
                "%(n)d thesis grade waits for you as the chair.", "%(n)d thesis grades wait for you as the chair.", work.to_confirm
            ),
        ),
    ):
        if n:
            yield Waiting(said % {"n": n}, "awards:theses", n)
