"""The front door."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import i18n
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from salerno.catalogue.selectors import Filters, catalogue_list, trainings_of
from salerno.common.translated import language_in_use
from salerno.credentials.selectors import did_of
from salerno.enrolment.enums import State
from salerno.institutions.models import Institution
from salerno.institutions.selectors import consortium_list
from salerno.learning.selectors import my_courses
from salerno.mobility.selectors import waits_for_student
from salerno.people.models import LegalText
from salerno.people.services import texts_in_force
from salerno.portal.selectors import credentials_by_enrolment, grades_by_enrolment, is_guest, is_student
from salerno.theme.context import THEME_COOKIE, THEMES

YEAR = 365 * 24 * 3600


def home(request: HttpRequest) -> HttpResponse:
    """What the campus is, and the way in."""
    found = catalogue_list(Filters())
    return render(request, "portal/home.html", {"entries": found.entries, "consortium": consortium_list()})


@login_required
def my_studies(request: HttpRequest) -> HttpResponse:
    """One sentence and one button; then what fits into the minutes one has."""
    courses = my_courses(request.user)
    studying = [course for course in courses if course.enrolment.state == State.ACTIVE]
    current = next((course for course in studying if course.next_step), None)
    chosen = request.GET.get("minutes", "")
    minutes = int(chosen) if chosen in ("5", "10", "20") else None
    has_studies = is_student(request.user)
    comes_in = not has_studies and is_guest(request.user)
    context = {
        "courses": courses,
        "current": current,
        "minutes": minutes,
        "fitting": current.fitting(minutes) if current and minutes else (),
        "credentials": credentials_by_enrolment(request.user),
        "is_student": has_studies,
        "is_guest": comes_in,
        "grades": grades_by_enrolment(request.user) if has_studies else {},
        "is_taught": any(course.is_taught_elsewhere for course in studying),
        "waiting": waits_for_student(request.user, timezone.now()) if has_studies or comes_in else [],
    }
    return render(request, "portal/my_studies.html", context)


def institution(request: HttpRequest, slug: str) -> HttpResponse:
    """A partner: who it is, what it gives, the identifier with which it signs."""
    row = Institution.objects.public().select_related("grading_scale").filter(slug=slug).first()
    if row is None:
        raise Http404
    context = {"institution": row, "entries": trainings_of(row), "did": did_of(row)}
    return render(request, "portal/institution.html", context)


def legal(request: HttpRequest, slug: str) -> HttpResponse:
    """A legal text: the version in force, or an earlier one by number."""
    wanted = request.GET.get("version", "")
    if wanted.isdecimal():
        language = request.GET.get("language") or language_in_use()
        text = LegalText.objects.filter(kind=slug, language=language, version=int(wanted[:6])).first()
    else:
        text = texts_in_force(language_in_use()).get(slug)
    if text is None:
        raise Http404
    versions = LegalText.objects.filter(kind=slug, language=text.language)
    context = {"text": text, "versions": versions, "operator": settings.SALERNO_OPERATOR}
    return render(request, "portal/legal.html", context)


def without_token(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A harmless preference that is posted without a CSRF token, so that one public page can be kept for all.

    SECURITY: browsers say which site posts, and another site than ours is refused. Who says nothing of it is no browser of today,
    and needs the token that every other form needs.
    """
    with_token = csrf_protect(view)

    @csrf_exempt
    @require_POST
    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        signs = _signs_of_our_site(request)
        if not all(signs):
            raise PermissionDenied
        return view(request) if signs else with_token(request)

    return guarded


def _signs_of_our_site(request: HttpRequest) -> list[bool]:
    """Whether each header that tells where a post comes from tells of us: ``Origin`` (Fetch standard, 3.2; browsers send it with
    every POST), ``Sec-Fetch-Site`` (Fetch Metadata, 2.3), ``Referer``. Empty when there is none of them."""
    ours = {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    tests: dict[str, Callable[[str], bool]] = {
        "Origin": ours.__contains__,
        "Sec-Fetch-Site": "same-origin".__eq__,
        "Referer": lambda address: "/".join(address.split("/", 3)[:3]) in ours,
    }
    return [is_ours(request.headers[name]) for name, is_ours in tests.items() if name in request.headers]


@without_token
def set_language(request: HttpRequest) -> HttpResponse:
    """The language of the pages, kept in a cookie."""
    return i18n.set_language(request)


@without_token
def set_theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or as the device says; kept in a cookie."""
    response = redirect(_safe_next(request))
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        response.set_cookie(THEME_COOKIE, chosen, max_age=YEAR, samesite="Lax", secure=request.is_secure(), httponly=True)
    else:
        response.delete_cookie(THEME_COOKIE)
    return response


def _safe_next(request: HttpRequest) -> str:
    """SECURITY: no open redirect: only addresses of this campus."""
    wanted = request.POST.get("next", "")
    allowed = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return wanted if allowed else reverse("portal:home")


def healthz(request: HttpRequest) -> HttpResponse:
    """``ok``, for whoever watches the server. No query."""
    return HttpResponse("ok", content_type="text/plain")


def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers may read: what is public."""
    lines = ["User-agent: *", "Disallow: /learn/", "Disallow: /account/", "Disallow: /accounts/", "Disallow: /desk/"]
    lines.append(f"Sitemap: {settings.SALERNO_BASE_URL}/sitemap.xml")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")
