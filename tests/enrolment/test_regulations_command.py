"""``salerno regulations``: from a file to a cohort."""

import pytest
from django.core.management import CommandError, call_command
from tests.support.studies import made_up_cohort, student

from salerno.catalogue.services import MADE_UP_REGULATIONS

pytestmark = pytest.mark.django_db


def run(capsys, *arguments):
    call_command("regulations", *map(str, arguments))
    return capsys.readouterr().out.splitlines()


@pytest.fixture
def later(tmp_path):
    """The made-up regulations with one rule changed."""
    path = tmp_path / "later.toml"
    path.write_text(MADE_UP_REGULATIONS.read_text(encoding="utf-8").replace("practical_hours = 150", "practical_hours = 140"))
    return path


def test_a_file_is_checked_compared_published_and_pinned(capsys, later):
    cohort = made_up_cohort()

    assert run(capsys, "check", later)[0].startswith("Nothing bars publication. 27 courses, 2 tracks, ")
    assert run(capsys, "compare", MADE_UP_REGULATIONS) == ["Nothing would change."]
    assert run(capsys, "compare", later) == ["degree.practical_hours: 150 → 140"]
    assert run(capsys, "publish", later, "--note", "Fewer hours.")[0].endswith(" published")
    assert run(capsys, "publish", later)[0].endswith(" was published already: nothing to do")
    assert run(capsys, "pin", "JM-AIH", "2027-2028", 2) == ["JM-AIH 2 holds for JM-AIH 2027-2028"]
    cohort.refresh_from_db()
    assert (cohort.regulations.number, cohort.regulations.note) == (2, "Fewer hours.")


def test_mistakes_are_told_with_file_and_line(later, capsys):
    later.write_text(later.read_text(encoding="utf-8").replace("thesis_ects = 24", "thesis_ects = 240"))

    with pytest.raises(CommandError, match=r"later\.toml:20: degree\.thesis_ects: thesis_ects asks for 240(.|\n)*2 mistakes\."):
        run(capsys, "check", later)


def test_what_is_not_there_or_not_allowed_is_refused(capsys, later, tmp_path):
    cohort = made_up_cohort()
    run(capsys, "publish", later)
    student(cohort=cohort)
    missing = tmp_path / "none.toml"

    for arguments, words in (
        (("check", missing), "none.toml"),
        (("pin", "JM-AIH", "1999-2000", 1), "no cohort"),
        (("pin", "JM-AIH", "2027-2028", 9), "no regulations 9"),
        (("pin", "JM-AIH", "2027-2028", 2), "they cannot change"),
    ):
        with pytest.raises(CommandError, match=words):
            run(capsys, *arguments)


def test_regulations_of_an_unknown_programme_are_not_published(capsys):
    with pytest.raises(CommandError, match="No programme has the code JM-AIH"):
        run(capsys, "publish", MADE_UP_REGULATIONS)
