"""Every address × everybody who may stand before it. An address that is not in the table fails the test.

Letters stand for the people of ``doors.ROLES`` in their order: anonymous, the owner of the rows, another learner, a teacher and
an administrator of another institution, a teacher and the course lead of the institution that gives the course, the consortium's
coordinator. ``o`` opens, ``s`` asks to sign in, ``-`` says that there is nothing (404), ``x`` forbids (403), ``m`` does not take
the method (405). The first word is for GET, the second for POST.

A new address: add a line to ``expected.py``. What is somebody's own reads ``so------``; think twice before you write another ``o``.
"""

import copy
import json
import logging
import uuid

import pytest
import time_machine
from django.core.cache import cache
from django.db import transaction
from tests.architecture.doors import NOW, ROLES, address_of, client_of, every_address, make_world, seen
from tests.architecture.expected import DOORS_OF_THE_CAMPUS
from tests.architecture.expected_of_mobility import DOORS_OF_MOBILITY

DOORS = DOORS_OF_THE_CAMPUS | DOORS_OF_MOBILITY

# Values of names that differ from door to door. In braces: a name of the world.
_OFFERS = ("traineeship", "desk_traineeship", "edit_traineeship", "move_traineeship")
_TEXT = {"path": "units/01-start/01-counting-people.md"}
_FINAL = {"enrolment": "{final_enrolment}", "session": "{final_session}", "sitting": "{final_sitting}"}
_OF_MOBILITY_CALLS = (
    "call", "wishes", "desk_call", "edit_call", "desk_places", "add_place", "take_places", "desk_wishes", "scores", "import_scores",
    "scenarios", "compare_scenarios",
)  # fmt: skip
NAMES = {
    "portal:institution": {"slug": "{institution_slug}"},
    "portal:legal": {"slug": "terms"},
    "portal:text": {"kind": "terms", "language": "en"},
    "portal:change_credential": {"act": "suspend"},
    "catalogue:course, hidden": {"slug": "hidden"},
    "catalogue:programme": {"slug": "{programme_slug}"},
    "enrolment:enrol, hidden": {"offering": "{hidden_offering}"},
    "enrolment:change_state": {"state": "withdrawn"},
    "catalogue:regulations_file": {"form": "toml"},
    "admissions:call": {"slug": "{call_slug}"},
    "admissions:apply": {"slug": "{call_slug}"},
    "admissions:step": {"step": "you"},
    "admissions:draft": {"step": "you"},
    "admissions:upload": {"kind": "transcript"},
    "admissions:letter": {"token": "{letter}"},
    "admissions:move_call": {"act": "archive"},
    "admissions:remove_reviewer": {"person": "{reader}"},
    **{f"mobility:{name}": {"call": "{mobility_call}"} for name in _OF_MOBILITY_CALLS},
    "mobility:move_wishes": {"act": "withdraw"},
    **{f"mobility:{name}": {"stay": "{trainee_stay}"} for name in ("log", "log_week", "tutor", "desk_log", "desk_tutor")},
    "mobility:evaluate": {"token": "{slug}"},
    "mobility:move_call": {"call": "{mobility_call}", "act": "close"},
    **{f"admissions:{name}": {"application": "{handed_in}"} for name in ("desk_application", "ask_third", "stay_out")},
    "learning:hand_in": _FINAL,
    "courseware:file": {"path": "images/people.svg"},
    "courseware:file, hidden": {"path": "images/people.svg", "version": "{hidden_version}"},
    "courseware:new": {"kind": "activity"},
    "courseware:restore": {"path": "data/people.csv"},
    **{f"courseware:{name}": _TEXT for name in ("edit", "preview", "history", "bring_back", "delete", "rename", "translate")},
    "courseware:draft_file": {"path": "images/people.svg"},
    "mobility:factsheet": {"slug": "{institution_slug}"},
    "mobility:host": {"slug": "{institution_slug}"},
    **{f"mobility:{name}": {"report": "{stay_report}"} for name in ("desk_report", "hide_report", "show_report")},
    "mobility:act_on_agreement": {"act": "propose"},
    **{f"mobility:{name}": {"offer": "{traineeship}", "act": "close"} for name in _OFFERS},
    "awards:open_sheet": {"offering": "{graded_offering}"},
    "awards:move_sheet": {"act": "submit"},
    "awards:move_board": {"act": "close"},
    "awards:thesis_file": {"number": "1"},
    "awards:act_on_thesis": {"act": "jury"},
    "credentials:download": {"form": "json"},
    "credentials:did": {"slug": "{institution_slug}"},
    "credentials:programme_did": {"slug": "{programme_slug}"},
    "credentials:document": {"document": "{nothing}"},
    "credentials:job": {"job": "{nothing}"},
    "api:course, hidden": {"slug": "hidden"},
    "api:document": {"document": "{nothing}"},
    "api:programme": {"slug": "{programme_slug}"},
    "api:hand_in": _FINAL,
    "api:unknown": {"rest": "nothing"},
}
NAMES |= {
    door: {"mobility": "{paper_mobility}", "version": "{paper_version}", "signature": "{paper_signature}", "act": "take-back"}
    for door in DOORS
    if "paper" in door and door.startswith("mobility:")
}
BODIES = {
    "api:enrolments": {"offering": "{offering}"},
    "api:enrol": {"offering": "{offering}"},
    "api:answer": {"question": "who-is-missed", "response": {"dont_know": True}},
    "api:hand_in": {"responses": {}},
}
ADDRESSES = every_address()


@pytest.fixture(scope="module", autouse=True)
def campus(django_db_setup, django_db_blocker):
    """The world and a browser for each role, made once. What a request changes is undone after it."""
    with time_machine.travel(NOW, tick=False), django_db_blocker.unblock(), transaction.atomic():
        world = make_world()
        clients = {role: client_of(world.people[role]) for role in ROLES}
        cookies = {role: copy.deepcopy(client.cookies) for role, client in clients.items()}
        yield world, clients, cookies
        transaction.set_rollback(True)


def test_the_table_names_every_address_and_no_other():
    assert {door.partition(",")[0] for door in DOORS} ^ set(ADDRESSES) == set()


@pytest.mark.django_db
@pytest.mark.parametrize("door", DOORS)
def test_each_door_opens_to_whom_it_should(door, campus, caplog):
    caplog.set_level(logging.ERROR, logger="django.request")
    world, _clients, _cookies = campus
    name = door.partition(",")[0]
    given = {key: str(value).format(**world.names) for key, value in NAMES.get(door, {}).items()}
    address = address_of(name, ADDRESSES[name], world.names | given)

    found = tuple("".join(_knock(campus, role, method, address, door) for role in ROLES) for method in ("get", "post"))

    assert found == DOORS[door]


def _knock(campus, role, method, address, door):
    world, clients, cookies = campus
    client, more = clients[role], {}
    client.cookies = copy.deepcopy(cookies[role])
    cache.clear()
    if method == "post" and door.startswith("api:"):
        body = json.dumps(BODIES.get(door, {})).replace("{offering}", str(world.names["offering"]))
        more = {"data": body, "content_type": "application/json", "headers": {"Idempotency-Key": str(uuid.uuid4())}}
    with transaction.atomic():
        letter = seen(getattr(client, method)(address, **more))
        transaction.set_rollback(True)
    return letter
