"""Who a session belongs to, read quickly: every request of a signed-in person asks it."""

from allauth.account.auth_backends import AuthenticationBackend

from salerno.common.compiled import Compiled, Parameter
from salerno.people.models import Person

_PERSON = Compiled(lambda: Person.objects.filter(pk=Parameter("pk", Person._meta.pk)))


class SignInBackend(AuthenticationBackend):
    """allauth's own backend but for how a person is found."""

    def get_user(self, user_id: int) -> Person | None:
        """The person, unless the account is closed. One query."""
        person = next(iter(_PERSON.objects(pk=user_id)), None)
        return person if person and self.user_can_authenticate(person) else None
