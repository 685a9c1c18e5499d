"""The holder's credentials, the public page of a shared one, what verifiers fetch, and verification itself."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from salerno.catalogue.models import Programme
from salerno.common.translated import language_in_use
from salerno.credentials import forms_of
from salerno.credentials.addresses import did_for, did_for_programme
from salerno.credentials.checking import check
from salerno.credentials.forms import VerifyForm
from salerno.credentials.models import Credential, StatusList
from salerno.credentials.proving.document_pdf import CannotPrint
from salerno.credentials.proving.verification import Note
from salerno.credentials.selectors import did_document
from salerno.credentials.services import set_sharing
from salerno.credentials.verdict_words import HEADLINES, notes_of, reason_of, sentence_of, words_of_check
from salerno.institutions.models import Institution
from salerno.people.access import record_opening
from salerno.people.api_access import caller_of
from salerno.people.api_limits import take_one

_FORMS = {
    "json": ("application/vc+ld+json", lambda credential, language: forms_of.as_json(credential)),
    "png": ("image/png", forms_of.as_png),
    "svg": ("image/svg+xml", forms_of.as_svg),
    "pdf": ("application/pdf", forms_of.as_pdf),
}


@login_required
def index(request: HttpRequest) -> HttpResponse:
    """The person's own credentials."""
    rows = Credential.objects.of(request.user).select_related("award")
    return render(request, "credentials/index.html", {"credentials": rows})


def _visible(request: HttpRequest, credential: uuid.UUID) -> Credential:
    """A credential that the visitor may open: own, governed, or shared by its holder."""
    rows = Credential.objects.select_related(
        "award__learner", "award__institution", "award__programme_enrolment__offering__programme", "key"
    )
    row = rows.visible_to(request.user).filter(uuid=credential).first()
    row = row or rows.shared().filter(uuid=credential).first()
    if row is None:
        raise Http404
    return row


def _note_opening(request: HttpRequest, row: Credential) -> None:
    """PRIVACY: staff who open what somebody has not shared leave a line, on the page and for each file."""
    is_own = request.user.is_authenticated and row.award.learner_id == request.user.pk
    if request.user.is_authenticated and not is_own and row.shared_at is None:
        record_opening(viewer=request.user, person=row.award.learner, what="credential", at=timezone.now())


def detail(request: HttpRequest, credential: uuid.UUID) -> HttpResponse:
    """One credential: what it says, its forms, sharing."""
    row = _visible(request, credential)
    _note_opening(request, row)
    is_own = request.user.is_authenticated and row.award.learner_id == request.user.pk
    context = {"credential": row, "said": row.said, "is_own": is_own, "changes": row.status_changes.all()}
    return render(request, "credentials/detail.html", context)


@require_safe
def download(request: HttpRequest, credential: uuid.UUID, form: str) -> HttpResponse:
    """A credential as JSON, PNG, SVG or PDF."""
    if form not in _FORMS:
        raise Http404
    row = _visible(request, credential)
    _note_opening(request, row)
    media_type, make = _FORMS[form]
    try:
        content = make(row, language_in_use())
    except CannotPrint:
        messages.error(
            request,
            _("The certificate cannot be printed: a letter of the name is in none of our fonts. The other forms are complete."),
        )
        return redirect("credentials:detail", row.uuid)
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{row.said.slug}.{form}"'
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


@login_required
@require_POST
def share(request: HttpRequest, credential: uuid.UUID) -> HttpResponse:
    """Switch sharing on or off: the holder alone."""
    row = Credential.objects.of(request.user).select_related("award__learner").filter(uuid=credential).first()
    if row is None:
        raise Http404
    is_shared = request.POST.get("share") == "on"
    set_sharing(credential=row, is_shared=is_shared, by=request.user, at=timezone.now())
    messages.success(request, _("Whoever has the address can see it now.") if is_shared else _("Only you can see it now."))
    return redirect("credentials:detail", row.uuid)


