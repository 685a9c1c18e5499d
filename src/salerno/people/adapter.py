"""Where django-allauth meets our accounts."""

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from salerno.audit.services import record
from salerno.people.models import Person
from salerno.people.services import accept_texts


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up keeps the name, the language and what was accepted; addresses are one case."""

    def save_user(self, request: object, user: Person, form: object, commit: bool = True) -> Person:
        """The new account, saved with its acceptances and an audit line."""
        person = super().save_user(request, user, form, commit=False)
        person.email = person.email.lower()
        person.full_name = form.cleaned_data.get("full_name", "").strip()
        person.language = (get_language() or "en").split("-")[0]
        person.set_unusable_password()
        person.save()
        record(action="person.joined", actor=person, subject=person)
        accept_texts(person=person, at=timezone.now(), language=person.language)
        return person

    def clean_email(self, email: str) -> str:
        """Refuse addresses that could not be mailed, in a sentence."""
        email = super().clean_email(email).lower()
        if email.endswith("@invalid") or email.endswith(".invalid"):
            raise ValidationError(_("Nothing can be sent to this address. Check how it is written."))
        return email
