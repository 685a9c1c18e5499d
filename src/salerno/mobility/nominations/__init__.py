"""Nominations that come in from universities which do not work on the campus: entered by the host, taken by the student.

A student whose own university is here is given a place by a call of that university, which nominates. A guest from elsewhere comes
by none: wish and place are made without a call when the student takes the nomination, since a call that nobody held would be made
up. From then on the stay is one like any other; what the sending university does on the campus (cancel, sign) the host records.
"""
