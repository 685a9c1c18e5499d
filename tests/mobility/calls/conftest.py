"""What the tests of the desk's pages share: the hour, a cohort, who looks."""

import pytest
import time_machine
from tests.support import mobility as world


@pytest.fixture
def clock():
    """While the call is open."""
    with time_machine.travel(world.WHILE_OPEN, tick=False) as clock:
        yield clock


@pytest.fixture
def cohort():
    """The made-up cohort."""
    return world.made_up_cohort()


@pytest.fixture
def officer(client, cohort):
    """The coordinator of Pisa, signed in: not of the consortium, so that there is something not to see."""
    person = world.coordinator(world.UNIPI)
    client.force_login(person)
    return person
