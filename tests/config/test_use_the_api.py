"""The commands of docs/how-to/use-the-api.md, run one after the other as they stand there."""

import re
import shlex
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.config.conftest import token_for
from tests.support.courses import offered_course
from tests.support.credentials import passed_course
from tests.support.degree_documents import document_of
from tests.support.moments import NOON

from salerno.config.api import api
from salerno.enrolment.services import enrol
from salerno.learning import sessions
from salerno.learning.quiz.errors import Reason
from salerno.people.enums import Scope

pytestmark = pytest.mark.django_db
PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "use-the-api.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^curl .+$", PAGE, flags=re.MULTILINE)


def run(client, command, names, files):
    """What the command would do: the answer to its request."""
    words = shlex.split(re.sub(r"\$(\w+)", lambda match: names[match[1]], command))[1:]
    method, headers, body, address = None, {}, None, ""
    while words:
        word = words.pop(0)
        if word == "-X":
            method = words.pop(0)
        elif word == "-H":
            name, value = words.pop(0).split(": ", 1)
            headers[name] = value
        elif word == "-o":
            words.pop(0)
        elif word == "-d":
            body = words.pop(0)
        elif word == "-F":
            name, path = words.pop(0).split("=@")
            return client.post(words.pop(0), {name: SimpleUploadedFile(path, files[path])}, headers=headers)
        else:
            address = word
    kind = headers.pop("Content-Type", "")
    return client.generic(method or ("POST" if body else "GET"), address, body or "", kind, headers=headers)


def test_every_command_of_the_page_does_what_it_says(lea, client, time_machine):
    time_machine.move_to(NOON, tick=False)
    credential = passed_course(lea, slug="passed")
    offering, final = offered_course("practice"), offered_course("final")
    version = offering.pinned.version
    version.grading = {}
    version.save()
    names = {
        "CAMPUS": "",
        "TOKEN": token_for(lea),
        "COURSE": "practice",
        "OFFERING": str(offering.uuid),
        "ACTIVITY": "counting-people",
        "QUIZ": "check",
        "CREDENTIAL": str(credential.uuid),
        "DOCUMENT": str(document_of(lea).uuid),
        "FINAL_SITTING": str(_final_sitting(lea, final).uuid),
    }
    statuses = []
    for command in COMMANDS:
        answer = run(client, command, names, {"credential.json": credential.document.encode()})
        statuses.append(answer.status_code)
        if answer["Content-Type"].startswith("application/json"):
            _learn(names, command, answer.json())

    assert statuses == [200] * 6 + [201, 200, 200, 200, 201, 200, 201] + [200] * 6


def _final_sitting(lea, offering):
    enrolment = enrol(learner=lea, offering=offering, by=lea, at=NOON)
    activity = offering.pinned.version.activities.get(key="check")
    activity.version = offering.pinned.version
    return sessions.begin(enrolment=enrolment, activity=activity, at=NOON)


def _learn(names, command, answer):
    """Take up what a reader would: the names in an answer that the next command needs."""
    if command.endswith('/me/enrolments"') and " -d " in command:
        names["ENROLMENT"] = answer["uuid"]
    if command.endswith('/quiz-sittings"'):
        names["SITTING"] = answer["uuid"]
        names["QUESTION"] = answer["questions"][0]["key"]


def test_the_page_names_every_operation_scope_and_reason():
    paths = {re.sub(r"{\w+}", "*", path) for path in api.get_openapi_schema()["paths"]}
    shown = {re.sub(r"\$(?!CAMPUS)\w+", "*", match) for match in re.findall(r"\$CAMPUS([^\"?]+)", PAGE)}

    assert paths - shown == {"/api/v1/catalogue/programmes/*"}
    assert shown - paths == set()
    assert [scope for scope in Scope.values if f"`{scope}`" not in PAGE] == []
    assert [reason for reason in Reason if f"`{reason}`" not in PAGE] == []
