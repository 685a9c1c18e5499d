"""Rows of mobility."""

from salerno.mobility.models.agreements import Approval, Condition, Factsheet, InterInstitutionalAgreement, TraineeshipOffer
from salerno.mobility.models.calls import Choice, MobilityCall, Place, Scenario, Wish
from salerno.mobility.models.mobilities import Mobility
from salerno.mobility.models.nominations import Nomination
from salerno.mobility.models.papers import (
    LearningAgreement,
    LearningAgreementComment,
    LearningAgreementSignature,
    LearningAgreementVersion,
)
from salerno.mobility.models.recognitions import HostResult, Recognition, RecognitionAppeal
from salerno.mobility.models.reports import StayReport
from salerno.mobility.models.traineeships import LogWeek, TraineeshipCertificate, TutorRequest
from salerno.mobility.models.transcripts import HostTranscript

__all__ = [
    "Approval",
    "Choice",
    "Condition",
    "Factsheet",
    "HostResult",
    "HostTranscript",
    "InterInstitutionalAgreement",
    "LearningAgreement",
    "LearningAgreementComment",
    "LearningAgreementSignature",
    "LearningAgreementVersion",
    "LogWeek",
    "Mobility",
    "MobilityCall",
    "Nomination",
    "Place",
    "Recognition",
    "RecognitionAppeal",
    "Scenario",
    "StayReport",
    "TraineeshipCertificate",
    "TraineeshipOffer",
    "TutorRequest",
    "Wish",
]
