"""Made-up agreements between the three universities, one of them to be renewed, and made-up offers of traineeships."""

from datetime import datetime
from decimal import Decimal
from itertools import combinations
from typing import Any

from salerno.institutions.models import Institution
from salerno.mobility.agreements.services import agreements, traineeships
from salerno.mobility.agreements.text import digest_of
from salerno.mobility.enums import MobilityKind
from salerno.mobility.models import InterInstitutionalAgreement
from salerno.portal.operations.demo_cohort.cast import OFFICERS, SU, UNIPI, UNIVERSITIES
from salerno.portal.operations.demo_cohort.people import person, universities
from salerno.portal.operations.demo_cohort.timeline import (
    AGREED,
    AGREEMENTS_BEGIN,
    AGREEMENTS_END,
    OFFERED,
    RENEWAL_BEGINS,
    RENEWAL_ENDS,
    RENEWAL_PROPOSED,
    on_day,
)

MADE_UP = "Made up for demonstration: the universities have not agreed on this."
_FIELD = "0988"  # ISCED-F 2013: inter-disciplinary, health and welfare
_PLACES = {"univ-amu.fr": 4, "unipi.it": 3, "su.se": 2}
_LANGUAGES = {"univ-amu.fr": ("fr", "B1"), "unipi.it": ("en", "B2"), "su.se": ("en", "B2")}
_ENGLISH = [{"language": "en", "level": "B2"}]
# Host, title, what one can do afterwards, supervisor, remuneration, places.
_OFFERS = (
    (
        "inria.fr",
        {"en": "Made up: tracking lesions in scans", "fr": "Inventé : suivre des lésions dans des images"},
        ["Train and test a model that follows a lesion from scan to scan", "Report its errors by scanner and by patient group"],
        "Nadia Inventée",
        "About 600 € a month (made up)",
        2,
    ),
    (
        "kode-solutions.net",
        {"en": "Made up: sensors in a ward", "fr": "Inventé : des capteurs dans un service"},
        ["Clean and describe data of worn sensors", "Build an alarm and measure its false alerts"],
        "Carlo Finto",
        "",
        1,
    ),
    (
        "genomeup.com",
        {"en": "Made up: variants of rare diseases", "fr": "Inventé : variants de maladies rares"},
        ["Rank variants by published evidence", "Explain a ranking to a clinician"],
        "Lia Inventata",
        "Meals are paid (made up)",
        1,
    ),
)


def agree(at: datetime) -> None:
    """One agreement for each pair of universities, prepared by the one's officer and approved by both."""
    rows, when = universities(), on_day(at, AGREED)
    days = {"starts_on": on_day(at, AGREEMENTS_BEGIN).date(), "ends_on": on_day(at, AGREEMENTS_END).date(), "note": MADE_UP}
    for first, second in combinations(UNIVERSITIES, 2):
        by = person(OFFICERS[first])
        conditions = [_condition(rows[first], rows[second]), _condition(rows[second], rows[first])]
        draft = agreements.draft_agreement(
            first=rows[first], second=rows[second], values=days, conditions=conditions, by=by, at=when
        )
        seen = digest_of(draft)
        agreements.propose_agreement(agreement=draft, seen=seen, by=by, at=when)
        for schac in (first, second):
            agreements.approve_agreement(agreement=draft, institution=rows[schac], seen=seen, by=person(OFFICERS[schac]), at=when)


def propose_renewal(at: datetime) -> None:
    """The next version of one of them, proposed and approved by one side; it waits for the other."""
    rows, when = universities(), on_day(at, RENEWAL_PROPOSED)
    agreement = InterInstitutionalAgreement.objects.get(first=rows[UNIPI], second=rows[SU])
    by = person(OFFICERS[UNIPI])
    draft = agreements.next_version(agreement=agreement, seen=digest_of(agreement), by=by, at=when)
    days = {"starts_on": on_day(at, RENEWAL_BEGINS).date(), "ends_on": on_day(at, RENEWAL_ENDS).date(), "note": MADE_UP}
    conditions = [_condition(rows[UNIPI], rows[SU]), _condition(rows[SU], rows[UNIPI])]
    values = {"agreement": draft, "values": days, "conditions": [{**row, "places": row["places"] + 1} for row in conditions]}
    draft = agreements.edit_agreement(**values, seen=digest_of(draft), by=by, at=when)
    seen = digest_of(draft)
    agreements.propose_agreement(agreement=draft, seen=seen, by=by, at=when)
    agreements.approve_agreement(agreement=draft, institution=rows[UNIPI], seen=seen, by=by, at=when)


def _condition(sending: Institution, receiving: Institution) -> dict[str, Any]:
    language, level = _LANGUAGES[receiving.schac]
    return {
        "sending": sending,
        "receiving": receiving,
        "kind": MobilityKind.STUDIES,
        "isced_f": _FIELD,
        "eqf_levels": [7],
        "places": _PLACES[receiving.schac],
        "months": Decimal("5.0"),
        "languages": [{"language": language, "level": level}],
    }


def offer_traineeships(at: datetime) -> None:
    """An open offer at each of three associated partners, next spring."""
    when = on_day(at, OFFERED)
    for schac, title, outcomes, supervisor, remuneration, places in _OFFERS:
        values = {
            "title": title,
            "text": {
                "en": "This offer was made up for demonstration; the host knows nothing of it.",
                "fr": "Cette offre a été inventée pour la démonstration ; l’organisme d’accueil n’en sait rien.",
            },
            "starts_on": on_day(at, 120).date(),
            "ends_on": on_day(at, 300).date(),
            "places": places,
            "outcomes": outcomes,
            "supervisor_name": supervisor,
            "supervisor_email": f"{supervisor.split()[0].lower()}.{schac.split('.')[0]}@example.org",
            "remuneration": remuneration,
            "languages": _ENGLISH,
            "requirements": "",
        }
        offer = traineeships.create_offer(host=Institution.objects.get(schac=schac), values=values, by=None, at=when)
        traineeships.open_offer(offer=offer, by=None, at=when)
