"""A person's own account: who they are, how they sign in, what is held about them."""

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from salerno.people.acceptance import texts_to_accept
from salerno.people.data_rights import holdings
from salerno.people.enums import ErasureState, Scope
from salerno.people.forms import AccountForm, EraseForm, TokenForm
from salerno.people.models import ApiToken, ErasureRequest, Person
from salerno.people.services import accept_texts, change_account, download_own_data, erase
from salerno.people.services import ask_erasure as ask
from salerno.people.services import cancel_erasure as cancel
from salerno.people.sessions import end_sessions
from salerno.people.tokens import create_token
from salerno.people.tokens import revoke_token as revoke


@dataclass(frozen=True)
class Held:
    """One kind of data about a person, as the page says it."""

    title: str | Promise
    count: int
    kept_because: str | Promise | None


@dataclass(frozen=True)
class TokenLine:
    """One API token in the list."""

    token: ApiToken
    scopes: tuple[str | Promise, ...]
    is_living: bool


def _posted(request: HttpRequest) -> QueryDict | None:
    """What a form is filled with: an empty POST is a form sent empty, and is refused as such."""
    return request.POST if request.method == "POST" else None


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Name, language, time zone, home institution; passkeys; texts that changed."""
    if "accept" in request.POST:
        accept_texts(person=request.user, at=timezone.now(), language=request.user.language)
        messages.success(request, _("Thank you. It is noted that you accepted them."))
        return redirect("portal:account")
    form = AccountForm(_posted(request), instance=request.user)
    if form.is_valid():
        return _account_changed(request, form)
    context = {
        "form": form,
        "passkeys": Authenticator.objects.filter(user_id=request.user.pk, type=Authenticator.Type.WEBAUTHN),
        "changed_texts": texts_to_accept(request.user),
    }
    return render(request, "portal/account/account.html", context, status=422 if form.errors else 200)


def _account_changed(request: HttpRequest, form: AccountForm) -> HttpResponse:
    """Keep what changed. A new language in the account must show, so the cookie of the switch, which is stronger, goes."""
    values = {name: form.cleaned_data[name] for name in form.changed_data}
    if values:
        change_account(person=request.user, values=values, by=request.user)
    messages.success(request, _("Saved."))
    response = redirect("portal:account")
    if "language" in values:
        response.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
    return response


@never_cache
@login_required
@require_GET
def data(request: HttpRequest) -> HttpResponse:
    """What is held about the person, by kind; the download; the way to erasure."""
    context = {"held": _held(request.user), "erasure": _open_request(request.user)}
    return render(request, "portal/account/data.html", context)


def _held(person: Person) -> list[Held]:
    return [Held(holding.title, len(holding.export(person)), holding.kept_because) for holding in holdings()]


def _open_request(person: Person) -> ErasureRequest | None:
    return ErasureRequest.objects.filter(person=person, state=ErasureState.ASKED).first()


@never_cache
@login_required
@require_POST
def download(request: HttpRequest) -> HttpResponse:
    """Everything that is held, as a JSON file (GDPR, Articles 15 and 20). A POST, since it is recorded."""
    now = timezone.now()
    response = HttpResponse(download_own_data(person=request.user, at=now), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="salerno-my-data-{now:%Y-%m-%d}.json"'
    return response


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def ask_erasure(request: HttpRequest) -> HttpResponse:
    """What would be erased and what the law keeps; on POST the wish is noted."""
    if request.method == "POST":
        ask(person=request.user, at=timezone.now())
        return redirect("portal:erase_now")
    if _open_request(request.user):
        return redirect("portal:erase_now")
    return render(request, "portal/account/ask_erasure.html", _fate(request.user))


def _fate(person: Person) -> dict[str, list[Held]]:
    """Kinds of data by what becomes of them. A kind that the law keeps is named only where there is any of it."""
    held = _held(person)
    return {
        "erased": [kind for kind in held if kind.kept_because is None],
        "kept": [kind for kind in held if kind.kept_because is not None and kind.count],
    }


@never_cache
@login_required
@require_POST
def cancel_erasure(request: HttpRequest) -> HttpResponse:
    """The wish is taken back."""
    if erasure := _open_request(request.user):
        cancel(request=erasure, by=request.user, at=timezone.now())
        messages.success(request, _("Your request is cancelled. Everything stays as it is."))
    return redirect("portal:data")


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def erase_now(request: HttpRequest) -> HttpResponse:
    """The second word. Afterwards the person is signed out everywhere and told what the law keeps."""
    erasure = _open_request(request.user)
    if erasure is None:
        return redirect("portal:ask_erasure")
    form = EraseForm(_posted(request))
    if form.is_valid():
        return _erased(request, erasure)
    context = {"form": form, "erasure": erasure, **_fate(request.user)}
    return render(request, "portal/account/erase_now.html", context, status=422 if form.errors else 200)


def _erased(request: HttpRequest, erasure: ErasureRequest) -> HttpResponse:
    """Erase, end every session, and say so. The page is the answer itself: nothing is left to remember it for a redirect."""
    person = request.user
    kept = erase(request=erasure, by=person, at=timezone.now())
    end_sessions(person)
    logout(request)
    return render(request, "portal/account/erased.html", {"kept": kept})


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """API tokens: a new one, shown this once in the answer to the form; the list."""
    now = timezone.now()
    form = TokenForm(_posted(request))
    text = ""
    if form.is_valid():
        person = request.user
        _token, text = create_token(
            person=person, name=form.cleaned_data["name"], scopes=form.cleaned_data["scopes"], by=person, at=now
        )
        form = TokenForm()
    context = {"form": form, "text": text, "lines": _token_lines(request.user, now)}
    return render(request, "portal/account/tokens.html", context, status=422 if form.errors else 200)


def _token_lines(person: Person, at: datetime) -> list[TokenLine]:
    names = dict(Scope.choices)
    return [
        TokenLine(
            token=token,
            scopes=tuple(names.get(scope, scope) for scope in token.scopes),
            is_living=token.revoked_at is None and token.expires_at > at,
        )
        for token in ApiToken.objects.filter(person=person)
    ]


@never_cache
@login_required
@require_POST
def revoke_token(request: HttpRequest, token: str) -> HttpResponse:
    """End one of one's own tokens; somebody else's does not exist."""
    row = get_object_or_404(ApiToken, uuid=token, person=request.user)
    if row.revoked_at is None:
        revoke(token=row, by=request.user, at=timezone.now())
        messages.success(request, _("The token “%(name)s” no longer works.") % {"name": row.name})
    return redirect("portal:tokens")
