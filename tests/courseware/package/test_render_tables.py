"""Tables as screen readers need them."""

from salerno.courseware.package.reader import read_files
from salerno.courseware.package.render import render
from salerno.courseware.package.scaffold import course_files


def test_an_empty_corner_is_no_header():
    package = read_files(course_files("counting"))

    html = render(
        "| | ill | well |\n|---|---|---|\n| positive | 9 | 99 |\n",
        package=package,
        language="en",
        base_url="/files/",
        activity_url=str,
    ).html

    assert "<th></th>" not in html
    assert html.count("<th ") == 2
    assert "<td></td>" in html
