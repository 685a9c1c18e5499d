"""What each piece of Markdown becomes."""

import struct
import zlib

import pytest

from salerno.courseware.package.facts import Reference
from salerno.courseware.package.labels import LANGUAGES
from salerno.courseware.package.pages import Heading
from salerno.courseware.package.reader import read_files
from salerno.courseware.package.render import Rendered, render, render_inline
from salerno.courseware.package.rules_notes import short_name
from salerno.courseware.package.scaffold import course_files


def png(width: int, height: int) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * (width + 1) * height)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


FILES = course_files("x") | {
    "images/dot.png": png(4, 3),
    "media/film.mp4": b"\x00\x00\x00\x18ftypmp42",
    "media/film.en.vtt": b"WEBVTT\n",
}
PACKAGE = read_files(FILES)
WHERE = {"package": PACKAGE, "language": "en", "base_url": "/f/", "activity_url": "/a/{}".format}

CASES = {
    "emphasis": ("*a* **b** ~~c~~ `d`", "<p><em>a</em> <strong>b</strong> <s>c</s> <code>d</code></p>\n"),
    "external link": (
        "[x](https://example.org)",
        '<p><a href="https://example.org" rel="noopener noreferrer">x</a></p>\n',
    ),
    "link to a file": ("[x](data/people.csv)", '<p><a href="/f/data/people.csv">x</a></p>\n'),
    "link to an activity": ("[x](activity:check)", '<p><a href="/a/check">x</a></p>\n'),
    "link to nowhere": ("[*x*](activity:none)", "<p><em>x</em></p>\n"),
    "link to the answers": ("[x](bank/start.md)", "<p>x</p>\n"),
    "link to a heading": (
        "## Why so\n\n[x](#why-so)",
        '<h2 id="text-why-so">Why so</h2>\n<p><a href="#text-why-so">x</a></p>\n',
    ),
    "a top heading is lowered": ("# One", '<h2 id="text-one">One</h2>\n'),
    "raw HTML is text": ("a <b>b</b>", "<p>a &lt;b&gt;b&lt;/b&gt;</p>\n"),
    "image": (
        "![A dot](images/dot.png)",
        '<p><img src="/f/images/dot.png" alt="A dot" width="4" height="3" loading="lazy" '
        'decoding="async"></p>\n',
    ),
    "image from elsewhere": ("![A dot](https://example.org/dot.png)", "<p>A dot</p>\n"),
    "code": (
        "```python\nx = 1\n```",
        '<pre class="code" tabindex="0"><code class="language-python"><span class="n">x</span>'
        ' <span class="o">=</span> <span class="mi">1</span>\n</code></pre>\n',
    ),
    "code of an unknown language": (
        "```nothing\n<x>\n```",
        '<pre class="code" tabindex="0"><code>&lt;x&gt;\n</code></pre>\n',
    ),
    "table": (
        "| a | b |\n|---|--:|\n| 1 | 2 |",
        '<div class="table-scroll" tabindex="0"><table>\n<thead>\n<tr>\n<th scope="col">a</th>\n'
        '<th scope="col" class="align-right">b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>1</td>\n'
        '<td class="align-right">2</td>\n</tr>\n</tbody>\n</table></div>\n',
    ),
    "maths": (
        "$p < 1$",
        '<p><span class="math"><math display="inline" alttext="p &lt; '
        '1"><mrow><mi>p</mi><mo>&lt;</mo><mn>1</mn>'
        "</mrow></math></span></p>\n",
    ),
    "display maths": (
        "$$\nx\n$$",
        '<div class="math-block" tabindex="0"><math display="block" '
        'alttext="x"><mrow><mi>x</mi></mrow></math></div>\n',
    ),
    "money is no maths": ("It costs $5 or $6.", "<p>It costs $5 or $6.</p>\n"),
    "callout": (
        ":::{warning} Mind\nText.\n:::",
        '<aside class="callout callout-warning" role="note"><p '
        'class="callout-title">Mind</p>\n<p>Text.</p>\n</aside>\n',
    ),
    "tabs": (
        "## H\n\n::::{tab-set}\n:::{tab-item} One\nA.\n:::\n:::{tab-item} Two\nB.\n:::\n::::",
        '<h2 id="text-h">H</h2>\n<div class="tabs" data-tabs="">\n<section '
        'class="tab"><h3 class="tab-title">One</h3>\n'
        '<p>A.</p>\n</section>\n<section class="tab"><h3 '
        'class="tab-title">Two</h3>\n<p>B.</p>\n</section>\n</div>\n',
    ),
    "footnote": (
        "A.[^n]\n\n[^n]: Note.",
        '<p>A.<sup class="footnote-ref"><a href="#text-note-1" id="text-note-1-ref-1" '
        'role="doc-noteref">1</a></sup></p>\n'
        '<section class="footnotes" role="doc-endnotes" aria-label="Notes"><ol>\n<li '
        'id="text-note-1"><p>Note. '
        '<a href="#text-note-1-ref-1" class="footnote-back" role="doc-backlink" '
        'aria-label="Back to the text">↩</a></p>\n'
        "</li>\n</ol></section>\n",
    ),
    "term": (
        "{term}`sensitivity`",
        '<p><button class="term" popovertarget="text-term-1" type="button">sensitivity</button>'
        '<span class="term-note" id="text-term-1" role="note" popover="auto"><strong>sensitivity</strong> '
        "The share of people with the condition whom the test finds.</span></p>\n",
    ),
    "video": (
        ":::{video} media/film.mp4\n:captions: en media/film.en.vtt\n:poster: "
        "images/dot.png\n:duration: 9\n:::",
        '<figure class="video"><video controls="" playsinline="" preload="none" '
        'poster="/f/images/dot.png" width="4" '
        'height="3"><source src="/f/media/film.mp4" type="video/mp4"><track kind="captions" '
        'src="/f/media/film.en.vtt" srclang="en" label="English" '
        'default=""></video><figcaption>\n</figcaption></figure>\n',
    ),
}


