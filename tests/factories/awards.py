"""Awards."""

from datetime import UTC, datetime

import factory

from salerno.awards.models import Award
from salerno.enrolment.enums import State
from tests.factories.enrolment import EnrolmentFactory


class AwardFactory(factory.django.DjangoModelFactory):
    """What was granted for a completed enrolment, with facts as ``awards.degrees.services.granting`` freezes them."""

    class Meta:
        model = Award

    enrolment = factory.SubFactory(EnrolmentFactory, state=State.COMPLETED, completed_at=datetime(2026, 11, 1, 12, tzinfo=UTC))
    learner = factory.SelfAttribute("enrolment.learner")
    course = factory.SelfAttribute("enrolment.offering.course")
    institution = factory.SelfAttribute("enrolment.offering.institution")
    granted_at = datetime(2026, 11, 1, 12, tzinfo=UTC)

    @factory.lazy_attribute
    def facts(self) -> dict[str, object]:
        """A score and the words of the course, as they stood."""
        institution = self.institution
        party = {"name": institution.name, "schac": institution.schac, "country": institution.country, "slug": institution.slug}
        return {
            "learner_name": self.learner.display_name,
            "course_code": self.course.code,
            "course_slug": self.course.slug,
            "title": self.course.title,
            "summary": self.course.summary,
            "languages": self.course.languages,
            "language_of_study": self.enrolment.offering.language,
            "ects_credits": None,
            "workload_minutes": self.course.workload_minutes,
            "evidence_minutes": 25,
            "eqf_level": self.course.eqf_level,
            "isced_f": [],
            "participation": "",
            "outcomes": [],
            "score": "0.9000",
            "pass_mark": 70,
            "institutions": [party],
            "awarding": {**party, "website": institution.website},
            "licence": "",
        }
