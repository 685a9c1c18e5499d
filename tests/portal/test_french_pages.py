"""Every page in French: what it says in English and in French alike is a name, a number, content, or the same word in both."""

import re
from collections.abc import Mapping
from functools import cache
from zoneinfo import available_timezones

import pytest
from babel import Locale
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from scripts.messages import read_catalogue
from tests.factories.learning import ProblemReportFactory, SubmissionFactory
from tests.support.courses import offered_course
from tests.support.credentials import passed_course
from tests.support.moments import NOON
from tests.support.spoken import spoken
from tests.support.staff import sign_in_as

from salerno.catalogue.models import Programme
from salerno.catalogue.services import load_programmes
from salerno.credentials.models import Credential
from salerno.enrolment.models import Enrolment
from salerno.enrolment.services import enrol
from salerno.institutions.models import Institution
from salerno.people.enums import Role
from salerno.people.models import ErasureRequest, Person, RoleAssignment
from salerno.portal.operations.preparing import publish_legal_texts

pytestmark = pytest.mark.django_db

READING = "units/01-start/01-counting-people.md"
CONTENT = {
    ": Biologie Santé, parcours Intelligence Artificielle et Biomarqueurs",
    ": LM-9 Biotechnologies and Applied Artificial Intelligence for Health",
    "A test and a hundred people",
    "Check yourself",
    "Counting people",
    "Counting",
    "First version.",
    "I would ask who was in the table.",
    "Second",
    "Third",
    "Tell for whom it is, what it takes, and how it goes.",
    "Tell what a person can do after this course, in one or two sentences.",
    "What does a positive test say?",
    "Work out the sensitivity of a test by counting people",
    "Your name",
    "start",
}
NAMES = {"CC BY 4.0", "CC-BY-4.0", "CNIL", "DID", "ECTS", "English", "EUPL", "Français", "France", "Défenseur des droits"}
NO_WORD = re.compile(
    r"\d+ (?:min|h|s)|v?\d[\d.]*|[\w/.-]+\.(?:md|toml|svg|csv|fr|org|eu|it|se|cat|com|net)/?|https?://\S+|did:\S+|\S+@\S+|[A-Z0-9]+(?:-[\w-]+)*"
    r"|(?:\w+: [^,]+)(?:, \w+: [^,]+)*|The figure lacks a unit \(\d+\)\."
)
PLACE = re.compile(r"%\(\w+\)\w")
BETWEEN = re.compile(r" ?[·:,|()] ?|\s(?=\d)|(?<=\d)\s")


@pytest.fixture
def credential() -> Credential:
    """A campus with the consortium, its programmes and legal texts, and a learner who has passed a course."""
    found = passed_course()
    load_programmes()
    publish_legal_texts(at=NOON)
    return found


@pytest.fixture
def enrolment(credential: Credential) -> Enrolment:
    """The same learner in a second course, not yet begun."""
    learner = credential.award.learner
    return enrol(learner=learner, offering=offered_course("second"), by=learner, at=NOON)


def known() -> set[str]:
    """Names and content, and words of the interface that are the same in English and French."""
    institutions = {text for row in Institution.objects.all() for text in (*row.name.values(), row.code, row.city) if text}
    people = {row.full_name for row in Person.objects.all()}
    return always_known() | institutions | people


@cache
def always_known() -> set[str]:
    """What of it stands in no row."""
    alike = {PLACE.sub("", str(message.id)).strip() for message in read_catalogue("fr") if message.id == message.string}
    countries = set(Locale.parse("en").territories.values())
    zones = {zone.replace("_", " ") for zone in available_timezones()}
    return alike | countries | zones | NAMES | CONTENT


def is_left_over(text: str, words: set[str]) -> bool:
    """Whether some part of ``text`` is neither known nor without words."""
    if text in words or NO_WORD.fullmatch(text):
        return False
    parts = [part.strip() for part in BETWEEN.split(text)]
    return any(part and part not in words and any(map(str.isalpha, part)) and not NO_WORD.fullmatch(part) for part in parts)


