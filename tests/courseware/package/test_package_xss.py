"""Hostile Markdown: whatever is typed, a page gets no script, handler, style or foreign address."""

import re
from html.parser import HTMLParser

import pytest

from salerno.courseware.package.reader import read_files
from salerno.courseware.package.render import render, render_inline
from salerno.courseware.package.scaffold import course_files

PAYLOADS = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=javascript:alert(1)>",
    "<embed src=javascript:alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "<body onload=alert(1)>",
    "<div style='background:url(javascript:alert(1))'>x</div>",
    "<style>@import 'https://evil.example/x.css';</style>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<base href=https://evil.example/>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<form action=https://evil.example><input name=p><button "
    "formaction=javascript:alert(1)>x</button></form>",
    "<details open ontoggle=alert(1)>x</details>",
    "<video><source onerror=alert(1)></video>",
    "<button popovertarget=x onclick=alert(1)>x</button>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<?xml-stylesheet href='javascript:alert(1)'?>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java&#115;cript:alert(1))",
    "[x](java&Tab;script:alert(1))",
    "[x](&#1;javascript:alert(1))",
    "[x](<java\tscript:alert(1)>)",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](//evil.example/x)",
    '[x](https://example.org "t\\" onmouseover=alert(1) x=\\"")',
    '[x](https://example.org/"onmouseover=alert(1))',
    '[x](activity:"><script>alert(1)</script>)',
    '[x](#"><script>alert(1)</script>)',
    "<javascript:alert(1)>",
    "![x](javascript:alert(1))",
    "![x](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+)",
    '!["><script>alert(1)</script>](images/people.svg)',
    '![x](images/people.svg "\\" onload=alert(1) ")',
    "[x]: javascript:alert(1)\n\n[x]",
    "$\\text{<img src=x onerror=alert(1)>}$",
    "$\\text{</mtext></math><script>alert(1)</script>}$",
    "$\\text{&lt;script&gt;alert(1)&lt;/script&gt;}$",
    "$\\text{&#x3C;script&#x3E;alert(1)&#x3C;/script&#x3E;}$",
    "$\\href{javascript:alert(1)}{x}$",
    "$\\style{background:url(javascript:alert(1))}{x}$",
    '$\\class{x" onclick="alert(1)}{x}$',
    '$x"><script>alert(1)</script>$',
    "$$\n</math><script>alert(1)</script>\n$$",
    "```python\n</code></pre><script>alert(1)</script>\n```",
    '```"><script>alert(1)</script>\nx\n```',
    "```html\n<script>alert(1)</script>\n```",
    "# <script>alert(1)</script>",
    "## x {onclick=alert(1)}",
    "{cite}`<script>alert(1)</script>`",
    "{term}`<script>alert(1)</script>`",
    '{term}`sensitivity" onclick="alert(1)`',
    "{other}`<script>alert(1)</script>`",
    ":::{note} <script>alert(1)</script>\n<img src=x onerror=alert(1)>\n:::",
    ':::{note" onclick="alert(1)}\nx\n:::',
    ':::{figure} images/people.svg\n:alt: " onload="alert(1)\n<script>alert(1)</script>\n:::',
    ":::{figure} javascript:alert(1)\n:alt: x\n:::",
    ":::{figure} images/people.svg\n:alt: x\n:table: data/evil.csv\n:::",
    ":::{video} javascript:alert(1)\n:captions: en javascript:alert(1)\n:poster: javascript:alert(1)\n:::",
    ':::{video} media/x.mp4\n:captions: en"onclick=alert(1) media/x.vtt\n:::',
    "::::{tab-set}\n:::{tab-item} <script>alert(1)</script>\nx\n:::\n::::",
    "x[^a]\n\n[^a]: <script>alert(1)</script>",
    'x[^"><script>]\n\n[^"><script>]: y',
    "| <script>alert(1)</script> | x |\n|:-:|---|\n| <img src=x onerror=alert(1)> | y |",
    "Term\n: <script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\\<script>alert(1)\\</script>",
    "> <script>alert(1)</script>",
    "- <script>alert(1)</script>",
    "\x00<script>alert(1)</script>",
    "<scr\x00ipt>alert(1)</script>",
    '<https://example.org/"onmouseover=alert(1)>',
]
FILES = course_files("x") | {
    "data/evil.csv": b'<script>alert(1)</script>,b\n<img src=x onerror=alert(1)>,""" onclick=alert(1)"\n',
    "media/x.mp4": b"\x00\x00\x00\x18ftypmp42",
    "media/x.vtt": b"WEBVTT\n",
}
ADDRESSES = {"href", "src", "poster", "action", "formaction", "data", "xlink:href", "srcset"}
SAFE_ADDRESS = re.compile(r"(?:https?://|mailto:|/files/|/activities/|#)", re.IGNORECASE)
FORBIDDEN = frozenset(
    {
        "script",
        "style",
        "iframe",
        "object",
        "embed",
        "form",
        "input",
        "link",
        "meta",
        "base",
        "svg",
        "body",
        "noscript",
    }
)


