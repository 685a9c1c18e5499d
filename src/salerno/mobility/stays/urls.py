"""Addresses of mobilities from the accepted place to the recognition."""

from django.urls import URLPattern, path

from salerno.mobility.recognition.views import recognitions, results
from salerno.mobility.stays.views import desk as desk_stays
from salerno.mobility.stays.views import stays

STAYS: list[URLPattern] = [
    path("mobility/stays/", stays.stays, name="stays"),
    path("mobility/stays/<uuid:stay>/", stays.stay, name="stay"),
    path("mobility/stays/<uuid:stay>/accept/", stays.accept_place, name="accept_place"),
    path("mobility/stays/<uuid:stay>/decline/", stays.decline_place, name="decline_place"),
    path("mobility/stays/<uuid:stay>/withdraw/", stays.withdraw, name="withdraw_stay"),
    path("desk/mobility/stays/", desk_stays.desk_stays, name="desk_stays"),
    path("desk/mobility/stays/act/", desk_stays.act_on_many, name="act_on_stays"),
    path("desk/mobility/stays/<uuid:stay>/", desk_stays.desk_stay, name="desk_stay"),
    path("desk/mobility/stays/<uuid:stay>/act/<slug:act>/", desk_stays.act_on_stay, name="act_on_stay"),
    path("mobility/recognitions/<uuid:recognition>/appeal/", recognitions.appeal, name="appeal_recognition"),
    path("desk/mobility/stays/<uuid:stay>/results/add/", results.enter_result, name="enter_result"),
    path("desk/mobility/stays/<uuid:stay>/results/import/", results.import_results, name="import_results"),
    path("desk/mobility/recognitions/<uuid:recognition>/", recognitions.decide, name="decide_recognition"),
    path("desk/mobility/recognitions/<uuid:recognition>/take-back/", recognitions.take_back, name="take_back_recognition"),
]
