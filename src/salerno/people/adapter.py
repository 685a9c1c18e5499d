"""Where django-allauth meets our accounts."""

import logging
import time
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as current
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from salerno.audit.services import record
from salerno.messaging.services import send_later
from salerno.people.acceptance import texts_to_accept
from salerno.people.models import Person
from salerno.people.services import accept_texts

log = logging.getLogger("salerno.people")

LONGEST_ADDRESS = 254  # RFC 5321, 4.5.3.1.3, as corrected by RFC 3696's erratum 1690
SIGNED_IN_AT = "signed_in_at"
FRESH_SECONDS = 15 * 60
SIGN_IN_CHANGES = {
    "mfa/email/webauthn_added": "passkey.added",
    "mfa/email/webauthn_removed": "passkey.removed",
    "account/email/email_changed": "person.address_changed",
}


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up keeps the name, the language and what was accepted; addresses are one case."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": gettext_lazy("This account is closed."),
        "email_taken": gettext_lazy("This address cannot be used here."),
        "incorrect_code": gettext_lazy("This is not the code that we sent. Check it, letter by letter."),
        "rate_limited": gettext_lazy("That was quick. Wait a minute, then ask again."),
        "same_as_current": gettext_lazy("This is the address that you have already."),
        "too_many_login_attempts": gettext_lazy("There were too many tries. Wait a minute, then ask for a new code."),
    }

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
        if len(email) > LONGEST_ADDRESS or email.endswith(("@invalid", ".invalid")):
            raise ValidationError(_("Nothing can be sent to this address. Check how it is written."))
        return email

    def get_login_stages(self) -> list[str]:
        """The steps of a sign-in, without allauth's second factor.

        A passkey is a way in of its own, beside the code: whoever loses the device that holds it signs in by mail as before. As
        a second lock it would shut learners out of their own credentials.
        """
        return [stage for stage in super().get_login_stages() if stage != "allauth.mfa.stages.AuthenticateStage"]

    def is_reauthentication_required(self, *, app: str, **options: Any) -> bool:
        """Whether this session is too old to change how one signs in.

        SECURITY: a screen left open must not be enough to add a passkey to somebody's account, or to take one away. Whoever
        signed in within the last quarter of an hour has just shown who they are, by code or by passkey.
        """
        age = time.time() - current.request.session.get(SIGNED_IN_AT, 0)
        return age > FRESH_SECONDS and super().is_reauthentication_required(app=app, **options)

    def login(self, request: Any, user: Person) -> None:
        """Sign in, and note when."""
        super().login(request, user)
        request.session[SIGNED_IN_AT] = time.time()

    def post_login(self, request: Any, user: Person, **options: Any) -> Any:
        """Where sign-in leads; says once that a text changed since the person accepted it.

        It is asked here, and on the account page, so that no other page pays a query for it.
        """
        response = super().post_login(request, user, **options)
        if texts_to_accept(user):
            changed = _("The terms of use or the privacy notice changed since you accepted them.")
            link = format_html('<a href="{}">{}</a>', reverse("portal:account"), _("See what changed"))
            messages.info(request, format_html("{} {}", changed, link))
        return response

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a code now, or answer with a page that says that it could not be sent.

        Not through the outbox of ``messaging``, since a code is no notice: the person waits for it on an open page, it is worth
        nothing after some minutes, and a code must lie in no table, no backup and no export.
        """
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException) as error:
            # PRIVACY: the text of a refusal by a mail server names the address, so only its kind is logged.
            log.error("The mail %s could not be sent: %s", template_prefix, type(error).__name__)
            page = TemplateResponse(current.request, "account/mail_not_sent.html", status=503, headers={"Retry-After": "120"})
            raise ImmediateHttpResponse(page) from error

    def send_account_already_exists_mail(self, email: str) -> None:
        """To the owner of an address with which somebody wanted to sign up: there is an account, and where to sign in."""
        login_url = settings.SALERNO_BASE_URL + reverse("account_login")
        self.send_mail("account/email/account_already_exists", email, {"login_url": login_url})

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Person,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Record a change to how a person signs in, and queue the notice of it; after a new address, to the old one."""
        action = SIGN_IN_CHANGES.get(template_prefix)
        if action is None:
            return
        now = timezone.now()
        record(action=action, actor=user, subject=user, at=now)
        send_later(
            "people/sign_in_changed",
            to=email or user.email,
            language=user.language,
            context={"person": user, "change": action},
            at=now,
            person_uuid=user.uuid,
        )


class PasskeyAdapter(DefaultMFAAdapter):
    """What people read about passkeys: on the dialogue of their device, and when one is refused."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("This passkey is not known here. Sign in with a code by e-mail instead."),
        "unverified_email": gettext_lazy("Confirm your e-mail address first; then you can add a passkey."),
    }

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The campus as the device shows it. The id is the host alone: it binds passkeys to this site."""
        return super().get_public_key_credential_rp_entity() | {"name": "Salerno"}

    def generate_authenticator_name(self, user: Person, type: Authenticator.Type) -> str:  # noqa: A002
        """A name for whoever gives none: passkeys are counted."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return _("Passkey %(number)d") % {"number": number}
