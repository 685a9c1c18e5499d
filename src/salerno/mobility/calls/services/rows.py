"""Rows locked in one order, so that two acts never wait for each other: call, wishes; the record of acts comes last."""

from salerno.mobility.models import MobilityCall, Wish

_WITH = ("offering__programme", "offering__academic_session")


def locked_call(call: MobilityCall) -> MobilityCall:
    """The call, locked."""
    return MobilityCall.objects.select_for_update(of=("self",)).select_related(*_WITH).get(pk=call.pk)


def locked_wish(wish: Wish) -> Wish:
    """A student's wishes, locked. The call is read after the lock: whoever publishes holds it until all is written."""
    row = Wish.objects.select_for_update(of=("self",)).select_related("student", "home").get(pk=wish.pk)
    row.call = MobilityCall.objects.get(pk=row.call_id)
    return row
