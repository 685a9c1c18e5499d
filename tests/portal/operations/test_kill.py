"""Publishing and delivering, killed with -9 in the middle, again and again."""

import email
import random
import re
import shutil
import signal
import subprocess
import sys
import time

import pytest
from tests.portal.operations.processes import PROJECT, wait_until

pytestmark = pytest.mark.sqlite

PUBLISH = """
import django
django.setup()
from tests.support.courses import publish_files, small_course_files
files = dict(small_course_files("killed"))
number = START
while True:
    files["data/people.csv"] = b"x,y\\n" + b"1,2\\n" * number
    version, _new = publish_files(files)
    print(version.number, flush=True)
    number += 1
"""
WHOLE = """
from salerno.courseware.models import CourseVersion
from salerno.courseware.blobs import blob_path
import hashlib
rows = CourseVersion.objects.filter(course__slug="killed").order_by("number")
shapes = {(v.files.count(), v.activities.count(), v.questions.count()) for v in rows}
blobs = {file.blob for v in rows for file in v.files.all()}
whole = all(hashlib.sha256(blob_path(blob).read_bytes()).hexdigest() == blob for blob in blobs)
from salerno.audit.services import verify_chain
print([v.number for v in rows] == list(range(1, len(rows) + 1)), len(shapes), whole, verify_chain()[1], len(rows))
"""
QUEUE = """
from django.utils import timezone
from salerno.messaging.models import Message
from salerno.people.models import Person
Message.objects.all().delete()
Message.objects.bulk_create([
    Message(template="t", recipient=f"p{n}@example.org", subject=f"Notice {n}", body="Hello", queued_at=timezone.now())
    for n in range(300)
])
"""
STATES = """
from django.db.models import Count
from salerno.messaging.models import Message
print(dict(Message.objects.order_by().values_list("state").annotate(n=Count("pk"))))
"""
LAPSE = """
from datetime import timedelta
from django.utils import timezone
from salerno.messaging.models import Message
Message.objects.filter(state="sending").update(claimed_at=timezone.now() - timedelta(minutes=11))
"""


def run(campus, *arguments):
    return subprocess.Popen([sys.executable, *arguments], env=campus.environment(), cwd=PROJECT, stdout=subprocess.PIPE, text=True)


def kill(process):
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()


def test_publishing_killed_at_any_moment_leaves_no_half_version(campus):
    moments = random.Random(7)
    last = 0
    for _round in range(4):
        process = run(campus, "-c", PUBLISH.replace("START", str(last + 1)))
        last = int(process.stdout.readline())
        time.sleep(moments.uniform(0.02, 0.5))
        kill(process)
        last += 50

    numbered, shapes, blobs_whole, faults, count = campus.python(WHOLE).split()

    assert (numbered, shapes, blobs_whole, faults) == ("True", "1", "True", "[]")
    assert int(count) >= 4


def mails(folder):
    """The Message-IDs of all mails that were sent."""
    sent = []
    for path in folder.glob("*.log"):
        for text in re.split(r"\n-{79}\n", path.read_text()):
            if text.strip():
                sent.append(email.message_from_string(text.lstrip())["Message-ID"])
    return sent


def test_a_killed_worker_loses_no_message_and_another_sends_the_rest(campus):
    shutil.rmtree(campus.data / "mail", ignore_errors=True)
    campus.python(QUEUE)
    first = run(campus, "-m", "salerno", "worker")
    wait_until(lambda: len(list((campus.data / "mail").glob("*.log"))) >= 20, 60, "mail")
    kill(first)
    between = mails(campus.data / "mail")
    assert 20 <= len(between) < 300
    campus.python(LAPSE)

    second = run(campus, "-m", "salerno", "worker")
    try:
        wait_until(lambda: len(set(mails(campus.data / "mail"))) == 300, 90, "the rest")
        second.send_signal(signal.SIGTERM)
        assert second.wait(10) == 0
    finally:
        kill(second)

    sent = mails(campus.data / "mail")
    assert eval(campus.python(STATES)) == {"sent": 300}  # noqa: S307 -- our own print
    assert len(sent) - len(set(sent)) <= 1, "only the one that was being sent may go twice, under the same Message-ID"