def verify(request: HttpRequest) -> HttpResponse:
    """Verify anything that was handed in. Nothing is kept."""
    if request.method != "POST":
        return render(request, "credentials/verify.html", {"form": VerifyForm()})
    if refusal := _too_many(request):
        return refusal
    form = VerifyForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "credentials/verify.html", {"form": form}, status=422)
    verdict = check(form.document(), at=timezone.now(), **form.handed_in())
    return render(request, "credentials/verify.html", {"form": VerifyForm(), **_spoken(verdict)})


def _too_many(request: HttpRequest) -> HttpResponse | None:
    """Count a verification as the API counts requests; past the limit, the page with what was typed, and when to go on."""
    now = timezone.now()
    caller = caller_of(request, at=now)
    allowance = take_one(f"verify:{caller.key}", limit=caller.per_minute, at=now)
    if not allowance.is_over:
        return None
    typed = {name: request.POST.get(name, "") for name in ("text", "documents")}
    context = {"form": VerifyForm(initial=typed), "seconds_left": allowance.seconds_left}
    response = render(request, "credentials/verify.html", context, status=429)
    for name, value in allowance.headers().items():
        response[name] = value
    response["Cache-Control"] = "no-store"
    return response


def _spoken(verdict: object) -> dict[str, object]:
    """A verdict with its words."""
    return {
        "verdict": verdict,
        "is_ours": Note.OUR_SEAL in verdict.notes or did_document(verdict.summary.issuer_id) is not None,
        "headline": HEADLINES[verdict.outcome],
        "sentence": sentence_of(verdict),
        "reason": reason_of(verdict),
        "notes": notes_of(verdict),
        "checks": [{"passed": item.passed, "is_open": item.is_open, "label": words_of_check(item)} for item in verdict.checks],
    }


def verify_one(request: HttpRequest, credential: uuid.UUID) -> HttpResponse:
    """Where the QR code of a certificate leads: is the credential with this number still valid?

    PRIVACY: whoever holds the paper may check it; the name is shown only when the holder shares the credential.
    """
    if refusal := _too_many(request):
        return refusal
    row = Credential.objects.select_related("award__learner", "award__institution", "key").filter(uuid=credential).first()
    if row is None:
        return render(request, "credentials/verify.html", {"form": VerifyForm(), "unknown": credential}, status=404)
    verdict = check(row.document.encode(), at=timezone.now())
    context = {"form": VerifyForm(), "stored": row, **_spoken(verdict)}
    return render(request, "credentials/verify.html", context)


@require_safe
def did_json(request: HttpRequest, slug: str) -> HttpResponse:
    """The DID document of an institution (did:web)."""
    institution = Institution.objects.public().filter(slug=slug).first()
    document = did_document(did_for(institution)) if institution else None
    if document is None:
        raise Http404
    return _open_json(JsonResponse(document, json_dumps_params={"indent": 2}, content_type="application/did+json"))


@require_safe
def programme_did_json(request: HttpRequest, slug: str) -> HttpResponse:
    """The DID document of the universities that award a programme together (did:web)."""
    programme = Programme.objects.filter(slug=slug).first()
    document = did_document(did_for_programme(programme)) if programme else None
    if document is None:
        raise Http404
    return _open_json(JsonResponse(document, json_dumps_params={"indent": 2}, content_type="application/did+json"))


@require_safe
def status_list(request: HttpRequest, status_list: uuid.UUID) -> HttpResponse:
    """A signed status list, exactly as it was signed."""
    row = StatusList.objects.filter(uuid=status_list).first()
    if row is None or not row.document:
        raise Http404
    return _open_json(HttpResponse(row.document, content_type="application/vc+ld+json"))


def _open_json(response: HttpResponse) -> HttpResponse:
    """Public documents that any page's verifier may fetch."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "public, max-age=300"
    return response
