"""What the committee's screen shows to all alike, drawn once while the ranking stands.

Twenty-five rows with their choice of decisions take as long to draw as Django takes for three small pages, and every member of
the committee turns the same ones. What a row says changes only with the ranking (``selectors.kept_ranking``); for whom it must
not be shown is asked anew each time.
"""

from django.template.loader import get_template
from django.urls import reverse
from django.utils.translation import get_language

from salerno.admissions.forms_desk import RankingFilter
from salerno.admissions.ranking import Candidate
from salerno.admissions.selectors.committee import CommitteePage, Line, lines_of, nameless_line
from salerno.people.models import Person

_ROW, _HEAD = "admissions/desk/_ranking_row.html", "admissions/desk/_standing.html"


def drawn_head(page: CommitteePage, filters: RankingFilter) -> str:
    """Places, quotas, how it is ranked, and the filters; drawn anew where a filter is set."""
    context = {"page": page, "call": page.call, "filter": filters, "path": reverse("admissions:committee", args=[page.call.uuid])}
    if filters.active:
        return get_template(_HEAD).render(context)
    kept = page.kept.drawn.setdefault(("head",), {})
    language = get_language() or ""
    if language not in kept:
        kept[language] = get_template(_HEAD).render(context)
    return kept[language]


def drawn_rows(page: CommitteePage, viewer: Person, *, decides: bool) -> list[str]:
    """The rows of ``page`` in the reader's language; ``decides``: with a choice of decisions. Two queries where one is new.

    PRIVACY: who has a conflict of interest with an applicant gets a row without name, of which nothing is kept.
    """
    drawn = page.kept.drawn.setdefault(("rows", get_language() or "", str(decides)), {})
    new = [each for each in page.candidates if each.key not in drawn and each.key not in page.hidden]
    lines = lines_of(page.call, viewer, page.kept, new) if new else []
    drawn.update({line.key: _draw(line, decides) for line in lines if line.application})
    return [_row_of(page, each, drawn, decides) for each in page.candidates]


def _row_of(page: CommitteePage, candidate: Candidate, drawn: dict[str, str], decides: bool) -> str:
    if candidate.key in page.hidden or candidate.key not in drawn:
        return _draw(nameless_line(page.call, page.kept, candidate), decides)
    return drawn[candidate.key]


def _draw(line: Line, decides: bool) -> str:
    return get_template(_ROW).render({"line": line, "decides": decides})
