"""Somebody saved while a text was being written: both changes put together, and what overlaps for the person to decide."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from salerno.courseware import blobs
from salerno.courseware.draft_files import plain_text
from salerno.courseware.models import Draft, DraftFile
from salerno.courseware.studio_pages import saved_text
from salerno.courseware.text_diff import Row, TooLong, diff
from salerno.courseware.text_merge import CHOICES, Part, merge, merged, overlaps_of
from salerno.courseware.views.studio_common import crumbs


@dataclass(frozen=True)
class Together:
    """Both texts in parts. ``rows`` compare the saved text with the one that has every change which overlaps with nothing."""

    parts: list[Part]
    overlaps: list[Part]
    rows: list[Row]


def conflict(request: HttpRequest, draft: Draft, file: DraftFile, *, mine: str, made_from: int, problem: str = "") -> HttpResponse:
    """Both texts, put together as far as they can be. htmx takes a 422 in, and puts the piece in place of the page."""
    theirs = saved_text(file)
    context = {
        "draft": draft,
        "file": file,
        "mine": mine,
        "made_from": made_from,
        "theirs": theirs,
        "problem": problem,
        "together": _together(file, mine=mine, made_from=made_from, theirs=theirs),
        "crumbs": crumbs(draft.course, (file.path, "")),
    }
    if not request.htmx:
        return render(request, "courseware/conflict.html", context, status=409)
    response = render(request, "courseware/_conflict.html", context, status=422)
    response["HX-Retarget"], response["HX-Reswap"] = "#content", "innerHTML"
    return response


def chosen_text(request: HttpRequest, file: DraftFile, *, mine: str, made_from: int, seen: int) -> str | None:
    """The text that the person put together on the page of a conflict; None when an overlap waits for a decision."""
    theirs = _text_at(file, seen)
    together = None if theirs is None else _together(file, mine=mine, made_from=made_from, theirs=theirs)
    if together is None:
        return None
    choices = [request.POST.get(f"overlap-{at}", "") for at in range(1, len(together.overlaps) + 1)]
    return merged(together.parts, choices) if all(choice in CHOICES for choice in choices) else None


def _together(file: DraftFile, *, mine: str, made_from: int, theirs: str) -> Together | None:
    """None where the texts are too long to compare, or nothing is known of what ``mine`` was made from."""
    base = _text_at(file, made_from)
    if base is None:
        return None
    try:
        parts = merge(base, mine, theirs)
        overlaps = overlaps_of(parts)
        return Together(parts, overlaps, diff(theirs, merged(parts, ["theirs"] * len(overlaps))))
    except TooLong:
        return None


def _text_at(file: DraftFile, revision: int) -> str | None:
    row = file.revisions.filter(revision=revision).first()
    return plain_text(blobs.get(row.blob)) if row else None
