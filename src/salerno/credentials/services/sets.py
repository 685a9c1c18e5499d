"""One student's set of documents: what is wanted, what stands, what is made now. Nothing is released here."""

import json
import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.utils.translation import gettext as _

from salerno.awards.degrees.facts import DegreeFacts, from_json
from salerno.awards.models import Award
from salerno.common.translated import in_language
from salerno.common.typesetting import CannotPrint
from salerno.courseware import blobs
from salerno.credentials import making, releasing
from salerno.credentials.addresses import absolute, did_for_programme
from salerno.credentials.checking import check, own_status_list
from salerno.credentials.elmo.refusals import CannotWord, ElmoRefused
from salerno.credentials.enums import DocumentKind
from salerno.credentials.errors import CredentialRefused
from salerno.credentials.europass.refusals import CannotBuild, SealRefused
from salerno.credentials.europass.seals import Seal
from salerno.credentials.joint.credential import Consortium
from salerno.credentials.joint.refusals import JointRefused
from salerno.credentials.making import Proven, Wanted
from salerno.credentials.models import DegreeDocument, DocumentJob
from salerno.credentials.proving.refusals import ProofRefused
from salerno.credentials.selectors import did_document
from salerno.credentials.services.issuing import issue
from salerno.credentials.services.keys import signing_key
from salerno.credentials.services.seals import seal_of
from salerno.enrolment.models import ProgrammeEnrolment

log = logging.getLogger("salerno.credentials")
_REFUSALS = (
    CannotPrint, CannotBuild, CannotWord, CredentialRefused, ElmoRefused, JointRefused, ProofRefused, SealRefused,
    releasing.NotReleased,
)  # fmt: skip
PAPERS = (DocumentKind.DIPLOMA, DocumentKind.SUPPLEMENT, DocumentKind.TRANSCRIPT)


@dataclass(frozen=True)
class Made:
    """A validated document, still to be released. ``uuid`` is its own, which a joint credential bears."""

    award: Award
    wanted: Wanted
    content: bytes
    uuid: uuid.UUID
    at: datetime


