"""A course package of any size, made by rule: readings with maths, tables, code and citations, and a quiz in every unit."""

from pathlib import Path

ACTIVITIES_IN_A_UNIT = 10
QUESTIONS_IN_A_BANK = 12

_COURSE = """format = 1

[course]
slug = "{slug}"
code = "{code}"
kind = "mooc"
languages = ["en"]
title = {{ en = "A made course of {count} activities" }}
summary = {{ en = "Made by rule, to measure what a course costs." }}
description = {{ en = "Each unit has readings of some 450 words and a quiz that draws from a bank of its own." }}
licence = "CC-BY-4.0"
eqf_level = 6
isced_f = ["0988"]
institutions = ["univ-amu.fr", "unipi.it"]
authors = [{{ name = "A rule", role = "author" }}]

[grading]
final = "quiz-1"
pass_mark = 70
attempts = 3
cool_down_hours = 24
"""

_OUTCOME = """
[[outcome]]
key = "outcome-{unit}"
title = {{ en = "Work out how a test behaves in setting {unit}" }}
"""

_UNIT = """
[[unit]]
key = "unit-{unit}"
folder = "{unit:02}-unit"
title = {{ en = "Setting {unit}: what a test says there" }}
summary = {{ en = "A test meets people who are more or less often ill." }}
"""

_REFERENCES = """[altman1994]
authors = "Altman DG, Bland JM"
year = 1994
title = "Diagnostic tests 1: sensitivity and specificity"
container = "BMJ"
doi = "10.1136/bmj.308.6943.1552"
"""

_GLOSSARY = """[sensitivity]
term = { en = "sensitivity" }
definition = { en = "The share of people with the condition whom the test finds." }
"""

_PARAGRAPH = (
    "In setting {unit}, page {page}, a ward of {people} people is tested. Some are ill and most are not; the test finds nearly "
    "all of those who are and frightens a few of those who are not. Its {{term}}`sensitivity` says how many of the ill it finds "
    "{{cite}}`altman1994`, and nothing about how many of the positives are ill. That depends on *who* is tested: the rarer the "
    "disease, the more of the positives are healthy. Whoever reads a result at the bedside asks first how often the disease is "
    "met among people like this one."
)

_READING = """---
key: reading-{unit}-{page}
title: "Setting {unit}, page {page}: counting people"
kind: reading
minutes: 4
outcomes: [outcome-{unit}]
---

{paragraph}

## Counting

{paragraph}

$$ \\mathrm{{PPV}} = \\frac{{s\\,p}}{{s\\,p + (1 - c)(1 - p)}} $$

With $p = 0.0{page}$ and a **good** test the value is small all the same.

| among {people} people | ill | not ill |
|---|---|---|
| test positive | 9 | 99 |
| test negative | 1 | 891 |

:::{{tip}}
Whoever counts people makes fewer mistakes than whoever multiplies percentages.
:::

## In a program

```python
def ppv(sensitivity: float, specificity: float, prevalence: float) -> float:
    found = sensitivity * prevalence
    return found / (found + (1 - specificity) * (1 - prevalence))
```

{paragraph}

{paragraph}
"""

_QUIZ = """---
key: quiz-{unit}
title: "Setting {unit}: check yourself"
kind: quiz
minutes: 5
outcomes: [outcome-{unit}]
---

Ten questions, drawn anew each time.

:::{{draw}} unit-{unit}
:count: 10
:::
"""

_ONE_CHOICE = """::::{{question}} q-{unit}-{number}
:kind: one-choice
:outcome: outcome-{unit}
:seconds: 30

A test with sensitivity 90 % meets {people} people of whom 10 are ill. How many of the ill does it find?

- [ ] About {number}
  > That is the number of this question.
- [x] About nine of ten
- [ ] All of them

:::{{explanation}}
Sensitivity is the share of the ill whom the test finds: 9 of 10, or $0.9$.
:::
::::
"""

_NUMBER = """::::{{question}} q-{unit}-{number}
:kind: number
:outcome: outcome-{unit}
:seconds: 30
:answer: {number}
:tolerance: 0.5
:unit: %

Of 100 people {number} are ill. How often is the disease met, in per cent?

:::{{explanation}}
{number} of 100 are {number} %.
:::
::::
"""


def write_course(folder: Path, *, activities: int, slug: str = "made", code: str = "MADE-1") -> Path:
    """Write a course of ``activities`` (a multiple of ten) into ``folder``, which is new; return it."""
    units = activities // ACTIVITIES_IN_A_UNIT
    numbers = range(1, units + 1)
    parts = [_COURSE.format(slug=slug, code=code, count=activities)]
    parts += [_OUTCOME.format(unit=unit) for unit in numbers] + [_UNIT.format(unit=unit) for unit in numbers]
    _write(folder / "course.toml", "".join(parts))
    _write(folder / "references.toml", _REFERENCES)
    _write(folder / "glossary.toml", _GLOSSARY)
    for unit in numbers:
        _write_unit(folder, unit)
    return folder


def _write_unit(folder: Path, unit: int) -> None:
    for page in range(1, ACTIVITIES_IN_A_UNIT):
        people = 100 * unit + page
        paragraph = _PARAGRAPH.format(unit=unit, page=page, people=people)
        text = _READING.format(unit=unit, page=page, people=people, paragraph=paragraph)
        _write(folder / "units" / f"{unit:02}-unit" / f"{page:02}-reading.md", text)
    _write(folder / "units" / f"{unit:02}-unit" / f"{ACTIVITIES_IN_A_UNIT}-quiz.md", _QUIZ.format(unit=unit))
    questions = [
        (_NUMBER if number % 3 == 0 else _ONE_CHOICE).format(unit=unit, number=number, people=100 * unit)
        for number in range(1, QUESTIONS_IN_A_BANK + 1)
    ]
    _write(folder / "bank" / f"unit-{unit}.md", "\n".join(questions))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
