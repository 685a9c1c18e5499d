"""The call that a page of the desk is about, found quickly: nearly every page of a call begins with it."""

import uuid
from collections.abc import Iterable
from functools import cache

from django.db.models import QuerySet, UUIDField

from salerno.admissions.enums import DECIDES
from salerno.admissions.models import Call
from salerno.admissions.querysets import institutions_with
from salerno.common.compiled import Compiled, Parameter
from salerno.institutions.models import Institution
from salerno.people.access import reach_of
from salerno.people.models import Person

WITH = ("offering__programme", "offering__academic_session", "offering__regulations")


def governed_call(person: Person, call: uuid.UUID) -> Call | None:
    """SECURITY: the call, where ``person`` belongs to its committee (as ``Call.objects.governed_by`` says), or None. One query."""
    if reach_of(person).everything:
        return _one(_every(), call, ())
    institutions = sorted(institutions_with(person, DECIDES))
    return _one(_given_by(len(institutions)), call, institutions) if institutions else None


def _one(query: Compiled, call: uuid.UUID, institutions: Iterable[int]) -> Call | None:
    at = {f"at{number}": each for number, each in enumerate(institutions)}
    return next(iter(query.objects(call=call, **at)), None)


@cache
def _every() -> Compiled:
    return Compiled(_this_call)


@cache
def _given_by(count: int) -> Compiled:
    """For somebody with a role at ``count`` institutions."""
    return Compiled(lambda: _this_call().given_by([Parameter(f"at{number}", Institution._meta.pk) for number in range(count)]))


def _this_call() -> QuerySet[Call]:
    return Call.objects.order_by().filter(uuid=Parameter("call", UUIDField())).select_related(*WITH)
