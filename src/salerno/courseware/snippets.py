"""Pieces of text that the Studio's bar inserts, so that nobody has to know the dialect by heart."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

FIGURE = ":::{figure} images/name.svg\n:alt: \n\nThe caption.\n:::\n"


@dataclass(frozen=True)
class Snippet:
    """``label`` stands on the button; the first … of ``text`` is selected once it is inserted."""

    label: str
    text: str


_QUESTION = (
    "::::{{question}} a-key\n:kind: {kind}\n:outcome: …\n:seconds: 60\n{options}\n"
    "What is asked?\n{answer}\n:::{{explanation}}\nWhy.\n:::\n::::\n"
)


def _question(kind: str, answer: str = "", options: str = "") -> str:
    return _QUESTION.format(kind=kind, answer=answer, options=options)


_CHOICES = "\n- [x] Right\n- [ ] Wrong\n  > Why it is wrong.\n"
TEXTS = (
    Snippet(_("Heading"), "## …\n"),
    Snippet(_("Callout"), ":::{note}\n…\n:::\n"),
    Snippet(_("Figure"), FIGURE),
    Snippet(_("Table"), "| … | |\n|---|---|\n| | |\n"),
    Snippet(_("Link to an activity"), "[…](activity:key)"),
    Snippet(_("Citation"), "{cite}`…`"),
    Snippet(_("Glossary term"), "{term}`…`"),
    Snippet(_("Formula"), "$…$"),
    Snippet(_("Footnote"), "[^a]\n\n[^a]: …\n"),
    Snippet(_("Tabs"), "::::{tab-set}\n:::{tab-item} …\n\n:::\n:::{tab-item} …\n\n:::\n::::\n"),
)
QUESTIONS = (
    Snippet(_("One choice"), _question("one-choice", _CHOICES)),
    Snippet(_("Several choices"), _question("several-choices", _CHOICES)),
    Snippet(_("Number"), _question("number", options=":answer: 8.3\n:tolerance: 0.2\n:unit: %\n")),
    Snippet(_("Short text"), _question("short-text", options=":accept: word | other word\n")),
    Snippet(_("Ordering"), _question("ordering", "\n1. First\n2. Second\n3. Third\n")),
    Snippet(_("Matching"), _question("matching", "\n| Term | Meaning |\n|---|---|\n| one | its meaning |\n| | of nothing |\n")),
    Snippet(
        _("Spot on an image"),
        _question("spot", options=":image: images/name.svg\n:alt: \n:region: circle 50 50 8\n"),
    ),
    Snippet(_("Draw from a bank"), ":::{draw} …\n:count: 3\n:::\n"),
)
FRONT_MATTER = Snippet(_("Front matter"), "---\nkey: …\ntitle: \nkind: reading\nminutes: 5\noutcomes: []\n---\n\n")
REFERENCE = Snippet(_("Work"), '[author2020]\nauthors = "…"\nyear = 2020\ntitle = ""\ncontainer = ""\ndoi = "10."\n')
TERM = Snippet(_("Term"), '[a-key]\nterm = { en = "…" }\ndefinition = { en = "" }\n')
OUTCOME = Snippet(_("Outcome"), '[[outcome]]\nkey = "…"\ntitle = { en = "" }\nrequires = []\n')


def figure(path: str, alt: str, caption: str) -> str:
    """A figure of an uploaded image; the alternative text stands on one line."""
    return f":::{{figure}} {path}\n:alt: {' '.join(alt.split())}\n\n{caption.strip()}\n:::\n"


def groups_for(path: str) -> tuple[tuple[str, tuple[Snippet, ...]], ...]:
    """What can be inserted into the file at ``path``: groups with a title."""
    if path == "references.toml":
        return ((str(_("Insert")), (REFERENCE,)),)
    if path == "glossary.toml":
        return ((str(_("Insert")), (TERM,)),)
    if path == "course.toml":
        return ((str(_("Insert")), (OUTCOME,)),)
    if path.startswith("bank/"):
        return ((str(_("Insert a question")), QUESTIONS[:-1]),)
    if path.endswith(".md"):
        return (
            (str(_("Insert")), (FRONT_MATTER, *TEXTS)),
            (str(_("Insert a question")), QUESTIONS),
        )
    return ()
