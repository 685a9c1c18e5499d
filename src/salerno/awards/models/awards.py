"""What was granted."""

import uuid

from django.db import models

from salerno.awards.enums import AwardKind
from salerno.awards.querysets import AwardQuerySet
from salerno.catalogue.models import Course
from salerno.enrolment.models import Enrolment, ProgrammeEnrolment
from salerno.institutions.models import Institution
from salerno.people.models import Person


class Award(models.Model):
    """A decision to grant: that a course was passed, or one degree of one institution.

    ``facts`` are frozen: everything that documents say, as it stood (of a degree: ``degree_facts.DegreeFacts``). ``number`` is the
    degree's in the institution's own series. An award is never changed; it may be withdrawn, and stays with the reason.
    """

    personal_data = ("learner", "facts", "number", "granted_at", "withdrawn_at", "withdrawn_because")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=AwardKind.choices, default=AwardKind.COURSE)
    learner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="awards")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, null=True, blank=True, related_name="awards")
    enrolment = models.OneToOneField(Enrolment, on_delete=models.PROTECT, null=True, blank=True, related_name="award")
    programme_enrolment = models.ForeignKey(
        ProgrammeEnrolment, on_delete=models.PROTECT, null=True, blank=True, related_name="awards"
    )
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="awards")
    number = models.CharField(max_length=40, blank=True)
    granted_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.CharField(max_length=300, blank=True)
    facts = models.JSONField()

    objects = AwardQuerySet.as_manager()

    class Meta:
        ordering = ["-granted_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    kind="course", enrolment__isnull=False, course__isnull=False, programme_enrolment__isnull=True, number=""
                )
                | (
                    models.Q(kind="degree", enrolment__isnull=True, course__isnull=True, programme_enrolment__isnull=False)
                    & ~models.Q(number="")
                ),
                name="an_award_is_of_a_course_or_of_a_degree",
            ),
            models.UniqueConstraint(
                fields=["programme_enrolment", "institution"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="an_institution_awards_a_degree_once",
            ),
            models.UniqueConstraint(
                fields=["institution", "number"], condition=~models.Q(number=""), name="a_degree_number_is_given_once"
            ),
        ]

    def __str__(self) -> str:
        return self.number or str(self.uuid)
