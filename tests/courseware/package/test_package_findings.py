"""Every mistake that the checker knows: the one place that is changed, and exactly what is then said."""

import re
from collections.abc import Callable

import pytest

from salerno.courseware.package.checker import check_files
from salerno.courseware.package.findings import to_json
from salerno.courseware.package.scaffold import course_files

COURSE, REFERENCES, GLOSSARY = "course.toml", "references.toml", "glossary.toml"
READING, QUIZ, BANK = "units/01-start/01-counting-people.md", "units/01-start/02-check.md", "bank/start.md"
IMAGE, TABLE = "images/people.svg", "data/people.csv"
FRENCH_READING, FRENCH_BANK = READING.replace(".md", ".fr.md"), "bank/start.fr.md"
VIDEO = "units/01-start/03-film.md"
FIRST_LINE = 9  # of the reading's text
SVG_END = "</svg>"

Files = dict[str, bytes]
Edit = Callable[[Files], None]


def swap(path: str, old: str, new: str) -> Edit:
    def edit(files: Files) -> None:
        text = files[path].decode()
        assert old in text
        files[path] = text.replace(old, new, 1).encode()

    return edit


def put(path: str, content: str | bytes) -> Edit:
    data = content.encode() if isinstance(content, str) else content
    return lambda files: files.update({path: data})


def add(path: str, text: str) -> Edit:
    return lambda files: files.update({path: files[path] + text.encode()})


def drop(path: str) -> Edit:
    def edit(files: Files) -> None:
        del files[path]

    return edit


def write(text: str) -> Edit:
    """Put ``text`` at the top of the reading, at `FIRST_LINE`."""
    return swap(READING, "Of a hundred", f"{text}\n\nOf a hundred")


def both(*edits: Edit) -> Edit:
    def edit(files: Files) -> None:
        for each in edits:
            each(files)

    return edit


SECOND_OUTCOME = '\n[[outcome]]\nkey = "{key}"\ntitle = {{ en = "More" }}\nrequires = [{requires}]\n'
OUTLINED = (
    '\n[[unit]]\nkey = "later"\noutlined = true\ntitle = { en = "Later" }\nsummary = { en = "Soon." }\n'
)
TAKEN = (
    '\n[[unit]]\nkey = "taken"\ntitle = { en = "Taken" }\n'
    'from = { course = "other", unit = "u", version = "VERSION" }\n'
)
TWO_LANGUAGES = swap(COURSE, 'languages = ["en"]', 'languages = ["en", "fr"]')
FILM = """\
---
key: film
title: A film
kind: video
minutes: 2
outcomes: [sensitivity]
---
:::{video} media/film.mp4
:captions: en media/film.en.vtt
:duration: 95
:::

One two three four five six seven eight nine ten words of transcript.
"""
FILM_FILES = both(
    put(VIDEO, FILM),
    put("media/film.mp4", b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 40),
    put("media/film.en.vtt", "WEBVTT\n"),
)
SPOT = """
::::{question} where
:kind: spot
:outcome: sensitivity
:seconds: 30
:image: images/people.svg
:alt: A bar.
:region: circle 50 50 10

Where?

:::{explanation}
There.
:::
::::
"""
MATCHING = """
::::{question} pairs
:kind: matching
:outcome: sensitivity
:seconds: 30

Match.

| one | two |
|---|---|
| a | 1 |
| b | 2 |
| | 3 |

:::{explanation}
So.
:::
::::
"""
FRENCH_QUESTION = """\
::::{question} what-sensitivity-is

Que dit la sensibilité ?

- [x] Combien de malades il trouve
- [ ] Combien de positifs sont malades

:::{explanation}
Elle se compte parmi les malades.
:::
::::
"""
FRENCH_TEXT = "---\ntitle: Compter\n---\n\nSur cent malades.\n"
BIG_PARAMETERS = "ill = 1..500; found = 1..500"

