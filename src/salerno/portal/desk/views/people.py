"""People and their roles."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from salerno.desk import rules
from salerno.desk.pages import desk_page, found, show, show_table
from salerno.desk.words import days_of_role
from salerno.people.access import record_opening
from salerno.people.enums import Role
from salerno.people.errors import PeopleRefused
from salerno.people.models import RoleAssignment
from salerno.people.rules import why_not_end
from salerno.people.services import assign_role as give
from salerno.people.services import end_role as take
from salerno.portal.desk.columns import PEOPLE
from salerno.portal.desk.forms.acts import RoleByAddressForm, RoleForm
from salerno.portal.desk.forms.filters import PersonFilter
from salerno.portal.desk.selectors import people as reads
from salerno.portal.desk.selectors.offerings import institutions_governed_by, institutions_run_by


@desk_page(rules.sees_people)
def people(request: HttpRequest) -> HttpResponse:
    """The people of one's institutions."""
    form = PersonFilter(request.GET, institutions_run_by(request.user))
    rows = reads.people_list(request.user, form.filters(), timezone.localdate())
    context = {"filter": form, "may_give": bool(institutions_governed_by(request.user))}
    return show_table(request, PEOPLE, rows, "portal/desk/people.html", context)


@desk_page(rules.sees_people)
def person(request: HttpRequest, person: uuid.UUID) -> HttpResponse:
    """One person, as far as one's roles reach. The opening is recorded."""
    return _show_person(request, person, RoleForm(institutions=institutions_governed_by(request.user)))


def _show_person(request: HttpRequest, number: uuid.UUID, form: RoleForm) -> HttpResponse:
    page = reads.person_page(viewer=request.user, uuid=number)
    if page is None:
        raise Http404
    record_opening(viewer=request.user, person=page.person, what="desk: person", at=timezone.now())
    is_self = page.person.pk == request.user.pk
    today = timezone.localdate()
    roles = [
        {
            "row": role,
            "days": days_of_role(role.since_on, role.until_on),
            "may_end": role.until_on is None and not why_not_end(by=request.user, assignment=role, on=today),
        }
        for role in page.roles
    ]
    has_form = bool(form.fields["institution"].queryset) and not is_self
    context = {"page": page, "roles": roles, "form": form if has_form else None, "is_self": is_self}
    return show(request, "portal/desk/person.html", context, status=422 if form.is_bound else 200)


@require_POST
@desk_page(rules.sees_people)
def assign_role(request: HttpRequest, person: uuid.UUID) -> HttpResponse:
    """Give a role to somebody of one's institutions."""
    row = found(reads.people_seen_by(request.user), uuid=person)
    form = RoleForm(request.POST, institutions=institutions_governed_by(request.user))
    if not form.is_valid() or not _give(request, form, row):
        return _show_person(request, person, form)
    return redirect("portal:person", row.uuid)


def _give(request: HttpRequest, form: RoleForm, row: object) -> bool:
    try:
        assignment = give(
            person=row,
            institution=form.cleaned_data["institution"],
            role=Role(form.cleaned_data["role"]),
            by=request.user,
            on=timezone.localdate(),
        )
    except PeopleRefused as error:
        form.add_error(None, str(error))
        return False
    said = _("%(name)s holds the role now: %(role)s.") % {"name": row.display_name, "role": assignment}
    messages.success(request, said)
    return True


@desk_page(rules.sees_people)
def give_role(request: HttpRequest) -> HttpResponse:
    """Give a role to somebody with an account who is not among one's people yet."""
    institutions = institutions_governed_by(request.user)
    if not institutions:
        raise Http404
    form = RoleByAddressForm(request.POST or None, institutions=institutions)
    if request.method == "POST" and form.is_valid():
        row = reads.person_with_address(form.cleaned_data["email"])
        if row is None:
            form.add_error("email", _("Nobody has an account with this address. Ask them to sign up first."))
        elif _give(request, form, row):
            return redirect("portal:person", row.uuid)
    return show(request, "portal/desk/give_role.html", {"form": form}, status=422 if form.is_bound else 200)


@desk_page(rules.sees_people)
def end_role(request: HttpRequest, role: uuid.UUID) -> HttpResponse:
    """Ask, then end a role with today."""
    rows = reads.roles_seen_by(request.user).filter(until_on__isnull=True)
    row: RoleAssignment = found(rows.select_related("person", "institution"), uuid=role)
    refusal = why_not_end(by=request.user, assignment=row, on=timezone.localdate())
    if request.method == "POST" and not refusal:
        take(assignment=row, by=request.user, on=timezone.localdate())
        messages.success(request, _("The role has ended. It stays on record."))
        if row.person_id == request.user.pk:
            return redirect("portal:my_studies")
        return redirect("portal:person", row.person.uuid)
    status = 422 if request.method == "POST" else 200
    return show(request, "portal/desk/end_role.html", {"role": row, "refusal": refusal}, status=status)
