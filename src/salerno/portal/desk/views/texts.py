"""Legal texts: read the versions, write the next one, see it before it stands."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from salerno.desk import rules
from salerno.desk.pages import desk_page, show
from salerno.people.enums import MUST_ACCEPT, LegalKind
from salerno.people.services import publish_text
from salerno.portal.desk.forms.acts import LegalTextForm
from salerno.portal.desk.selectors.texts import legal_texts, versions_of


@desk_page(rules.speaks_for_the_consortium)
def texts(request: HttpRequest) -> HttpResponse:
    """Each text in each language of the interface, with the version in force."""
    return show(request, "portal/desk/texts.html", {"kinds": legal_texts()})


@desk_page(rules.speaks_for_the_consortium)
def text(request: HttpRequest, kind: str, language: str) -> HttpResponse:
    """Write the next version: first a preview, then publish."""
    if kind not in LegalKind.values or language not in dict(settings.LANGUAGES):
        raise Http404
    versions = versions_of(kind, language)
    current = versions[0] if versions else None
    form = LegalTextForm(request.POST or None, initial={"body": current.body if current else ""})
    context = {
        "form": form,
        "kind": LegalKind(kind),
        "language": language,
        "versions": versions,
        "next_number": current.version + 1 if current else 1,
        "must_be_accepted": kind in MUST_ACCEPT,
    }
    if not (form.is_bound and form.is_valid()):
        return show(request, "portal/desk/text.html", context, status=422 if form.is_bound else 200)
    if request.POST.get("act") != "publish":
        return show(request, "portal/desk/text.html", {**context, "preview": form.cleaned_data["body"]})
    row = publish_text(
        kind=LegalKind(kind),
        language=language,
        body=form.cleaned_data["body"],
        change=form.cleaned_data["change"],
        by=request.user,
        at=timezone.now(),
    )
    messages.success(request, _("Version %(number)d is in force.") % {"number": row.version})
    return redirect("portal:texts")