@dataclass
class Workshop:
    """Makes what is missing of one student's set; a kind that cannot be made is a problem, and the others go on."""

    student: ProgrammeEnrolment
    job: DocumentJob
    at: datetime
    made: list[Made] = field(default_factory=list)
    problems: list[dict[str, str]] = field(default_factory=list)
    _proven: dict[int, Proven] = field(default_factory=dict)

    def work(self) -> None:
        """Make and validate everything that is wanted and does not stand yet."""
        if not self.awards:
            self.problems.append({"kind": "", "institution": "", "why": _("No degree of this student stands.")})
        for wanted in making.whole_set(self.degrees):
            if self._key(wanted) not in self._standing:
                self._try(wanted)

    def _try(self, wanted: Wanted) -> None:
        own = uuid.uuid4()
        try:
            content = self._makers[wanted.kind](wanted, own)
        except _REFUSALS as error:
            self._note(wanted, str(error))
        except Exception:
            log.exception("A %s of %s could not be made.", wanted.kind, self.student.uuid)
            self._note(wanted, _("An error that nobody expected. The log of the worker tells more."))
        else:
            self.made.append(Made(self.awards[wanted.place], wanted, content, own, self.at))

    def _note(self, wanted: Wanted, why: str) -> None:
        institution = self.awards[wanted.place].institution.code
        self.problems.append({"kind": wanted.kind.value, "institution": institution, "why": why[:300]})

    @cached_property
    def awards(self) -> list[Award]:
        """The student's standing degrees, in the order in which they were granted."""
        rows = Award.objects.degrees().standing().filter(programme_enrolment=self.student)
        return list(rows.select_related("institution", "learner").order_by("granted_at", "pk"))

    @cached_property
    def degrees(self) -> list[DegreeFacts]:
        """Their facts."""
        return [from_json(award.facts) for award in self.awards]

    @cached_property
    def _standing(self) -> dict[tuple[int, str, str], DegreeDocument]:
        rows = DegreeDocument.objects.standing().filter(award__in=self.awards)
        if self.job.anew_because:
            rows = rows.filter(job=self.job)
        return {(row.award_id, row.kind, row.language): row for row in rows}

    def _key(self, wanted: Wanted) -> tuple[int, str, str]:
        return self.awards[wanted.place].pk, wanted.kind.value, wanted.language

    @cached_property
    def _makers(self) -> dict[DocumentKind, Callable[[Wanted, uuid.UUID], bytes]]:
        papers = dict.fromkeys(PAPERS, self._paper)
        return {**papers, DocumentKind.EDC: self._edc, DocumentKind.ELMO: self._elmo, DocumentKind.JOINT: self._joint}

    def _degree(self, place: int) -> Proven:
        """A degree with its Open Badge, which is issued if it is missing and must hold."""
        if place not in self._proven:
            credential = issue(award=self.awards[place], at=self.at)
            verdict = check(credential.document.encode(), at=self.at)
            if not verdict.is_valid:
                raise CredentialRefused(_("The Open Badge of a degree does not hold: %(why)s.") % {"why": verdict.outcome})
            url = absolute("credentials:verify_one", credential.uuid)
            self._proven[place] = Proven(self.degrees[place], credential.document, url)
        return self._proven[place]

    def _every_degree(self) -> list[Proven]:
        return [self._degree(place) for place in range(len(self.awards))]

    def _seal(self, wanted: Wanted) -> Seal:
        return seal_of(self.awards[wanted.place].institution, at=self.at)

    def _paper(self, wanted: Wanted, own: uuid.UUID) -> bytes:
        degree = self._degree(wanted.place)
        pdf = making.paper(wanted.kind, wanted.language, degree)
        releasing.check_paper(pdf, degree.credential)
        return pdf

    def _edc(self, wanted: Wanted, own: uuid.UUID) -> bytes:
        seal = self._seal(wanted)
        text = making.sealed_edc(self._degree(wanted.place), seal, self.at)
        releasing.check_edc(text, seal.certificates, self.at)
        return text

    def _elmo(self, wanted: Wanted, own: uuid.UUID) -> bytes:
        seal = self._seal(wanted)
        self._every_degree()
        data = making.signed_elmo(self.degrees, self._papers(), seal, self.at)
        releasing.check_elmo(data, seal.certificates, self.at)
        return data

    def _papers(self) -> dict[Wanted, bytes]:
        """Every PDF of the set: as it stands, or as it was made just now. Raises ``CredentialRefused`` when one is missing."""
        made = {each.wanted: each.content for each in self.made}
        found = {}
        for wanted in making.whole_set(self.degrees):
            if wanted.kind not in PAPERS:
                continue
            standing = self._standing.get(self._key(wanted))
            content = made.get(wanted) or (standing and blobs.get(standing.blob))
            if not content:
                raise CredentialRefused(_("A PDF that belongs into it could not be made."))
            found[wanted] = content
        return found

    def _joint(self, wanted: Wanted, own: uuid.UUID) -> bytes:
        programme = self.student.offering.programme
        did = did_for_programme(programme)
        keys = {
            facts.awarding.schac: signing_key(award.institution, at=self.at)
            for award, facts in zip(self.awards, self.degrees, strict=True)
        }
        document = making.signed_jointly(
            self.degrees,
            keys,
            id=own.urn,
            consortium=Consortium(did, in_language(programme.title, "en"), absolute("catalogue:programme", programme.slug)),
            statuses={
                degree.facts.awarding.schac: json.loads(degree.credential)["credentialStatus"] for degree in self._every_degree()
            },
            at=self.at,
        )
        data = json.dumps(document, ensure_ascii=False, indent=2).encode()
        known = {each: did_document(each) for each in (did, *(key.controller for key in keys.values()))}
        releasing.check_joint(data, {each: found for each, found in known.items() if found}, own_status_list, self.at)
        return data
