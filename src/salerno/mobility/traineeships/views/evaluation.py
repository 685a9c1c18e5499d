"""The tutor's page: no account, the weeks that were handed in, one certificate."""

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from salerno.common.typesetting import CannotPrint
from salerno.mobility.enums import LogWeekState
from salerno.mobility.errors import MobilityRefused
from salerno.mobility.models import LogWeek, TutorRequest
from salerno.mobility.traineeships import rules
from salerno.mobility.traineeships.forms import EvaluationForm
from salerno.mobility.traineeships.refusals import EvaluationRefusal
from salerno.mobility.traineeships.selectors import agreed_on, log_of, title_of
from salerno.mobility.traineeships.services.certificates import sign_certificate
from salerno.mobility.traineeships.services.tutors import find_request, open_log, trainee_of
from salerno.people.api_limits import take_one

MOST_A_MINUTE = 60
"""Requests from one address: enough for a class of tutors behind one gate, too few to try links or to keep the typesetter busy."""
_STATUS = {EvaluationRefusal.REPLACED: 404, EvaluationRefusal.TOO_FAST: 429}
_FINAL = (EvaluationRefusal.REPLACED, EvaluationRefusal.USED, EvaluationRefusal.EXPIRED, EvaluationRefusal.OVER)
_WRITTEN = ("tasks", "acquired", "evaluation")


@never_cache
def evaluate(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows whose log it is, and once it was opened the log and the form; POST opens it, or signs."""
    at = timezone.now()
    if take_one(f"tutor:{get_adapter(request).get_client_ip(request)}", limit=MOST_A_MINUTE, at=at).is_over:
        return _no_evaluation(request, EvaluationRefusal.TOO_FAST)
    asked = find_request(token)
    if asked is None:
        return _no_evaluation(request, EvaluationRefusal.REPLACED)
    if refusal := rules.why_not_evaluate(request=asked, at=at):
        return _no_evaluation(request, refusal)
    if request.POST.get("act") == "open":
        return _open(request, token)
    form = EvaluationForm(request.POST or None, initial=_initial(asked))
    if request.method == "POST" and form.is_valid():
        try:
            certificate = sign_certificate(token=token, evaluation=form.said, at=at)
        except CannotPrint:
            form.add_error(None, _("The certificate could not be set: a name or text holds letters that no font here has."))
        except MobilityRefused as error:
            if error.refusal in _FINAL:
                return _no_evaluation(request, error.refusal)
            form.add_error(None, str(error))
        else:
            return render(
                request,
                "mobility/traineeships/evaluated.html",
                {"facts": certificate.facts, "digest": certificate.digest, "form": form},
            )
    return _page(request, asked, form)


def _open(request: HttpRequest, token: str) -> HttpResponse:
    try:
        open_log(token=token, at=timezone.now())
    except MobilityRefused as error:
        return _no_evaluation(request, error.refusal)
    return redirect("mobility:evaluate", token)


def _page(request: HttpRequest, asked: TutorRequest, form: EvaluationForm) -> HttpResponse:
    """PRIVACY: the trainee's name, the days, what was agreed, and the weeks that were opened; nothing else of the student."""
    mobility = asked.mobility
    log = log_of(mobility, states=(LogWeekState.SEEN,))
    context = {
        "asked": asked,
        "trainee": trainee_of(mobility),
        "mobility": mobility,
        "title": title_of(mobility, log.agreed),
        "log": log,
        "new": LogWeek.objects.filter(mobility=mobility, state=LogWeekState.HANDED_IN).count(),
        "form": form,
    }
    return render(request, "mobility/traineeships/evaluate.html", context, status=422 if form.is_bound else 200)


def _initial(asked: TutorRequest) -> dict[str, object]:
    """What was agreed. The hours are not filled in: a log with gaps would put a wrong number under a signature."""
    mobility = asked.mobility
    said = agreed_on(mobility).traineeship
    return {
        "starts_on": mobility.arrived_on or mobility.starts_on,
        "ends_on": rules.last_day(mobility),
        "tasks": said.programme,
        "acquired": said.knowledge,
        "tutor": asked.name,
    }


def _no_evaluation(request: HttpRequest, refusal: EvaluationRefusal) -> HttpResponse:
    """Why nothing is taken, and what was written, to be copied: nothing is lost."""
    written = "\n\n".join(filter(None, (request.POST.get(name, "").strip() for name in _WRITTEN)))
    status = _STATUS.get(refusal, 422 if request.method == "POST" else 200)
    context = {"refusal": refusal, "is_replaced": refusal == EvaluationRefusal.REPLACED, "text": written}
    return render(request, "mobility/traineeships/no_evaluation.html", context, status=status)
