"""Scores on the desk: cell by cell, from a file that is shown first, for the own students alone, never over a colleague's."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.support import mobility as world
from tests.support.mobility import AMU, UNIPI

from salerno.audit.models import Entry
from salerno.mobility.calls.refusals import CallRefusal
from salerno.mobility.models import Wish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def address(name, *arguments):
    return reverse(f"mobility:{name}", args=arguments)


@pytest.fixture
def to_score(cohort):
    call, (_marseille, _pisa, stockholm, _elsewhere) = world.call_with_places(offering=cohort)
    mine = [world.wish(call, stockholm, home=UNIPI, score=None) for _ in range(2)]
    return call, mine, world.wish(call, stockholm, home=AMU, score=50)


def test_scores_are_entered_cell_by_cell(client, officer, to_score):
    call, (first, second), _other = to_score
    url = address("scores", call.uuid)
    seen = client.get(url).context["seen"]
    cells = {f"score-{first.uuid}": "71,5", f"score-{second.uuid}": ""}

    done = client.post(url, {"seen": seen, **cells})

    first.refresh_from_db()
    assert (done.status_code, first.score) == (302, 71.5)
    assert Entry.objects.get(action="mobility_call.scored").detail == {"count": 1}


@pytest.mark.parametrize("text", ["101", "-1", "12.345", "good", "NaN", "1e9", "Infinity"])
def test_a_cell_that_is_no_score_is_said_and_nothing_is_written(client, officer, to_score, text):
    call, (first, second), _other = to_score
    url = address("scores", call.uuid)
    seen = client.get(url).context["seen"]

    refused = client.post(url, {"seen": seen, f"score-{first.uuid}": "70", f"score-{second.uuid}": text})

    lines = {line.key: line for line in refused.context["lines"]}
    assert refused.status_code == 422
    assert (lines[str(second.uuid)].text, bool(lines[str(second.uuid)].problem)) == (text, True)
    assert set(Wish.objects.filter(home__schac=UNIPI).values_list("score", flat=True)) == {None}


def test_scores_that_a_colleague_changed_meanwhile_are_not_overwritten(client, officer, to_score):
    call, (first, _second), _other = to_score
    url = address("scores", call.uuid)
    seen = client.get(url).context["seen"]
    Wish.objects.filter(pk=first.pk).update(score=60)

    refused = client.post(url, {"seen": seen, f"score-{first.uuid}": "70"})

    first.refresh_from_db()
    assert (refused.status_code, first.score) == (422, 60)
    assert refused.context["refusal"] == str(CallRefusal.SCORES_CHANGED.label)


def test_nobody_scores_the_students_of_another_institution(client, officer, to_score):
    call, _mine, other = to_score
    url = address("scores", call.uuid)
    page = client.get(url)

    refused = client.post(url, {"seen": page.context["seen"], f"score-{other.uuid}": "1"})

    other.refresh_from_db()
    assert (refused.status_code, other.score) == (422, 50)
    assert str(other.uuid) not in page.content.decode()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_of_scores_goes_out_and_comes_back_as_a_preview(client, officer, to_score, kind):
    call, (first, second), _other = to_score
    url = address("scores", call.uuid)
    Wish.objects.filter(pk=first.pk).update(score=66)
    content = client.get(f"{url}?as={kind}").content

    shown = client.post(address("import_scores", call.uuid), {"file": SimpleUploadedFile(f"scores.{kind}", content)})

    assert shown.status_code == 200
    assert {line.key: line.text for line in shown.context["lines"]} == {str(first.uuid): "66", str(second.uuid): ""}
    assert [line.before for line in shown.context["lines"]] == [None, None]


def test_a_file_is_shown_cell_by_cell_and_writes_nothing(client, officer, to_score):
    call, (first, second), _other = to_score
    number = f"{UNIPI}-{first.student_id}"
    text = f"Student number;Score\n{number};88\nsomebody;1\n".encode()

    shown = client.post(address("import_scores", call.uuid), {"file": SimpleUploadedFile("scores.csv", text)})

    lines = {line.key: line for line in shown.context["lines"]}
    assert (lines[str(first.uuid)].text, lines[str(first.uuid)].before) == ("88", "")
    assert lines[str(second.uuid)].before is None
    assert shown.context["unknown"] == ["Line 3: nobody on this list has the number “somebody”."]
    assert not Wish.objects.filter(score=88).exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Name;Points\nx;1\n", "The first line must name a column Score"),
        ("Student number;Score\n{number};1\n{number};2\n", "stands twice in the file"),
        ("\x00", "neither a workbook"),
    ],
)
def test_a_file_that_cannot_be_meant_is_refused(client, officer, to_score, text, said):
    call, (first, _second), _other = to_score
    content = text.format(number=f"{UNIPI}-{first.student_id}").encode()

    refused = client.post(address("import_scores", call.uuid), {"file": SimpleUploadedFile("scores.csv", content)})

    assert refused.status_code == 422
    assert said in " ".join(refused.context["file_form"].errors["file"])
