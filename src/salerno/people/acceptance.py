"""Which texts a person has still to accept."""

from django.db.models import Max

from salerno.people.enums import MUST_ACCEPT
from salerno.people.models import LegalText, Person
from salerno.people.services import texts_in_force


def texts_to_accept(person: Person) -> list[LegalText]:
    """The terms and the privacy notice where they were published after the person last accepted them, in any language.

    Two queries. The moment is compared, not the version: each language counts its own versions, and a person who changes
    language has nothing new to accept.
    """
    latest = dict(person.acceptances.values_list("text__kind").annotate(Max("accepted_at")).order_by())
    return [
        text
        for kind, text in texts_in_force(person.language).items()
        if kind in MUST_ACCEPT and (kind not in latest or latest[kind] < text.published_at)
    ]
