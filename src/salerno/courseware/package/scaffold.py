"""`course new`: a small course that works, for an author to write over."""

import re
from dataclasses import dataclass
from pathlib import Path

from salerno.courseware.package.toml_text import quoted
from salerno.courseware.package.values import KEY


@dataclass(frozen=True, slots=True)
class Opening:
    """What is known of a course before it is written; what is left out is for its author to write over."""

    title: str = ""
    code: str = "NEW-1"
    kind: str = "mooc"
    language: str = "en"
    institution: str = "example.org"


_UNKNOWN = Opening()


def new_course(folder: Path, name: str) -> list[Path]:
    """Write a small course called ``name`` into ``folder`` and give the files that were written.

    Nothing is overwritten: raises ``FileExistsError`` where ``folder`` holds anything, ``ValueError`` for a
    name that cannot stand in an address.
    """
    files = course_files(name)
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty")
    written = []
    for path, data in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        written.append(target)
    return written


def course_files(name: str, opening: Opening = _UNKNOWN) -> dict[str, bytes]:
    """The same small course as a mapping, for a draft. Its sentences are English, whatever its language."""
    if not KEY.fullmatch(name):
        raise ValueError("A course's name has lower-case letters, digits and hyphens, and starts with a letter.")
    values = {
        "NAME": name,
        "TITLE": quoted(opening.title or name.replace("-", " ").capitalize()),
        "CODE": opening.code,
        "KIND": opening.kind,
        "LANGUAGE": opening.language,
        "INSTITUTION": opening.institution,
    }
    marks = re.compile("|".join(values))
    return {path: marks.sub(lambda match: values[match[0]], text).encode() for path, text in _FILES.items()}


_COURSE = """\
format = 1

[course]
slug = "NAME"
code = "CODE"
kind = "KIND"
languages = ["LANGUAGE"]
title = { LANGUAGE = TITLE }
summary = { LANGUAGE = "Tell what a person can do after this course, in one or two sentences." }
description = { LANGUAGE = "Tell for whom it is, what it takes, and how it goes." }
licence = "CC-BY-4.0"
eqf_level = 6
isced_f = ["0988"]
institutions = ["INSTITUTION"]
authors = [{ name = "Your name", role = "author" }]

[grading]
final = "check"
pass_mark = 70
attempts = 3
cool_down_hours = 24

[[outcome]]
key = "sensitivity"
title = { LANGUAGE = "Work out the sensitivity of a test by counting people" }

[[unit]]
key = "start"
folder = "01-start"
title = { LANGUAGE = "A test and a hundred people" }
summary = { LANGUAGE = "What does a positive test say?" }
"""

_REFERENCES = """\
[altman1994]
authors = "Altman DG, Bland JM"
year = 1994
title = "Diagnostic tests 1: sensitivity and specificity"
container = "BMJ"
doi = "10.1136/bmj.308.6943.1552"
"""

_GLOSSARY = """\
[sensitivity]
term = { LANGUAGE = "sensitivity" }
definition = { LANGUAGE = "The share of people with the condition whom the test finds." }
"""

_READING = """\
---
key: counting-people
title: Counting people
kind: reading
minutes: 1
outcomes: [sensitivity]
---

Of a hundred people who are ill, a test finds ninety. Its {term}`sensitivity` is 90 %: the share of the ill
whom it finds {cite}`altman1994`. The ten whom it misses are called false negatives.

:::{figure} images/people.svg
:alt: A bar of ten blocks. Nine are filled: ill people whom the test finds. One is empty: those it misses.
:table: data/people.csv

Nine of ten ill people are found.
:::

## Why people and not percentages

:::{tip}
Whoever counts people makes fewer mistakes than whoever multiplies percentages.
:::
"""

_CHECK = """\
---
key: check
title: Check yourself
kind: quiz
minutes: 2
outcomes: [sensitivity]
---

Three questions on what you have just read.

:::{draw} start
:count: 3
:::
"""

_BANK = """\
::::{question} what-sensitivity-is
:kind: one-choice
:outcome: sensitivity
:seconds: 40

What does the sensitivity of a test say?

- [x] How many of the ill it finds
- [ ] How many of those who test positive are ill
  > That is the positive predictive value.

:::{explanation}
Sensitivity is counted among the ill alone.
:::
::::

::::{question} sensitivity-in-numbers
:kind: number
:outcome: sensitivity
:seconds: 40
:parameters: ill = 50..200 step 50; found = 30..45 step 5
:answer: 100 * found / ill
:tolerance: 0.5
:unit: %

Of {{ ill }} people who are ill, a test finds {{ found }}. What is its sensitivity?

:::{explanation}
It finds {{ found }} of {{ ill }}: {{ 100 * found / ill }} %.
:::
::::

::::{question} who-is-missed
:kind: short-text
:outcome: sensitivity
:seconds: 40
:accept: false negative | false negatives

What are ill people called whom a test misses?

:::{explanation}
The test says no, falsely: they are false negatives.
:::
::::
"""

_IMAGE = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 40" width="320" height="40">
  <rect x="4" y="4" width="280" height="32" fill="#0B6670"/>
  <rect x="284" y="4" width="32" height="32" fill="none" stroke="#0B6670"/>
</svg>
"""

_FILES = {
    "course.toml": _COURSE,
    "references.toml": _REFERENCES,
    "glossary.toml": _GLOSSARY,
    "units/01-start/01-counting-people.md": _READING,
    "units/01-start/02-check.md": _CHECK,
    "bank/start.md": _BANK,
    "images/people.svg": _IMAGE,
    "data/people.csv": "group,people\nfound,90\nmissed,10\n",
}
