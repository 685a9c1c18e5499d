"""The menu of the desk: one row for those with few parts, groups and the parts of one group for those with many."""

import pytest
from django.urls import reverse

from salerno.desk.sections import menu_of, sections_of
from salerno.people.enums import Role
from tests.support.admissions import AMU, staff
from tests.support.studies import made_up_cohort

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def cohort():
    """The consortium and its Master, made up."""
    return made_up_cohort()


def test_few_parts_stand_in_one_row():
    teacher = staff(AMU, Role.TEACHER)

    menu = menu_of(teacher, reverse("portal:desk"))

    assert menu.groups == []
    assert [entry.url for entry in menu.parts] == [section.url for section in sections_of(teacher)]
    assert [entry.current for entry in menu.parts] == ["page"] + [""] * (len(menu.parts) - 1)


def test_many_parts_are_grouped_and_those_of_the_page_are_shown():
    menu = menu_of(staff(AMU), "/desk/applications/1/")

    assert [entry.label for entry in menu.groups] == ["What waits", "Students", "Mobility", "Teaching", "Degrees", "Campus"]
    assert [entry.label for entry in menu.groups if entry.current] == ["Students"]
    assert [(entry.label, entry.current) for entry in menu.parts][:2] == [("Admissions", "true"), ("Students", "")]


def test_what_waits_has_no_second_row():
    menu = menu_of(staff(AMU), reverse("portal:desk"))

    assert (menu.groups[0].current, menu.parts) == ("page", [])


def test_every_part_is_in_reach_of_its_group():
    officer = staff(AMU)
    reached = set()
    for group in menu_of(officer, reverse("portal:desk")).groups:
        reached |= {group.url} | {entry.url for entry in menu_of(officer, group.url).parts}

    assert reached == {section.url for section in sections_of(officer)}
