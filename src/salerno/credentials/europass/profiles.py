"""The application profiles that a degree can fulfil, and what facts each demands beyond the one before."""

from enum import StrEnum

from salerno.awards.degrees.facts import DegreeFacts


class Profile(StrEnum):
    """Named as in ``terms.csv``. Each includes the ones before it."""

    GENERIC = "generic"
    ACCREDITED = "accredited"
    SUPPLEMENT = "diploma-supplement"


SCHEMA = {
    Profile.GENERIC: "http://data.europa.eu/snb/model/ap/edc-generic-full",
    Profile.ACCREDITED: "http://data.europa.eu/snb/model/ap/edc-accredited",
    Profile.SUPPLEMENT: "http://data.europa.eu/snb/model/ap/edc-diploma-supplement",
}


def missing_facts(facts: DegreeFacts, profile: Profile) -> tuple[str, ...]:
    """The facts that the shapes of ``profile`` demand and that are not given, by their names in ``DegreeFacts``."""
    given = facts.qualification
    wanted: dict[str, object] = {"results": facts.results}
    if profile is not Profile.GENERIC:
        wanted["qualification.accreditation"] = given.accreditation
    if profile is Profile.SUPPLEMENT:
        wanted |= {
            "qualification.mode": given.mode,
            "qualification.national_level": given.national_level,
            "qualification.isced_f": given.isced_f,
            "qualification.languages": given.languages,
            "outcomes": facts.outcomes,
            "overall_grade": facts.overall_grade,
        }
    return tuple(name for name, value in wanted.items() if not value)


def richest_profile(facts: DegreeFacts) -> Profile:
    """The most demanding profile that ``facts`` fulfil."""
    for profile in (Profile.SUPPLEMENT, Profile.ACCREDITED):
        if not missing_facts(facts, profile):
            return profile
    return Profile.GENERIC
