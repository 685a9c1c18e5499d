"""A published course, its draft, and two teachers who may write it."""

import pytest
from tests.factories.people import RoleAssignmentFactory
from tests.support.courses import small_course
from tests.support.moments import NOON

from salerno.catalogue.models import Course
from salerno.courseware.models import Draft
from salerno.courseware.services import drafts
from salerno.institutions.models import Institution
from salerno.people.enums import Role
from salerno.people.models import Person


def teacher(owner: str = "univ-amu.fr", role: Role = Role.TEACHER) -> Person:
    """Somebody who writes courses at the institution ``owner``."""
    return RoleAssignmentFactory(institution=Institution.objects.get(schac=owner), role=role).person


@pytest.fixture
def course(db) -> Course:
    """The small course, published once."""
    return small_course().course


@pytest.fixture
def author(course) -> Person:
    """A teacher of the owning institution."""
    return teacher()


@pytest.fixture
def colleague(course) -> Person:
    """Another one."""
    return teacher()


@pytest.fixture
def draft(course, author) -> Draft:
    """The draft of the course, fresh from its version."""
    return drafts.start(course=course, by=author, at=NOON)


@pytest.fixture
def studio(client, author):
    """A client that is signed in as the author."""
    client.force_login(author)
    return client
