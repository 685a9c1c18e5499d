"""The acts of the record in words. What is not named here is shown by its code, so that nothing is ever hidden."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: dict[str, str | Promise] = {
    "assessment.begun": _("Began an assessment"),
    "assessment.handed_in": _("Handed in an assessment"),
    "award.granted": _("Award granted"),
    "course.described": _("Course described"),
    "course.owners_set": _("Owners of a course set"),
    "credential.issued": _("Credential issued"),
    "credential.revoked": _("Credential revoked"),
    "credential.shared": _("Credential shared"),
    "credential.suspended": _("Credential suspended"),
    "credential.unshared": _("Sharing of a credential ended"),
    "credential.valid": _("Suspension of a credential ended"),
    "draft.published": _("Draft published"),
    "draft.started": _("Draft begun"),
    "enrolment.completed": _("Course completed"),
    "enrolment.created": _("Enrolled"),
    "enrolment.invited": _("Invitations sent"),
    "enrolment.withdrawn": _("Withdrawn"),
    "erasure.asked": _("Erasure asked"),
    "erasure.cancelled": _("Erasure taken back"),
    "erasure.done": _("Erasure carried out"),
    "institution.created": _("Institution added"),
    "key.made": _("Signing key made"),
    "offering.changed": _("Offering changed"),
    "offering.opened": _("Offering opened"),
    "offering.version_pinned": _("Version of an offering set"),
    "people.listed": _("Opened a list of people"),
    "person.changed": _("Account changed"),
    "person.data_downloaded": _("Downloaded own data"),
    "person.joined": _("Account opened"),
    "person.opened": _("Opened somebody's data"),
    "problem.answered": _("Problem answered"),
    "problem.reopened": _("Problem opened again"),
    "problem.reported": _("Problem reported"),
    "programme.created": _("Programme added"),
    "reflection.submitted": _("Reflection handed in"),
    "role.assigned": _("Role given"),
    "role.ended": _("Role ended"),
    "text.accepted": _("Legal text accepted"),
    "text.published": _("Legal text published"),
    "token.created": _("API token made"),
    "token.revoked": _("API token revoked"),
    "version.published": _("Version of a course published"),
}


def act_in_words(action: str) -> str:
    """The act in the reader's language, or its code."""
    return str(WORDS.get(action, action))