def asked(client: Client, language: str, url: str, data: Mapping[str, str] | None) -> HttpResponse:
    """The page in ``language``; with ``data``, what comes back when a form is sent with them."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return client.get(url) if data is None else client.post(url, data)


def left_in_english(client: Client, url: str, data: Mapping[str, str] | None = None) -> list[tuple[str, str]]:
    """What a French page says in the words of the English one."""
    english, french = (asked(client, language, url, data) for language in ("en", "fr"))
    language, texts = spoken(french.content.decode())
    assert (url, french.status_code in (200, 404, 422)) == (url, True)
    assert (url, language or "fr", french.headers["Content-Language"]) == (url, "fr", "fr"), "a piece for htmx has no language"
    words = known()
    return [(url, text) for text in sorted(texts & spoken(english.content.decode())[1]) if is_left_over(text, words)]


def all_left(client: Client, pages: list[str], forms: Mapping[str, Mapping[str, str]] | None = None) -> list[tuple[str, str]]:
    """The same for many pages, and for forms that are refused."""
    found = [left_in_english(client, url) for url in pages]
    found += [left_in_english(client, url, data) for url, data in (forms or {}).items()]
    return [item for items in found for item in items]


def test_public_pages_speak_french(client, credential):
    pages = [
        *("/", "/catalogue/", "/catalogue/?q=zzz", "/institutions/", "/verify/", "/api/v1/docs", "/nothing-here/"),
        *(row.get_absolute_url() for row in Programme.objects.all()),
        *(reverse("portal:institution", args=[row.slug]) for row in Institution.objects.all()),
        *(f"/legal/{kind}/" for kind in ("privacy", "terms", "accessibility", "imprint")),
        reverse("catalogue:course", args=["counting"]),
        reverse("credentials:verify_one", args=[credential.uuid]),
    ]

    assert all_left(client, pages, {"/verify/": {"text": "{"}}) == []


def test_the_ways_in_speak_french(client, credential):
    pages = [reverse(name) for name in ("account_login", "account_signup", "account_signup_by_passkey", "account_inactive")]
    forms = {reverse("account_login"): {"login": "nobody"}, reverse("account_signup"): {"email": "nobody"}}

    assert all_left(client, pages, forms) == []


def test_the_pages_of_a_learner_speak_french(client, credential, enrolment):
    client.force_login(credential.award.learner)
    version = enrolment.offering.pinned.version
    reading, quiz = (reverse("learning:activity", args=[enrolment.uuid, key]) for key in ("counting-people", version.final_key))
    report = reverse("learning:report", args=[enrolment.uuid, "counting-people"])
    before = all_left(client, [quiz])
    client.post(reverse("learning:begin", args=[enrolment.uuid, version.final_key]))
    pages = [
        *("/studies/", "/studies/?minutes=10", "/credentials/", "/account/", "/account/data/", "/account/data/erasure/"),
        *("/account/tokens/", "/accounts/email/", "/accounts/logout/", reading, quiz, report),
        reverse("learning:course", args=[enrolment.uuid]),
        reverse("credentials:detail", args=[credential.uuid]),
        reverse("enrolment:enrol", args=[offered_course("third").uuid]),
        reverse("enrolment:withdraw", args=[enrolment.uuid]),
    ]
    forms = {"/account/": {"full_name": ""}, "/account/tokens/": {}, report: {"text": ""}}

    assert before + all_left(client, pages, forms) == []


def test_the_desk_speaks_french(client, credential, enrolment):
    learner, institution = credential.award.learner, enrolment.offering.institution
    sign_in_as(client, institution)
    version = enrolment.offering.pinned.version
    report = ProblemReportFactory(version=version, activity_key="counting-people")
    written = SubmissionFactory(enrolment=enrolment, version=version, activity_key="counting-people")
    role = RoleAssignment.objects.create(person=learner, institution=institution, role=Role.TEACHER, since_on=NOON.date())
    erasure = ErasureRequest.objects.create(person=learner, asked_at=NOON)
    offering = reverse("portal:offering", args=[enrolment.offering.uuid])
    lists = ("offerings", "people", "credentials", "reports", "reflections", "institutions", "texts", "erasures", "audit")
    pages = [
        *("/desk/", "/desk/audit/?check=1", *(f"/desk/{name}/" for name in lists)),
        *(f"{offering}{act}" for act in ("", "edit/", "enrol/", f"version/{version.uuid}/")),
        *("/desk/offerings/new/", "/desk/roles/new/", "/desk/texts/privacy/en/", f"/desk/roles/{role.uuid}/end/"),
        *(f"/desk/credentials/{credential.uuid}/{act}/" for act in ("suspend", "reinstate", "revoke")),
        *(f"/desk/people/{learner.uuid}/", f"/desk/keys/{institution.uuid}/rotate/", f"/desk/reports/{report.uuid}/"),
        f"/desk/institutions/{institution.uuid}/",
        *(f"/desk/reflections/{written.uuid}/", f"/desk/erasures/{erasure.uuid}/"),
    ]
    forms = {"/desk/offerings/new/": {}, f"{offering}enrol/": {"addresses": "nobody@example.org"}, f"{offering}edit/": {}}

    assert all_left(client, pages, forms) == []


def test_the_studio_speaks_french(client, credential, enrolment):
    sign_in_as(client, enrolment.offering.institution)
    studio, course = "/courseware/studio/", "/courseware/studio/counting/"
    before = all_left(client, [studio, course])
    client.post(f"{course}start/")
    pages = [
        *(studio, course, *(f"{course}new/{kind}/" for kind in ("activity", "unit", "bank"))),
        *(f"{course}{act}/" for act in ("uploads", "import", "compare", "publish")),
        *(f"{course}edit/{path}" for path in (READING, "course.toml", "bank/start.md")),
        *(f"{course}{act}/{READING}" for act in ("history", "rename")),
    ]
    forms = {f"{course}preview/{READING}": {"text": ""}, f"{course}new/unit/": {}}

    assert before + all_left(client, pages, forms) == []
