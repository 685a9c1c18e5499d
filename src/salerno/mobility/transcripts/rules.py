"""Whether a transcript of records may be issued, and its results taken in."""

from salerno.mobility.models import HostTranscript, Mobility
from salerno.mobility.recognition.rules import BACK
from salerno.mobility.stays.rules import sides_of
from salerno.mobility.transcripts.refusals import TranscriptRefusal
from salerno.people.models import Person


def why_not_issue(*, mobility: Mobility, by: Person) -> TranscriptRefusal | None:
    """The receiving institution, once the student has left: a transcript says what became of the whole stay."""
    if mobility.wish.student_id == by.pk or not sides_of(by, mobility).receives:
        return TranscriptRefusal.NOT_RECEIVING
    return None if mobility.state in BACK else TranscriptRefusal.NOT_BACK


def why_not_take(*, transcript: HostTranscript, newest: int, by: Person) -> TranscriptRefusal | None:
    """The sending university, from the ``newest`` number."""
    mobility = transcript.mobility
    if mobility.wish.student_id == by.pk or not sides_of(by, mobility).sends:
        return TranscriptRefusal.NOT_SENDING
    if mobility.state not in BACK:
        return TranscriptRefusal.NOT_BACK
    return None if transcript.number == newest else TranscriptRefusal.REPLACED
