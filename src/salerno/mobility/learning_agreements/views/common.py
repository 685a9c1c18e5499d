"""What the pages of learning agreements share: whose mobility it is, and whether it is still the person themselves."""

import uuid

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from salerno.mobility.learning_agreements.selectors.facts import mobilities_with_all, newest_of
from salerno.mobility.models import LearningAgreementVersion, Mobility


def own_mobility(request: HttpRequest, mobility: uuid.UUID) -> Mobility:
    """The person's own mobility, or 404."""
    row = mobilities_with_all(Mobility.objects.of(request.user)).filter(uuid=mobility).first()
    if row is None:
        raise Http404
    return row


def own_version(request: HttpRequest, mobility: uuid.UUID) -> LearningAgreementVersion:
    """The newest version of the person's own learning agreement, or 404."""
    version = newest_of(own_mobility(request, mobility))
    if version is None:
        raise Http404
    return version


def desk_mobility(request: HttpRequest, mobility: uuid.UUID) -> Mobility:
    """SECURITY: a mobility of which the person coordinates one end, and never their own; else 404."""
    rows = Mobility.objects.governed_by(request.user).exclude(wish__student=request.user)
    row = mobilities_with_all(rows).filter(uuid=mobility).first()
    if row is None:
        raise Http404
    return row


def desk_version(request: HttpRequest, mobility: uuid.UUID) -> LearningAgreementVersion:
    """The newest version of its learning agreement, or 404."""
    version = newest_of(desk_mobility(request, mobility))
    if version is None:
        raise Http404
    return version


def asked_again(request: HttpRequest) -> HttpResponse | None:
    """Nothing, for whoever has just shown who they are; else what asks for it.

    SECURITY: a screen left open must not be enough to sign for somebody. As before a change of how one signs in, a sign-in within
    the last quarter of an hour is enough. Later a passkey is asked for once more; whoever has none signs in anew, with a code.
    """
    if not get_adapter(request).is_reauthentication_required(app=__name__):
        return None
    if Authenticator.objects.filter(user=request.user, type=Authenticator.Type.WEBAUTHN).exists():
        return reauthentication_required(lambda _request: None, app=__name__)(request)
    return render(request, "mobility/papers/sign_in_again.html", {"back": request.get_full_path()})
