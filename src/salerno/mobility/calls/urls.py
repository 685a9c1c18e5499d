"""Addresses of calls: what students wish, scenarios, publication."""

from django.urls import URLPattern, path

from salerno.mobility.calls.views import calls, desk_calls, desk_places, desk_scenarios, desk_seats, desk_wishes

_CALL = "mobility/calls/<uuid:call>/"
_DESK = "desk/mobility/calls/"
_DESK_CALL = _DESK + "<uuid:call>/"
_SCENARIO = "desk/mobility/scenarios/<uuid:scenario>/"

CALLS: list[URLPattern] = [
    path("mobility/calls/", calls.calls, name="calls"),
    path(_CALL, calls.call, name="call"),
    path(_CALL + "wishes/", calls.wishes, name="wishes"),
    path("mobility/wishes/<uuid:wish>/<slug:act>/", calls.move_wishes, name="move_wishes"),
    path(_DESK, desk_calls.calls, name="desk_calls"),
    path(_DESK + "for/<uuid:cohort>/", desk_calls.new_call, name="new_call"),
    path(_DESK_CALL, desk_calls.call, name="desk_call"),
    path(_DESK_CALL + "edit/", desk_calls.edit_call, name="edit_call"),
    path(_DESK_CALL + "move/<slug:act>/", desk_calls.move_call, name="move_call"),
    path(_DESK_CALL + "places/", desk_places.places, name="desk_places"),
    path(_DESK_CALL + "places/add/", desk_places.add_place, name="add_place"),
    path(_DESK_CALL + "places/take/", desk_places.take_places, name="take_places"),
    path("desk/mobility/places/<uuid:place>/", desk_places.edit_place, name="edit_place"),
    path("desk/mobility/places/<uuid:place>/remove/", desk_places.remove_place, name="remove_place"),
    path("desk/mobility/places/<uuid:place>/seats/", desk_seats.change_seats, name="change_seats"),
    path(_DESK_CALL + "wishes/", desk_wishes.wishes, name="desk_wishes"),
    path(_DESK_CALL + "scores/", desk_wishes.scores, name="scores"),
    path(_DESK_CALL + "scores/file/", desk_wishes.import_scores, name="import_scores"),
    path(_DESK_CALL + "scenarios/", desk_scenarios.scenarios, name="scenarios"),
    path(_DESK_CALL + "scenarios/compare/", desk_scenarios.compare_scenarios, name="compare_scenarios"),
    path(_SCENARIO, desk_scenarios.scenario, name="scenario"),
    path(_SCENARIO + "publish/", desk_scenarios.publish, name="publish_scenario"),
]
