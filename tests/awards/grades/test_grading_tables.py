"""Grading tables are frozen versions: computed from own results or sent, shown first, found by their field."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories.institutions import InstitutionFactory
from tests.factories.people import PersonFactory
from tests.support.grading import examined_offering, italian_university, published_sheet, students_of
from tests.support.moments import LATER, NOON
from tests.support.staff import sign_in_as

from salerno.audit.models import Entry
from salerno.awards.enums import TableSource
from salerno.awards.grades.selectors.conversions import NewestTables, as_table, bands_of
from salerno.awards.grades.services.tables import publish_table, publish_tables, table_of_own_results
from salerno.awards.grading.errors import TableRefused
from salerno.awards.grading.exchange import export_tables
from salerno.awards.grading.tables import GradingTable as Table
from salerno.awards.grading.tables import from_json
from salerno.awards.models import GradingTable
from salerno.people.enums import Role

pytestmark = pytest.mark.django_db
ROWS = [["30L", "10"], ["30", "20"], ["28", "40"], ["18", "30"]]
DATA = Path(__file__).parents[2] / "data" / "ewp"


def table(*rows, **values) -> Table:
    said = {"grades": [list(row) for row in rows] or ROWS, "scale": "it-30", "years": "2024–2025", "isced_f": "0988", "n": 400}
    return from_json({name: value for name, value in {**said, **values}.items() if value})


def published(institution, known=None, **values):
    return publish_table(institution=institution, table=known or table(), source=TableSource.IMPORTED, by=None, at=NOON, **values)


def text_of(response):
    return " ".join(response.content.decode().split())


def results(institution, *values, isced_f="0988", is_demo=False):
    offering = examined_offering(institution)
    offering.course.isced_f = [isced_f]
    offering.course.save()
    students = students_of(offering, len(values))
    for row in students:
        row.learner.is_demo = is_demo
        row.learner.save()
    texts = {str(row.uuid): value for row, value in zip(students, values, strict=True)}
    return published_sheet(offering, texts, PersonFactory(), PersonFactory())


def test_versions_are_numbered_in_their_scale_and_field_and_the_same_table_is_published_once():
    pisa = italian_university()

    first, again = published(pisa), published(pisa)
    second = published(pisa, table(years="2025–2026"))
    other = published(pisa, table(isced_f=""))

    assert [(row.number, is_new) for row, is_new in (first, again, second, other)] == [(1, True), (1, False), (2, True), (1, True)]
    assert Entry.objects.filter(action="grading_table.published").count() == 3


def test_a_row_gives_the_table_back_with_the_same_digest():
    row, _new = published(italian_university())

    assert (as_table(row), as_table(row).digest) == (table(), row.digest)


@pytest.mark.parametrize(
    "values", [{"scale": ""}, {"years": ""}, {"years": "2" * 41}, {"isced_f": "09881"}, {"isced_f": "9"}, {"isced_f": "²²"}]
)
def test_a_table_of_which_nobody_could_tell_what_it_is_of_is_refused(values):
    with pytest.raises(TableRefused):
        published(italian_university(), table(**values))
    assert not GradingTable.objects.exists()


def test_several_tables_are_published_all_or_none():
    pisa = italian_university()

    with pytest.raises(TableRefused):
        publish_tables(institution=pisa, tables=[table(), table(years="")], source=TableSource.IMPORTED, by=None, at=NOON)

    assert not GradingTable.objects.exists()


def test_own_results_are_counted_by_field_and_day_without_those_that_failed():
    pisa = italian_university()
    results(pisa, "30L", "30", "28", "28", "17", "-")
    results(pisa, "18", isced_f="0511")
    results(italian_university(), "19")
    year = {"institution": pisa, "scale": "it-30", "first": date(2026, 1, 1), "last": date(2026, 12, 31)}

    health = table_of_own_results(isced_f="0988", **year).table

    assert (health.rows, health.n, health.years) == (
        (("30L", Decimal(25)), ("30", Decimal(25)), ("28", Decimal(50))),
        4,
        "2026",
    )
    assert table_of_own_results(isced_f="09", **year).table.n == 4
    assert table_of_own_results(isced_f="", **year).table.n == 5
    with pytest.raises(TableRefused):
        table_of_own_results(isced_f="", **year | {"last": date(2026, 1, 2)})


def test_a_table_of_made_up_results_says_so():
    pisa = italian_university()
    results(pisa, "30", "28", is_demo=True)
    own = table_of_own_results(institution=pisa, scale="it-30", isced_f="", first=date(2026, 1, 1), last=date(2026, 12, 31))

    assert own.is_made_up


def test_a_grade_is_converted_by_the_narrowest_field_that_has_a_table(django_assert_num_queries):
    pisa = italian_university()
    rows = {code: published(pisa, table(isced_f=code))[0] for code in ("", "09", "0988")}
    newer, _new = published(pisa, table(isced_f="0988", years="2025–2026"))

    tables = NewestTables([pisa])

    with django_assert_num_queries(1):
        found = [tables.of(pisa.pk, "it-30", code) for code in ("0988", "0914", "0511", "")]
    assert found == [newer, rows["09"], rows[""], rows[""]]
    assert tables.of(pisa.pk, "fr-20", "0988") is None


def test_bands_add_up_to_everything():
    assert [(band.grade, band.up_to) for band in bands_of(table())] == [("30L", 10), ("30", 30), ("28", 70), ("18", 100)]


# the desk


@pytest.fixture
def pisa():
    return italian_university()


@pytest.fixture
def officer(client, pisa):
    return sign_in_as(client, pisa, Role.ADMINISTRATOR)


def sent(pisa, content, **values):
    file = SimpleUploadedFile("table", content)
    return {"institution": pisa.slug, "scale": "it-30", "isced_f": "", "years": "2024–2025", "file": file, **values}


def test_a_file_is_shown_and_published_with_a_second_step(client, pisa, officer):
    content = json.dumps({"grades": ROWS, "isced_f": "0988", "n": 60}).encode()

    preview = client.post(reverse("awards:import_table"), sent(pisa, content))

    text = text_of(preview)
    assert preview.status_code == 200
    assert "60 results" in text
    assert "So few results make every conversion unsure" in text
    assert not GradingTable.objects.exists()
    (shown,) = preview.context["previews"]
    client.post(reverse("awards:import_table"), {"institution": pisa.slug, "table": shown.text})
    row = GradingTable.objects.get()
    assert (row.number, row.graded, row.source, row.years) == (1, 60, TableSource.IMPORTED, "2024–2025")
    again = client.post(reverse("awards:import_table"), sent(pisa, content))
    assert "This is version 1, which is published already." in text_of(again)


def test_a_transcript_of_a_partner_gives_one_table_for_each_field(client, pisa, officer):
    content = export_tables([table(), table(isced_f="0511")])

    both = client.post(reverse("awards:import_table"), sent(pisa, content, graded="400"))
    one = client.post(reverse("awards:import_table"), sent(pisa, content, isced_f="0511"))

    assert [row.table.isced_f for row in both.context["previews"]] == ["0988", "0511"]
    assert [(row.table.isced_f, row.table.n) for row in one.context["previews"]] == [("0511", None)]
    client.post(reverse("awards:import_table"), {"institution": pisa.slug, "table": [row.text for row in both.context["previews"]]})
    assert GradingTable.objects.count() == 2


@pytest.mark.parametrize(
    ("content", "values", "said"),
    [
        (b"{", {}, "It is not JSON"),
        (b"\xff\xfe", {}, "neither XML nor JSON"),
        (b"<a>", {}, "not well-formed XML"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', {}, "document type"),
        (b'{"grades": [["30", 50], ["18", 20]]}', {}, "add up to 100"),
        (b'{"grades": [["30", 50], ["18", 50]], "scale": "fr-20"}', {}, "fr-20"),
        (b'{"grades": [["30", 50], ["18", 50]], "isced_f": "0511"}', {"isced_f": "0988"}, "no table of the field"),
        (b'{"grades": [["30", 50], ["18", 50]]}', {"isced_f": "x"}, "Two to four digits"),
        (b'{"grades": [["30", 50], ["18", 50]]}', {"years": ""}, "field__error"),
    ],
)
def test_a_bad_file_is_refused_with_a_sentence_and_what_was_typed(client, pisa, officer, content, values, said):
    response = client.post(reverse("awards:import_table"), sent(pisa, content, **values))

    assert response.status_code == 422
    assert said in text_of(response).replace("&quot;", '"')
    assert f'value="{values.get("years", "2024–2025")}"' in text_of(response) or not values.get("years", "x")
    assert not GradingTable.objects.exists()


@pytest.mark.parametrize("text", ["{", '{"grades": []}', '{"grades": [["30", 50], ["18", 50]], "scale": "it-30"}', "[" * 100_000])
def test_a_preview_that_was_damaged_on_its_way_publishes_nothing(client, pisa, officer, text):
    response = client.post(reverse("awards:import_table"), {"institution": pisa.slug, "table": [table_text(), text]})

    assert response.status_code == 422
    assert not GradingTable.objects.exists()


def table_text():
    return json.dumps(table().as_json())


def test_nobody_publishes_the_table_of_another_institution(client, pisa, officer):
    other = InstitutionFactory(grading_scale=pisa.grading_scale)

    sent_file = client.post(reverse("awards:import_table"), sent(other, json.dumps({"grades": ROWS}).encode()))
    crafted = client.post(reverse("awards:import_table"), {"institution": other.slug, "table": table_text()})

    assert [sent_file.status_code, crafted.status_code] == [422, 422]
    assert not GradingTable.objects.exists()


def test_own_results_are_shown_and_published_unless_they_changed_meanwhile(client, pisa, officer):
    results(pisa, "30", "28")
    asked = {"institution": pisa.slug, "scale": "it-30", "isced_f": "", "first": "2026-01-01", "last": "2026-12-31"}

    preview = client.post(reverse("awards:compute_table"), asked)
    digest = preview.context["previews"][0].table.digest
    results(pisa, "18")
    stale = client.post(reverse("awards:compute_table"), {**asked, "digest": digest})

    assert "2 results" in text_of(preview)
    assert (stale.status_code, "Results were published meanwhile" in text_of(stale)) == (422, True)
    assert not GradingTable.objects.exists()
    client.post(reverse("awards:compute_table"), {**asked, "digest": stale.context["previews"][0].table.digest})
    row = GradingTable.objects.get()
    assert (row.graded, row.source, row.is_made_up) == (3, TableSource.COMPUTED, False)


def test_too_few_results_and_days_in_the_wrong_order_are_refused(client, pisa, officer):
    asked = {"institution": pisa.slug, "scale": "it-30", "isced_f": "", "first": "2026-01-01", "last": "2026-12-31"}

    assert client.post(reverse("awards:compute_table"), asked).status_code == 422
    wrong = client.post(reverse("awards:compute_table"), {**asked, "last": "2025-12-31"})
    assert "The last day lies before the first." in text_of(wrong)


def test_the_list_is_filtered_by_its_address_and_costs_the_same_for_many(client, pisa, officer):
    address, counts = reverse("awards:tables"), []
    published(InstitutionFactory(grading_scale=pisa.grading_scale), table(isced_f="0511"))
    published(pisa)
    client.get(address)
    for years in (["2001"], [str(year) for year in range(2002, 2030)]):
        for each in years:
            published(pisa, table(years=each))
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert "30 tables" in text_of(client.get(address, {"institution": pisa.slug}))
    assert "1 table" in text_of(client.get(address, {"isced_f": "0511", "scale": "it-30"}))
    assert client.get(address, {"as": "csv"}).content.startswith(b"\xef\xbb\xbf")


def test_a_frozen_version_has_a_page_that_names_the_others(client, pisa, officer):
    first, _new = published(pisa, is_made_up=True)
    second, _new = publish_table(
        institution=pisa, table=table(years="2025–2026", n=50), source=TableSource.COMPUTED, by=None, at=LATER
    )

    old, new = (text_of(client.get(reverse("awards:grading_table", args=[row.uuid]))) for row in (first, second))

    assert ("These results were made up" in old, "few results" in old, first.digest in old) == (True, False, True)
    assert ("These results were made up" in new, "few results" in new) == (False, True)
    assert reverse("awards:grading_table", args=[second.uuid]) in old
    said = client.get(reverse("awards:grading_table", args=[first.uuid]), {"as": "json"})
    assert from_json(said.json()) == table()
    assert client.get(reverse("awards:grading_table", args=[pisa.uuid])).status_code == 404
