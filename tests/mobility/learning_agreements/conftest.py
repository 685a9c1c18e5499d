"""The hour at which the pages of learning agreements are tried."""

import pytest
from tests.support.moments import NOON


@pytest.fixture
def noon(time_machine):
    """Noon, and it stays noon."""
    time_machine.move_to(NOON, tick=False)