def rendered(body: str, **more: object) -> Rendered:
    return render(body, **(WHERE | more))


@pytest.mark.parametrize("name", CASES)
def test_render(name: str) -> None:
    body, expected = CASES[name]

    assert rendered(body).html == expected


def test_render_lists_what_was_cited_once() -> None:
    found = rendered("A {cite}`altman1994`. B {cite}`altman1994`. C {cite}`none`.")

    assert found.references == ("altman1994",)
    assert found.html.count('<li id="text-ref-altman1994">') == 1
    assert "(none)" in found.html


def test_render_shows_the_table_of_a_figure() -> None:
    found = rendered(":::{figure} images/people.svg\n:alt: A bar.\n:table: data/people.csv\nCaption.\n:::")

    assert found.html.startswith(
        '<figure class="figure"><img src="/f/images/people.svg" alt="A bar." width="320"'
    )
    assert '<details class="figure-table"><summary>The same as a table</summary>' in found.html
    assert '<tr><td>found</td><td class="align-right">90</td></tr>' in found.html


def test_render_gives_headings_with_ids_of_their_own() -> None:
    found = rendered("## Why?\n\n### Why?\n\n## Été *là*", prefix="p")

    assert found.headings == (
        Heading(2, "p-why", "Why?"),
        Heading(3, "p-why--2", "Why?"),
        Heading(2, "p-ete-la", "Été là"),
    )


def test_render_counts_words() -> None:
    assert rendered("## One two\n\nThree - four `five`, $x$.\n\n:::{note} T\nSeven\n:::").words == 7


@pytest.mark.parametrize("language", [*LANGUAGES, "xx"])
def test_render_speaks_the_language_of_the_text(language: str) -> None:
    html = rendered(":::{tip}\nx {cite}`altman1994`[^a]\n:::\n\n[^a]: n", language=language).html

    assert ("References" in html) == (language in ("en", "xx"))


def test_two_texts_on_a_page_share_no_id() -> None:
    body = "## H\n\n{term}`sensitivity`[^a] {cite}`altman1994`\n\n[^a]: n"

    first, second = rendered(body, prefix="a").html, rendered(body, prefix="b").html

    assert first != second
    assert first.replace("a-", "b-").count('id="b-') == second.count('id="b-')


def test_render_inline_has_no_paragraph_and_links_straight_to_a_work() -> None:
    found = render_inline("*So* {cite}`altman1994`", **WHERE)

    assert found == (
        '<em>So</em> (<a href="https://doi.org/10.1136/bmj.308.6943.1552" '
        'class="citation">Altman &amp; Bland, 1994</a>)'
    )


def test_render_inline_may_hold_blocks() -> None:
    assert render_inline("One.\n\n- two", **WHERE, block=True) == "<p>One.</p>\n<ul>\n<li>two</li>\n</ul>"


@pytest.mark.parametrize(
    ("authors", "expected"),
    [
        ("Efron B", "Efron, 2004"),
        ("Kapoor S, Narayanan A", "Kapoor & Narayanan, 2004"),
        ("Efron B, Hastie T, Johnstone I", "Efron et al., 2004"),
        ("Wong A, et al.", "Wong et al., 2004"),
        ("World Health Organization", "World Health Organization, 2004"),
        ("WHO", "WHO, 2004"),
        ("van Calster B, Riley R", "van Calster & Riley, 2004"),
        ("", ", 2004"),
    ],
)
def test_short_name(authors: str, expected: str) -> None:
    assert short_name(Reference("k", authors, 2004, "T")) == expected
