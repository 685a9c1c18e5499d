"""Who a session belongs to, read quickly: every request of a signed-in person asks it."""

from allauth.account.auth_backends import AuthenticationBackend
from django.db import DEFAULT_DB_ALIAS

from salerno.common.compiled import Compiled, Parameter
from salerno.people.models import Person

_FIELDS = [field.attname for field in Person._meta.concrete_fields]
_PERSON = Compiled(lambda: Person.objects.filter(pk=Parameter("pk", Person._meta.pk)).values_list(*_FIELDS))


class SignInBackend(AuthenticationBackend):
    """allauth's own backend but for how a person is found."""

    def get_user(self, user_id: int) -> Person | None:
        """The person, unless the account is closed. One query."""
        rows = _PERSON.rows(pk=user_id)
        person = Person.from_db(DEFAULT_DB_ALIAS, _FIELDS, rows[0]) if rows else None
        return person if person and self.user_can_authenticate(person) else None
