"""Calls for mobility: places, wishes, scores, scenarios, publication, places given on."""
