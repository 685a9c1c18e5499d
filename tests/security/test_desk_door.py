"""Lists that staff open in a spreadsheet, names that people give themselves, roles that people would like to have."""

import io

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from tests.factories.institutions import InstitutionFactory
from tests.factories.people import PersonFactory
from tests.support.staff import sign_in_as

from salerno.common.spreadsheets import as_csv, as_xlsx, safe_cell
from salerno.institutions.enums import Standing
from salerno.people.enums import Role
from salerno.people.forms import AccountForm, SignUpForm
from salerno.people.models import RoleAssignment

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", "  =1+1", "\u00a0=1+1", "＝1+1", "＋1", "\x01=1+1")
CONTROL = "a\x00b\x01c\x0bd\ufffee\ud800f"
REFUSED_NAMES = ("a\nb", "a\r\nBcc: x@example.org", "a\x01b", "a\u202eb", "a\u2066b", "a\u2028b", "a\ufffeb", "a\tb")
GOOD_NAMES = ("Trota de’ Ruggiero", "Ørsted-Łukasiewicz", "李雷", "مریم میرزاخانی", "نرگس می‌خواند", "Jean‑Luc O'Neill", "అరుణ")


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_becomes_text(text: str):
    assert str(safe_cell(text)).startswith("'")


@pytest.mark.parametrize("value", ["Lea Nurse", "a = b", 3, None, 0.5, ""])
def test_other_cells_stay_as_they_are(value: object):
    assert safe_cell(value) == value


def test_no_character_keeps_anybody_from_a_list():
    book = load_workbook(io.BytesIO(as_xlsx("people", ["name"], [[CONTROL]])))

    assert (book.active["A2"].value, as_csv(["name"], [[CONTROL]]).decode("utf-8-sig")) == ("abcdef", "name\r\nabcdef\r\n")


@pytest.mark.django_db
@pytest.mark.parametrize("name", REFUSED_NAMES)
def test_a_name_is_one_line_that_reads_as_it_is_written(name: str):
    account = AccountForm({"full_name": name, "language": "en", "time_zone": "Europe/Paris"}, instance=PersonFactory())

    assert ("full_name" in account.errors, "full_name" in SignUpForm({"full_name": name, "accepted": "on"}).errors) == (True, True)


@pytest.mark.parametrize("name", GOOD_NAMES)
def test_names_of_every_script_are_taken(name: str):
    assert SignUpForm({"full_name": name, "accepted": "on"}).errors == {}


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.COURSE_LEAD, Role.TEACHER])
def test_nobody_rises_above_their_role_by_a_crafted_form(client: Client, role: Role):
    own, other = InstitutionFactory(standing=Standing.COORDINATOR), InstitutionFactory()
    me, friend = sign_in_as(client, own, role), PersonFactory(home_institution=own)
    wishes = [(whom, own, Role.COORDINATOR) for whom in (me, friend)] + [(whom, other, Role.TEACHER) for whom in (me, friend)]

    codes = set()
    for whom, where, what in wishes:
        fields = {"email": whom.email, "role": what, "institution": where.slug}
        for address in (reverse("portal:give_role"), reverse("portal:assign_role", args=[whom.uuid])):
            codes.add(client.post(address, fields).status_code)

    assert (codes <= {404, 422}, list(RoleAssignment.objects.values_list("person", "role"))) == (True, [(me.pk, role)])
