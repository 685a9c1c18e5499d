"""A prepared campus to copy: making one takes seconds, copying it none."""

import fcntl
import os
import shutil

import pytest
from tests.portal.operations.campus import Campus, build_campus


@pytest.fixture(scope="session")
def prepared_campus(tmp_path_factory):
    """One campus for the whole run, also where several processes run tests: the first that comes builds it."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    with (shared / "campus.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "campus-is-built").exists():
            build_campus(shared / "campus")
            (shared / "campus-is-built").touch()
    return Campus(shared / "campus")


@pytest.fixture
def campus(prepared_campus, tmp_path):
    """A campus of this test alone."""
    shutil.copytree(prepared_campus.data, tmp_path / "data")
    return Campus(tmp_path / "data")
