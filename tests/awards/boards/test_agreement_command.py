"""``salerno agreement publish FILE``."""

import pytest
from django.core.management import CommandError, call_command
from tests.support.boards import AGREEMENT
from tests.support.studies import made_up_cohort

from salerno.awards.models import Agreement
from salerno.catalogue.models import Programme

pytestmark = pytest.mark.django_db


def run(capsys, *arguments):
    call_command("agreement", "publish", *map(str, arguments))
    return capsys.readouterr().out


def test_a_file_is_published_once_and_a_changed_one_is_the_next_version(capsys, tmp_path):
    made_up_cohort()
    changed = tmp_path / "agreement.toml"
    changed.write_text(AGREEMENT.read_text(encoding="utf-8").replace('share_present = "0.5"', 'share_present = "0.6"'))

    said = [run(capsys, AGREEMENT), run(capsys, AGREEMENT, "--programme", "JM-AIH"), run(capsys, changed)]

    assert [text.split(" (")[0] for text in said] == [
        "JM-AIH: version 1 published",
        "JM-AIH: version 1 is published already; nothing was changed",
        "JM-AIH: version 2 published",
    ]
    assert list(Agreement.objects.values_list("number", flat=True)) == [2, 1]


@pytest.mark.parametrize(
    ("content", "said"), [(b"\xff", "not UTF-8"), (b"format =", "no TOML"), (b"format = 1", "lacks"), (None, "no file")]
)
def test_what_is_no_agreement_is_refused(capsys, tmp_path, content, said):
    made_up_cohort()
    path = tmp_path / "agreement.toml"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(CommandError, match=said):
        run(capsys, path)
    assert not Agreement.objects.exists()


def test_the_programme_is_named_where_it_is_not_clear(capsys):
    made_up_cohort()
    Programme.objects.create(slug="other", code="OTHER", title={"en": "Other"}, eqf_level=7, is_joint=True)

    with pytest.raises(CommandError, match="There are: JM-AIH, OTHER"):
        run(capsys, AGREEMENT)
    with pytest.raises(CommandError, match="Choose"):
        run(capsys, AGREEMENT, "--programme", "NOTHING")