class Judge(HTMLParser):
    """Gathers everything in a page that could act by itself or lead away."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in FORBIDDEN:
            self.wrong.append(tag)
        for name, value in attrs:
            is_address = name in ADDRESSES and not SAFE_ADDRESS.match(value or "")
            if name.startswith("on") or name in ("style", "srcdoc") or is_address:
                self.wrong.append(f"{tag} {name}={value}")

    def handle_comment(self, data: str) -> None:
        self.wrong.append("comment")


def wrongs(html: str) -> list[str]:
    judge = Judge()
    judge.feed(html)
    judge.close()
    return judge.wrong


def where() -> dict[str, object]:
    return {
        "package": read_files(FILES),
        "language": "en",
        "base_url": "/files",
        "activity_url": "/activities/{}".format,
    }


def test_the_judge_sees_what_is_wrong() -> None:
    page = '<script></script><a href="javascript:x" onclick="x" style="x">x</a><!-- x --><img src="data:x">'

    assert len(wrongs(page)) == 6


@pytest.mark.parametrize("payload", PAYLOADS)
def test_render_is_harmless(payload: str) -> None:
    assert wrongs(render(payload, **where()).html) == []
    assert wrongs(render(f"Text {payload} text\n{payload}", **where()).html) == []


@pytest.mark.parametrize("payload", PAYLOADS)
def test_render_inline_is_harmless(payload: str) -> None:
    assert wrongs(render_inline(payload, **where())) == []
    assert wrongs(render_inline(payload, **where(), block=True)) == []


@pytest.mark.parametrize("payload", PAYLOADS)
def test_words_of_other_files_are_harmless(payload: str) -> None:
    text = (
        payload.replace("\\", "\\\\")
        .replace('"', '\\"')
        .replace("\n", " ")
        .replace("\t", " ")
        .replace("\x00", "")
    )
    reading = "units/01-start/01-counting-people.md"
    glossary = f'[bad]\nterm = {{ en = "{text}" }}\ndefinition = {{ en = "{text}" }}\n'
    reference = f'[bad]\nauthors = "{text}"\nyear = 1\ntitle = "{text}"\ncontainer = "{text}"\n'
    doi = 'doi = "10.1000/\\"><script>alert(1)</script>"\n'
    files = FILES | {
        "glossary.toml": glossary.encode(),
        "references.toml": (reference + doi).encode(),
        reading: FILES[reading].replace(b"altman1994", b"bad"),
    }
    package = read_files(files)

    html = render("{term}`bad` {cite}`bad`", **(where() | {"package": package})).html

    assert wrongs(html) == []


def test_an_activity_address_that_is_wrong_leaves_the_text_alone() -> None:
    html = render(
        "[x](activity:check)", **(where() | {"activity_url": lambda key: "javascript:alert(1)"})
    ).html

    assert wrongs(html) == []


def test_a_quiz_shows_no_answer() -> None:
    bank = FILES["bank/start.md"].decode()

    html = render(f"Intro.\n\n{bank}", **where()).html

    assert html == "<p>Intro.</p>\n"
