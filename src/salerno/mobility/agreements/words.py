"""The acts on agreements, factsheets and offers of traineeships in words: for their history and for the record of acts."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "factsheet.written": _("Factsheet written"),
    "iia.approved": _("Agreement approved by a side"),
    "iia.approved_by_both": _("Agreement approved by both sides"),
    "iia.begun": _("Agreement came into force"),
    "iia.discarded": _("Draft of an agreement thrown away"),
    "iia.drafted": _("Agreement prepared"),
    "iia.edited": _("Agreement changed"),
    "iia.ended": _("Agreement ended"),
    "iia.proposed": _("Agreement proposed"),
    "iia.taken_back": _("Proposal of an agreement taken back"),
    "traineeship.closed": _("Offer of a traineeship closed"),
    "traineeship.edited": _("Offer of a traineeship changed"),
    "traineeship.opened": _("Offer of a traineeship opened"),
    "traineeship.prepared": _("Offer of a traineeship prepared"),
}
