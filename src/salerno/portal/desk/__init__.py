"""The desk: where staff see what waits, and decide. It spans rooms, and every rule stays in the room that owns it.

Each page asks what the person's roles reach (``people.access``); what they do not reach does not exist (404). Opening people's
data is recorded: one line for a list, one for each person.
"""
