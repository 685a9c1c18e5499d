"""The checker never raises, whatever stands in a file."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salerno.courseware.package.checker import check_files
from salerno.courseware.package.findings import PackageRefused
from salerno.courseware.package.reader import read_files
from salerno.courseware.package.render import render, render_inline
from salerno.courseware.package.scaffold import course_files

FILES = course_files("x")
TEXT_FILES = [path for path in FILES if path.endswith((".md", ".toml"))]
PIECES = """\
:::{note}
:::
::::{question} q
:::{figure} images/people.svg
:alt: x
::::{tab-set}
:::{tab-item} T
:::{draw} start
:count: 2
:kind: ordering
:kind: matching
:kind: spot
:region: box 1 2 3 4
:answer: 1/0
:parameters: a = 1..2
- [x] a
- [ ] b
1. one
2. two
| a | b |
|---|---|
> quote
  indented
---
key: a
kind: quiz
# top
#### deep
```
~~~
$$
$x^2$
[^a]
[^a]: n
{cite}`altman1994`
{term}`sensitivity`
[x](activity:check)
![](images/people.svg)
<b>
&amp;
{{ a }}
[[unit]]
[course]
"""
LINES = st.sampled_from(PIECES.split("\n")) | st.text(max_size=12)
BODIES = st.lists(LINES, max_size=25).map("\n".join)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(FILES)), st.binary(max_size=200))
def test_check_files_never_raises_on_random_bytes(path: str, data: bytes) -> None:
    findings = check_files(FILES | {path: data})

    assert findings == sorted(findings)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(TEXT_FILES), st.integers(0, 60), BODIES)
def test_check_files_never_raises_on_inserted_lines(path: str, at: int, text: str) -> None:
    lines = FILES[path].decode().split("\n")
    lines[at:at] = text.split("\n")
    data = "\n".join(lines).encode("utf-8", "replace")

    findings = check_files(FILES | {path: data})

    assert all(
        0 <= finding.line <= data.count(b"\n") + data.count(b"\r") + 1
        for finding in findings
        if finding.path == path
    )


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(TEXT_FILES), st.integers(0, 40), st.integers(0, 8))
def test_what_reads_without_error_reads_the_same_twice(path: str, at: int, count: int) -> None:
    lines = FILES[path].decode().split("\n")
    del lines[at : at + count]
    files = FILES | {path: "\n".join(lines).encode()}

    try:
        first = read_files(files)
    except PackageRefused:
        assert [finding for finding in check_files(files) if finding.severity == "error"]
        return

    assert first == read_files(files)


@settings(max_examples=300, deadline=None)
@given(BODIES, st.sampled_from(["en", "fr", "zz"]))
def test_render_never_raises(body: str, language: str) -> None:
    where = {
        "package": read_files(FILES),
        "language": language,
        "base_url": "/f",
        "activity_url": "/a/{}".format,
    }

    rendered = render(body, **where)

    assert "<script" not in rendered.html
    assert isinstance(render_inline(body, **where), str)
    assert isinstance(render_inline(body, **where, block=True), str)


@pytest.mark.parametrize("depth", [10, 100, 3_000, 100_000])
@pytest.mark.parametrize(
    "text", ["> ", "- ", ":::{note}\n", "[", "*", "`", "$", "<", "![", "{cite}`", "\\(", "| a "]
)
def test_deep_and_repeated_text_stays_quick_and_whole(text: str, depth: int) -> None:
    files = course_files("x")
    path = "units/01-start/01-counting-people.md"
    files[path] += ("\n\n" + text * depth + "x\n").encode()

    assert isinstance(check_files(files), list)
