"""What changes from one version of regulations to the next."""

from tests.support.regulations import SMALL, small_rules

from salerno.catalogue.regulations.comparison import Difference, differences
from salerno.catalogue.regulations.reader import read_text


def test_each_changed_value_is_named_by_what_it_belongs_to():
    later = SMALL.replace("mobility_ects = 9", "mobility_ects = 6").replace("choose = { courses = 1 }", 'choose = "all"')
    later = later.replace('requires = ["A1"]\n', "").replace('["A2", "B2"]', '["B2", "A2"]')

    assert differences(small_rules().body, read_text(later).body) == [
        Difference("course.A2.requires", "A1", None),
        Difference("degree.mobility_ects", "9", "6"),
        Difference("track.only.semester.2.group.other.choose", None, "all"),
        Difference("track.only.semester.2.group.other.choose.courses", "1", None),
    ]


def test_a_change_of_order_is_no_difference():
    head, outcomes = SMALL.index("[[outcome]]"), SMALL.index("[[course]]")
    first, second = SMALL[head:outcomes].split("[[outcome]]")[1:]
    turned = f"{SMALL[:head]}[[outcome]]{second}[[outcome]]{first}{SMALL[outcomes:]}"

    assert differences(small_rules().body, read_text(turned).body) == []