# What is changed, and all that is then found: code, file, line.
CASES: dict[str, tuple[Edit, list[tuple[str, str, int]]]] = {
    # files
    "no course file": (drop(COURSE), [("course-missing", COURSE, 0)]),
    "leaves folder": (
        put("images/../x.svg", "<svg/>"),
        [("file-name", "images/../x.svg", 0), ("image-unsafe", "images/../x.svg", 1)],
    ),
    "odd name": (put("data/a b.csv", "a,b\n1,2\n"), [("file-name", "data/a b.csv", 0)]),
    "two spellings": (
        put("images/People.svg", course_files("x")[IMAGE]),
        [("file-name", "images/People.svg", 0), ("file-name", IMAGE, 0)],
    ),
    "huge file": (put("data/big.csv", b"a" * (20 * 1024 * 1024 + 1)), [("file-large", "data/big.csv", 0)]),
    "long text": (put("bank/long.md", b"a" * (200 * 1024 + 1)), [("file-large", "bank/long.md", 0)]),
    "wrong ending": (put("data/run.exe", b"MZ"), [("file-kind", "data/run.exe", 0)]),
    "lying image": (put("images/x.png", b"GIF89a" + b"\0" * 40), [("file-kind", "images/x.png", 0)]),
    "broken image": (
        put("images/x.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 40),
        [("image-unsafe", "images/x.png", 0)],
    ),
    "lying captions": (put("media/x.vtt", "1\n00:00 --> 00:01\n"), [("file-kind", "media/x.vtt", 1)]),
    "not UTF-8": (put("data/x.csv", b"a,b\nc,\xff\n"), [("file-encoding", "data/x.csv", 2)]),
    "byte order mark": (swap(GLOSSARY, "[sens", "\ufeff[sens"), [("file-bom", GLOSSARY, 1)]),
    "control character": (write("Left\u202eright."), [("file-control", READING, FIRST_LINE)]),
    "svg script": (swap(IMAGE, SVG_END, "<script/></svg>"), [("image-unsafe", IMAGE, 4)]),
    "svg handler": (swap(IMAGE, '<rect x="4"', '<rect onclick="x()" x="4"'), [("image-unsafe", IMAGE, 2)]),
    "svg link out": (
        swap(IMAGE, SVG_END, '<image href="https://example.org/a.png"/></svg>'),
        [("image-unsafe", IMAGE, 4)],
    ),
    "svg style out": (
        swap(IMAGE, SVG_END, "<style>@import 'x';</style></svg>"),
        [("image-unsafe", IMAGE, 4)],
    ),
    "svg entity": (
        swap(IMAGE, "<svg", '<!DOCTYPE svg [<!ENTITY a "b">]>\n<svg'),
        [("image-unsafe", IMAGE, 1)],
    ),
    "svg foreign object": (swap(IMAGE, SVG_END, "<foreignObject/></svg>"), [("image-unsafe", IMAGE, 4)]),
    "svg not well-formed": (swap(IMAGE, SVG_END, ""), [("image-unsafe", IMAGE, 5)]),
    # course.toml, references.toml, glossary.toml
    "toml syntax": (swap(COURSE, 'slug = "x"', "slug = "), [("toml-syntax", COURSE, 4)]),
    "format": (swap(COURSE, "format = 1", "format = 2"), [("format-unknown", COURSE, 1)]),
    "unknown key": (swap(COURSE, "[course]", '[course]\nlevel = "6"'), [("key-unknown", COURSE, 4)]),
    "missing value": (swap(COURSE, 'code = "NEW-1"\n', ""), [("value-missing", COURSE, 3)]),
    "wrong value": (swap(COURSE, "eqf_level = 6", "eqf_level = 9"), [("value-wrong", COURSE, 12)]),
    "field code as number": (swap(COURSE, '["0988"]', "[988]"), [("value-wrong", COURSE, 13)]),
    "language": (swap(COURSE, 'en = "X"', 'en = "X", fr = "X"'), [("language-unknown", COURSE, 8)]),
    "no source text": (
        both(TWO_LANGUAGES, swap(COURSE, 'title = { en = "X" }', 'title = { fr = "X" }')),
        [("source-missing", COURSE, 8)],
    ),
    "unit two ways": (
        swap(COURSE, 'folder = "01-start"', 'folder = "01-start"\noutlined = true'),
        [("unit-way", COURSE, 28)],
    ),
    "unit without activities": (
        add(COURSE, '\n[[unit]]\nkey = "b"\nfolder = "02-b"\ntitle = { en = "B" }\nsummary = { en = "B" }\n'),
        [("unit-empty", COURSE, 34)],
    ),
    "file of no unit": (put("units/09-x/01-a.md", "text"), [("unit-unlisted", "units/09-x/01-a.md", 0)]),
    "taken version": (add(COURSE, TAKEN.replace("VERSION", "latest")), [("value-wrong", COURSE, 36)]),
    "two outcomes of one key": (
        add(COURSE, SECOND_OUTCOME.format(key="sensitivity", requires="")),
        [("key-repeated", COURSE, 34)],
    ),
    "unknown prerequisite": (
        swap(COURSE, 'key = "sensitivity"', 'key = "sensitivity"\nrequires = ["reading"]'),
        [("outcome-unknown", COURSE, 25)],
    ),
    "cycle": (
        both(
            swap(COURSE, 'key = "sensitivity"', 'key = "sensitivity"\nrequires = ["b"]'),
            add(COURSE, SECOND_OUTCOME.format(key="b", requires='"sensitivity"')),
        ),
        [("outcome-cycle", COURSE, 24), ("outcome-unasked", COURSE, 35), ("outcome-untaught", COURSE, 35)],
    ),
    "final unknown": (swap(COURSE, 'final = "check"', 'final = "exam"'), [("final-unknown", COURSE, 18)]),
    "final is no quiz": (
        swap(COURSE, 'final = "check"', 'final = "counting-people"'),
        [("final-unknown", COURSE, 18)],
    ),
    "reference without address": (
        swap(REFERENCES, 'doi = "10.1136/bmj.308.6943.1552"\n', ""),
        [("value-missing", REFERENCES, 4)],
    ),
    "wrong DOI": (swap(REFERENCES, "10.1136", "doi:10.1136"), [("value-wrong", REFERENCES, 6)]),
    "glossary key": (add(GLOSSARY, '\n[Big]\nterm = { en = "x" }\n'), [("key-wrong", GLOSSARY, 5)]),
    # activities
    "no front matter": (
        put(READING, "Text."),
        [("front-matter-missing", READING, 1), ("outcome-untaught", COURSE, 24)],
    ),
    "yaml error": (
        swap(READING, "title: Counting people", "title: Counting: people"),
        [("yaml-syntax", READING, 3), ("outcome-untaught", COURSE, 24)],
    ),
    "yaml alias": (
        swap(READING, "title: Counting people", "title: &a Counting"),
        [("yaml-alias", READING, 3), ("outcome-untaught", COURSE, 24)],
    ),
    "front matter too long": (
        swap(READING, "title: C", f"title: {'x' * 9000}C"),
        [("front-matter-long", READING, 1), ("outcome-untaught", COURSE, 24)],
    ),
    "front matter key twice": (
        swap(READING, "minutes: 1", "minutes: 1\nminutes: 1"),
        [("key-repeated", READING, 6)],
    ),
    "unknown front matter": (
        swap(READING, "minutes: 1", "minutes: 1\nlevel: 2"),
        [("key-unknown", READING, 6)],
    ),
    "unknown outcome of an activity": (
        swap(READING, "[sensitivity]", "[sensitivity, other]"),
        [("outcome-unknown", READING, 6)],
    ),
    "two activities of one key": (
        swap(QUIZ, "key: check", "key: counting-people"),
        [
            ("final-unknown", COURSE, 18),
            ("outcome-untaught", COURSE, 24),
            ("key-repeated", QUIZ, 2),
        ],
    ),
    "activity's file name": (
        put("units/01-start/notes.md", "text"),
        [("file-name", "units/01-start/notes.md", 0)],
    ),
    "too few minutes": (write("word " * 600), [("minutes-wrong", READING, 5)]),
    "too many minutes": (swap(READING, "minutes: 1", "minutes: 9"), [("minutes-wrong", READING, 5)]),
    "minutes of a quiz": (swap(QUIZ, "minutes: 2", "minutes: 20"), [("minutes-wrong", QUIZ, 5)]),
    # text
    "raw HTML": (write("<b>Bold</b> text"), [("html-raw", READING, FIRST_LINE)] * 2),
    "raw HTML block": (write("Text.\n\n<div>\nx\n</div>"), [("html-raw", READING, FIRST_LINE + 2)]),
    "top heading": (write("# Title"), [("heading-top", READING, FIRST_LINE)]),
    "heading skip": (write("### Deep"), [("heading-skip", READING, FIRST_LINE)]),
    "link to the answers": (write("See [x](bank/start.md)."), [("link-dangling", READING, FIRST_LINE)]),
    "endless paragraph": (
        both(swap(READING, "minutes: 1", "minutes: 60"), write("First.\n\n" + "word " * 5_000)),
        [("paragraph-long", READING, FIRST_LINE + 2), ("minutes-wrong", READING, 5)],
    ),
    "dangling link": (write("One.\nSee [x](data/none.csv)."), [("link-dangling", READING, FIRST_LINE + 1)]),
    "dangling fragment": (write("See [x](#nowhere)."), [("link-dangling", READING, FIRST_LINE)]),
    "link scheme": (write("See [x](javascript:alert)."), [("link-scheme", READING, FIRST_LINE)]),
    "activity link": (write("See [x](activity:nowhere)."), [("link-activity", READING, FIRST_LINE)]),
    "dangling image": (write("![A bar](images/none.svg)"), [("image-dangling", READING, FIRST_LINE)]),
    "image from elsewhere": (
        write("![A bar](https://example.org/a.png)"),
        [("image-dangling", READING, FIRST_LINE)],
    ),
    "image without text": (write("![](images/people.svg)"), [("alt-missing", READING, FIRST_LINE)]),
    "figure without text": (
        swap(READING, ":alt:", ":alt: \n:old:"),
        [("alt-missing", READING, 13), ("option-unknown", READING, 14)],
    ),
    "figure's image": (
        swap(READING, "images/people.svg", "images/none.svg"),
        [("image-dangling", READING, 12)],
    ),
    "figure's table": (swap(READING, "data/people.csv", "data/none.csv"), [("link-dangling", READING, 14)]),
    "ragged table": (put(TABLE, "a,b\n1\n"), [("table-wrong", READING, 14)]),
    "citation": (write("So {cite}`altman1994,nobody`."), [("citation-unknown", READING, FIRST_LINE)]),
    "term": (write("So {term}`nothing`."), [("term-unknown", READING, FIRST_LINE)]),
    "role": (write("So {ref}`x`."), [("role-unknown", READING, FIRST_LINE)]),
    "maths": (write(r"So $\frac{a}$."), [("maths-wrong", READING, FIRST_LINE)]),
    "unknown maths": (write(r"So $\nosuchthing$."), [("maths-wrong", READING, FIRST_LINE)]),
    "footnote without text": (write("So.[^a]"), [("note-unknown", READING, FIRST_LINE)]),
    "footnote without mark": (write("So.\n\n[^a]: Note."), [("note-unused", READING, FIRST_LINE - 1)]),
    # fences
    "unclosed fence": (add(READING, "\n:::{note}\nText.\n"), [("fence-unclosed", READING, 25)]),
    "stray fence": (write("Text.\n\n:::"), [("fence-stray", READING, FIRST_LINE + 2)]),
    "unreadable fence": (write(":::note"), [("fence-unreadable", READING, FIRST_LINE)]),
    "equal fences": (
        write(":::{note}\n:::{tip}\nText.\n:::\n:::"),
        [
            ("fence-nesting", READING, FIRST_LINE + 1),
            ("fence-stray", READING, FIRST_LINE + 4),
        ],
    ),
    "unknown fence": (write(":::{danger}\nText.\n:::"), [("directive-unknown", READING, FIRST_LINE)]),
    "unknown option": (
        write(":::{note}\n:class: x\nText.\n:::"),
        [("option-unknown", READING, FIRST_LINE + 1)],
    ),
    "option twice": (
        swap(READING, ":table:", ":table: data/people.csv\n:table:"),
        [("option-repeated", READING, 15)],
    ),
    "tab outside tabs": (write(":::{tab-item} One\nText.\n:::"), [("directive-place", READING, FIRST_LINE)]),
    "tab without title": (
        write("::::{tab-set}\n:::{tab-item}\nText.\n:::\n::::"),
        [("argument-wrong", READING, FIRST_LINE + 1)],
    ),
    "tabs with title": (
        write("::::{tab-set} Title\n:::{tab-item} One\nText.\n:::\n::::"),
        [("argument-wrong", READING, FIRST_LINE)],
    ),
    # video
    "video without video": (
        both(FILM_FILES, put(VIDEO, re.sub(r"(?s):::.*:::\n", "", FILM))),
        [("video-missing", VIDEO, 8)],
    ),
    "video without captions": (
        both(FILM_FILES, swap(VIDEO, ":captions: en media/film.en.vtt\n", "")),
        [("captions-missing", VIDEO, 8)],
    ),
    "captions in the source language": (
        both(FILM_FILES, swap(VIDEO, ":captions: en", ":captions: fr")),
        [("captions-missing", VIDEO, 9)],
    ),
    "captions' file": (
        both(FILM_FILES, swap(VIDEO, "film.en.vtt", "none.en.vtt")),
        [("link-dangling", VIDEO, 9)],
    ),
    "video's file": (both(FILM_FILES, swap(VIDEO, "film.mp4", "none.mp4")), [("link-dangling", VIDEO, 8)]),
    "video without length": (
        both(FILM_FILES, swap(VIDEO, ":duration: 95\n", "")),
        [("option-missing", VIDEO, 8)],
    ),
    "length is no number": (
        both(FILM_FILES, swap(VIDEO, "duration: 95", "duration: 1:35")),
        [("option-wrong", VIDEO, 10)],
    ),
    "poster": (
        both(FILM_FILES, swap(VIDEO, ":duration:", ":poster: images/none.png\n:duration:")),
        [("image-dangling", VIDEO, 10)],
    ),
    "video longer than its minutes": (
        both(FILM_FILES, swap(VIDEO, "duration: 95", "duration: 195")),
        [("minutes-wrong", VIDEO, 5)],
    ),
    "no transcript": (
        both(FILM_FILES, swap(VIDEO, "One two three four five six", "")),
        [("transcript-missing", VIDEO, 8)],
    ),
    # questions
    "question without key": (
        swap(BANK, "{question} who-is-missed", "{question}"),
        [
            ("outcome-unasked", COURSE, 24),
            ("key-wrong", BANK, 33),
            ("draw-many", QUIZ, 11),
        ],
    ),
    "unknown kind": (
        swap(BANK, ":kind: short-text", ":kind: essay"),
        [
            ("outcome-unasked", COURSE, 24),
            ("kind-unknown", BANK, 34),
            ("draw-many", QUIZ, 11),
        ],
    ),
    "unknown option of a question": (swap(BANK, ":unit:", ":units:"), [("option-unknown", BANK, 24)]),
    "confidence": (
        swap(BANK, ":kind: one-choice", ":kind: one-choice\n:confidence: maybe"),
        [("option-wrong", BANK, 3)],
    ),
    "no seconds": (swap(BANK, ":seconds: 40\n", ""), [("seconds-wrong", BANK, 1)]),
    "unknown outcome of a question": (
        swap(BANK, ":outcome: sensitivity", ":outcome: other"),
        [("outcome-unasked", COURSE, 24), ("outcome-unknown", BANK, 3)],
    ),
    "no right answer": (swap(BANK, "- [x]", "- [ ]"), [("answer-wrong", BANK, 1)]),
    "no wrong answer": (swap(BANK, "- [ ] How", "- [x] How"), [("answer-wrong", BANK, 1)] * 2),
    "text after the answers": (
        swap(BANK, ":::{explanation}", "Lost.\n\n:::{explanation}"),
        [("text-lost", BANK, 12)],
    ),
    "no stem": (swap(BANK, "What does the sensitivity of a test say?\n", ""), [("stem-missing", BANK, 1)]),
    "no explanation": (
        swap(BANK, ":::{explanation}\nSensitivity is counted among the ill alone.\n:::\n", ""),
        [("explanation-missing", BANK, 1)],
    ),
    "two explanations": (
        swap(BANK, ":::{explanation}", ":::{explanation}\nOne.\n:::\n\n:::{explanation}"),
        [("explanation-repeated", BANK, 16)],
    ),
    "text between questions": (add(BANK, "\nLost.\n"), [("text-lost", BANK, 45)]),
    "two questions of one key": (
        swap(BANK, "{question} who-is-missed", "{question} what-sensitivity-is"),
        [
            ("outcome-unasked", COURSE, 24),
            ("key-repeated", BANK, 33),
            ("draw-many", QUIZ, 11),
        ],
    ),
    "unclosed question": (
        add(BANK, "\n::::{question} last\n:kind: short-text\n"),
        [
            ("answer-wrong", BANK, 46),
            ("explanation-missing", BANK, 46),
            ("fence-unclosed", BANK, 46),
            ("outcome-unknown", BANK, 46),
            ("seconds-wrong", BANK, 46),
            ("stem-missing", BANK, 46),
        ],
    ),
    "raw HTML in a choice": (
        swap(BANK, "How many of the ill", "How <i>many of the ill"),
        [("html-raw", BANK, 8)],
    ),
    "nothing accepted": (
        swap(BANK, ":accept: false negative | false negatives", ":accept: |"),
        [("answer-wrong", BANK, 33)],
    ),
    "no number": (swap(BANK, ":answer: 100 * found / ill\n", ""), [("answer-wrong", BANK, 17)]),
    "tolerance": (
        swap(BANK, ":tolerance: 0.5", ":tolerance: half"),
        [
            ("tolerance-missing", BANK, 22),
            ("answer-wrong", BANK, 23),
        ],
    ),
    "no tolerance": (swap(BANK, ":tolerance: 0.5\n", ""), [("tolerance-missing", BANK, 22)]),
    "parameters": (
        swap(BANK, "ill = 50..200 step 50", "ill = many"),
        [
            ("parameters-wrong", BANK, 21),
        ],
    ),
    "formula": (
        swap(BANK, ":answer: 100 * found / ill", ":answer: 100 found"),
        [("formula-syntax", BANK, 22)],
    ),
    "forbidden formula": (
        swap(BANK, ":answer: 100 * found / ill", ":answer: __import__('os')"),
        [("formula-syntax", BANK, 22)],
    ),
    "unknown parameter": (
        swap(BANK, ":answer: 100 * found", ":answer: 100 * lost"),
        [("parameter-unknown", BANK, 22)],
    ),
    "division by zero": (
        swap(BANK, ":answer: 100 * found / ill", ":answer: 100 / (found - 35)"),
        [("formula-fails", BANK, 22)],
    ),
    "not finite": (
        swap(BANK, ":answer: 100 * found / ill", ":answer: 10 ** (10 ** ill)"),
        [("formula-fails", BANK, 22)],
    ),
    "shown division by zero": (
        swap(BANK, "{{ 100 * found / ill }}", "{{ 1 / (ill - 50) }}"),
        [("formula-fails", BANK, 29)],
    ),
    "too many combinations": (
        swap(BANK, "ill = 50..200 step 50; found = 30..45 step 5", BIG_PARAMETERS),
        [("parameters-many", BANK, 22), ("parameters-many", BANK, 29)],
    ),
    "parameter never shown": (
        swap(BANK, ":parameters: ill", ":parameters: more = 1..2; ill"),
        [("parameter-unused", BANK, 21)],
    ),
    "parameter of five digits": (
        both(
            swap(BANK, "ill = 50..200 step 50", "ill = 12345..12346"),
            swap(BANK, ":tolerance: 0.5", ":tolerance: 0.6"),
        ),
        [("parameter-rounded", BANK, 21)],
    ),
    "nothing to order": (swap(BANK, ":kind: one-choice", ":kind: ordering"), [("answer-wrong", BANK, 1)]),
    "no pairs": (add(BANK, MATCHING.replace("|---|---|\n", "")), [("answer-wrong", BANK, 46)]),
    "one pair": (add(BANK, MATCHING.replace("| b | 2 |\n", "")), [("answer-wrong", BANK, 46)]),
    "three columns": (
        add(BANK, MATCHING.replace("| b | 2 |", "| b | 2 | 3 |")),
        [("answer-wrong", BANK, 56)],
    ),
    "region": (add(BANK, SPOT.replace("circle 50 50 10", "circle 50 500 10")), [("answer-wrong", BANK, 52)]),
    "spot without text": (add(BANK, SPOT.replace(":alt: A bar.\n", "")), [("option-missing", BANK, 46)]),
    "spot's image": (add(BANK, SPOT.replace("images/people", "images/none")), [("image-dangling", BANK, 50)]),
    # quizzes
    "unknown bank": (swap(QUIZ, "{draw} start", "{draw} other"), [("bank-unknown", QUIZ, 11)]),
    "draw of too many": (swap(QUIZ, ":count: 3", ":count: 4"), [("draw-many", QUIZ, 11)]),
    "two draws of too many": (add(QUIZ, "\n:::{draw} start\n:count: 1\n:::\n"), [("draw-many", QUIZ, 11)]),
    "draw without count": (
        swap(QUIZ, ":count: 3\n", ""),
        [("quiz-empty", QUIZ, 8), ("draw-wrong", QUIZ, 11)],
    ),
    "draw of an outcome": (
        swap(QUIZ, ":count: 3", ":count: 3\n:outcomes: other, sensitivity"),
        [("draw-outcome", QUIZ, 11)],
    ),
    "option of a draw": (swap(QUIZ, ":count: 3", ":count: 3\n:seed: 4"), [("option-unknown", QUIZ, 13)]),
    "draw in a bank": (add(BANK, "\n:::{draw} start\n:count: 1\n:::\n"), [("draw-wrong", BANK, 46)]),
    "quiz without questions": (
        swap(QUIZ, ":::{draw} start\n:count: 3\n:::\n", ""),
        [("quiz-empty", QUIZ, 8)],
    ),
    "outcome asked too little": (
        add(COURSE, SECOND_OUTCOME.format(key="b", requires='"sensitivity"')),
        [("outcome-unasked", COURSE, 34), ("outcome-untaught", COURSE, 34)],
    ),
    # translations
    "translation without source": (
        both(TWO_LANGUAGES, put("units/01-start/05-x.fr.md", FRENCH_TEXT)),
        [("translation-orphan", "units/01-start/05-x.fr.md", 0)],
    ),
    "translation of another language": (
        put(FRENCH_READING, FRENCH_TEXT),
        [("language-unknown", FRENCH_READING, 0)],
    ),
    "translation without title": (
        both(
            TWO_LANGUAGES, put(FRENCH_READING, FRENCH_TEXT.replace("title: Compter", "key: counting-people"))
        ),
        [("value-missing", FRENCH_READING, 1)],
    ),
    "translation of another kind": (
        both(TWO_LANGUAGES, put(FRENCH_READING, FRENCH_TEXT.replace("---\n\n", "kind: quiz\n---\n\n"))),
        [("translation-differs", FRENCH_READING, 3)],
    ),
    "translated question of another key": (
        both(
            TWO_LANGUAGES,
            put(
                FRENCH_BANK,
                FRENCH_QUESTION.replace("what-", "how-").replace(
                    "\n\nQue", "\n:kind: one-choice\n:outcome: sensitivity\n:seconds: 40\n\nQue"
                ),
            ),
        ),
        [("translation-orphan", FRENCH_BANK, 1)],
    ),
    "translated choices in another order": (
        both(
            TWO_LANGUAGES,
            put(
                FRENCH_BANK,
                FRENCH_QUESTION.replace("[x]", "[X ]").replace("[ ]", "[x]").replace("[X ]", "[ ]"),
            ),
        ),
        [("translation-differs", FRENCH_BANK, 1)],
    ),
    "translated question of another kind": (
        both(
            TWO_LANGUAGES,
            put(FRENCH_BANK, FRENCH_QUESTION.replace("\n\nQue", "\n:kind: several-choices\n\nQue")),
        ),
        [("translation-differs", FRENCH_BANK, 1)],
    ),
    "translated draws": (
        both(
            TWO_LANGUAGES,
            put(QUIZ.replace(".md", ".fr.md"), "---\ntitle: Test\n---\n:::{draw} start\n:count: 2\n:::\n"),
        ),
        [("translation-differs", QUIZ.replace(".md", ".fr.md"), 4)],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_check_finds(name: str) -> None:
    edit, expected = CASES[name]
    files = course_files("x")
    edit(files)

    findings = check_files(files)

    assert sorted((each.code, each.path, each.line) for each in findings) == sorted(expected)
    assert all(each.message.endswith(".") and each.remedy.endswith(".") for each in findings)


@pytest.mark.parametrize("edit", [FILM_FILES, add(BANK, SPOT), add(BANK, MATCHING), add(COURSE, OUTLINED)])
def test_check_finds_nothing_in_what_is_right(edit: Edit) -> None:
    files = course_files("x")
    edit(files)

    assert check_files(files) == []


def test_check_names_the_cycle() -> None:
    files = course_files("x")
    CASES["cycle"][0](files)

    messages = [each.message for each in check_files(files) if each.code == "outcome-cycle"]

    assert messages == ["The prerequisites go round in a circle: sensitivity → b → sensitivity."]


def test_check_only_warns_of_untaught_outcomes_while_units_are_outlined() -> None:
    files = course_files("x")
    CASES["outcome asked too little"][0](files)
    files[COURSE] += OUTLINED.encode()

    found = [(each.code, each.severity) for each in check_files(files)]

    assert found == [("outcome-unasked", "warning"), ("outcome-untaught", "warning")]


def test_check_accepts_a_unit_that_is_taken_at_an_exact_version() -> None:
    files = course_files("x")
    files[COURSE] += TAKEN.replace("VERSION", f"sha256:{'0' * 64}").encode()

    assert check_files(files) == []


def test_findings_are_plain_values_for_editors() -> None:
    files = course_files("x")
    CASES["unknown bank"][0](files)

    rows = to_json(check_files(files))

    assert rows == [
        {
            "path": QUIZ,
            "line": 11,
            "code": "bank-unknown",
            "message": "There is no bank “other”.",
            "remedy": "Write bank/other.md, or name another bank.",
            "severity": "error",
        }
    ]
