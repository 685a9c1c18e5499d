"""Ending the sessions of a person."""

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone

from salerno.people.models import Person


def end_sessions(person: Person) -> int:
    """Delete every session in which ``person`` is signed in; return how many.

    PRIVACY: an erased account opens nothing any more (``is_active``), but its number should not lie in sessions either. A
    session names its person only inside its signed text, so all living ones are read: seconds for a hundred thousand, and
    erasures are rare. Where sessions are kept outside the database they end when the cache drops them.
    """
    living = Session.objects.filter(expire_date__gt=timezone.now())
    keys = [row.pk for row in living.iterator() if row.get_decoded().get(SESSION_KEY) == str(person.pk)]
    return Session.objects.filter(pk__in=keys).delete()[0]
